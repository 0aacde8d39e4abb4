package org.hyparview.cluster.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.hyparview.cluster.raft.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The groups of the cluster, as far as this node knows. Any node can announce anything, so an
 * announcement is hearsay: it only names a leader to ask. A group is what its leader says of
 * itself; an announcement counts where no leader is left to ask.
 *
 * <p>The strongest group whose leader has confirmed it has the shared data, of those that have a
 * voter in the cluster if there is one: a stronger one without would leave this node alone. While
 * no group is confirmed, the strongest that was announced is tried.
 */
final class GroupBook {

  private static final int MAX_GROUPS = 256;
  private static final int FIRST_PAUSE_MILLIS = 250;
  private static final int MAX_PAUSE_MILLIS = 30_000;

  /** What is known of one group: at least one of the two descriptions. */
  private static final class Known {
    private @Nullable GroupDescriptor confirmed;
    private @Nullable GroupDescriptor hearsay;
    private @Nullable String lastAsked;
    private int asked;
    private long askAt = Long.MIN_VALUE;

    /** Returns the later description of the two. */
    GroupDescriptor latest() {
      GroupDescriptor own = confirmed;
      GroupDescriptor other = hearsay;
      if (other != null && (own == null || !own.isLaterThan(other))) {
        return other;
      } else if (own != null) {
        return own;
      }
      throw new IllegalStateException("A group is known without a description");
    }
  }

  private final Predicate<String> isMember;
  private final Predicate<String> mayLead;
  private final Map<String, Known> groups = new TreeMap<>();
  private final Map<String, GroupDescriptor> published = new TreeMap<>();
  private @Nullable String current;
  private @Nullable String withdrawn;

  /**
   * Creates an empty book.
   *
   * @param isMember whether a node is in the cluster
   * @param mayLead whether a node that was a leader may still be one: it is in the cluster, and
   *     this node knows of itself
   */
  GroupBook(Predicate<String> isMember, Predicate<String> mayLead) {
    this.isMember = isMember;
    this.mayLead = mayLead;
  }

  // News

  /** Notes the description of a group that all nodes have in its name. */
  void published(GroupDescriptor group) {
    if (published.size() < MAX_GROUPS || published.containsKey(group.id())) {
      published.put(group.id(), group);
    }
  }

  /** Returns whether all nodes have this description of the group. */
  boolean isPublished(GroupDescriptor group) {
    return group.equals(published.get(group.id()));
  }

  /**
   * Takes what another node than the leader says of a group, and returns whether this changes the
   * cluster's current group to another. Once a leader speaks of a later one, its own word has no
   * more weight than that of others.
   */
  boolean heard(String from, GroupDescriptor group) {
    Known known = known(group.id());
    if (known == null) {
      return choose();
    }
    GroupDescriptor confirmed = known.confirmed;
    if (confirmed != null && confirmed.isLedBy(from) && group.isLaterThan(confirmed)) {
      known.confirmed = null;
    }
    if (!group.equals(known.confirmed) && !isOutdated(known, group)) {
      if (!group.equals(known.hearsay) && !from.equals(known.lastAsked)) {
        known.asked = 0;
        known.askAt = Long.MIN_VALUE;
      }
      known.hearsay = group;
    }
    return choose();
  }

  /** Takes what the leader of a group says of it; the result is that of {@link #heard}. */
  boolean confirmed(GroupDescriptor group) {
    Known known = known(group.id());
    if (known != null && !isOutdated(known, group)) {
      known.confirmed = group;
      known.hearsay = null;
    }
    return choose();
  }

  private @Nullable Known known(String group) {
    Known known = groups.get(group);
    if (known == null && (groups.size() < MAX_GROUPS || dropHearsay())) {
      known = new Known();
      groups.put(group, known);
    }
    return known;
  }

  /** Makes room by dropping one group of which there is only hearsay. */
  private boolean dropHearsay() {
    return groups.entrySet().stream()
        .filter(entry -> entry.getValue().confirmed == null && !entry.getKey().equals(current))
        .findFirst()
        .map(entry -> groups.remove(entry.getKey()))
        .isPresent();
  }

  /**
   * Returns whether news of a group are older than what its leader said. A leader that is no longer
   * in the cluster leads nothing, whatever term it claimed.
   */
  private boolean isOutdated(Known known, GroupDescriptor news) {
    GroupDescriptor confirmed = known.confirmed;
    return confirmed != null && confirmed.isLaterThan(news) && isLed(confirmed);
  }

  private boolean hasLeader(GroupDescriptor group) {
    Endpoint leader = group.leader();
    return leader != null && isMember.test(leader.node());
  }

  /** Returns whether the leader that confirmed this may lead still. */
  private boolean isLed(GroupDescriptor confirmed) {
    Endpoint leader = confirmed.leader();
    return leader != null && mayLead.test(leader.node());
  }

  /**
   * Handles the withdrawal of a group, which follows its replacement by another. The group stays
   * until its replacement is known here: otherwise this node would conclude that there is none and
   * bootstrap one.
   */
  boolean withdrawn(String group) {
    published.remove(group);
    if (!group.equals(current)) {
      groups.remove(group);
    } else {
      withdrawn = group;
    }
    return choose();
  }

  // Questions

  /**
   * Returns groups whose leaders are to be asked now, since there is news of them that may matter.
   * A leader that doesn't answer, or answers with the word of others, is asked again, ever more
   * rarely.
   */
  List<GroupDescriptor> toAsk(long now) {
    List<GroupDescriptor> all = new ArrayList<>();
    for (Known known : groups.values()) {
      GroupDescriptor hearsay = known.hearsay;
      if (isOpen(known) && hearsay != null && known.askAt <= now) {
        known.askAt = now
            + Math.min(MAX_PAUSE_MILLIS, (long) FIRST_PAUSE_MILLIS << Math.min(known.asked++, 7));
        GroupDescriptor toAsk =
            hasLeader(hearsay) || known.confirmed == null ? hearsay : known.confirmed;
        known.lastAsked = toAsk.leader() == null ? null : toAsk.leader().node();
        all.add(toAsk);
      }
    }
    return all;
  }

  /**
   * Returns whether the leader that confirmed a group may have lost it since, and the one that took
   * it over can't be asked any more.
   */
  private boolean isInDoubt(Known known) {
    GroupDescriptor confirmed = known.confirmed;
    return confirmed != null && hasLeader(confirmed) && !known.latest().equals(confirmed);
  }

  /** Returns whether there are leaders to ask, now or later. */
  boolean hasQuestions() {
    return groups.values().stream().anyMatch(this::isOpen);
  }

  private boolean isOpen(Known known) {
    GroupDescriptor hearsay = known.hearsay;
    GroupDescriptor present = current();
    return hearsay != null
        && (hasLeader(hearsay) || isInDoubt(known))
        && (present == null
            || !isConfirmed()
            || !present.hasVoterOn(isMember)
            || hearsay.id().equals(present.id())
            || hearsay.wins(present));
  }

  // The current group

  /**
   * Returns what counts of a group: the word of its leader, and once that one leads no more, the
   * latest that was announced, unless the leader that this names can be asked.
   */
  private GroupDescriptor best(Known known) {
    GroupDescriptor confirmed = known.confirmed;
    GroupDescriptor latest = known.latest();
    return confirmed == null || (!isLed(confirmed) && !hasLeader(latest)) ? latest : confirmed;
  }

  /** Returns what comes before strength: a leader's word, and then a voter in the cluster. */
  private int rank(Known known) {
    if (known.confirmed == null) {
      return 0;
    }
    return best(known).hasVoterOn(isMember) ? 2 : 1;
  }

  /** Chooses again once the members have changed; the result is that of {@link #heard}. */
  boolean membersChanged() {
    return choose();
  }

  private boolean choose() {
    String before = current;
    GroupDescriptor best = null;
    int bestRank = 0;
    for (Known known : groups.values()) {
      int rank = rank(known);
      GroupDescriptor group = best(known);
      if (best == null || rank > bestRank || (rank == bestRank && group.wins(best))) {
        best = group;
        bestRank = rank;
      }
    }
    current = best == null ? null : best.id();
    if (withdrawn != null && current != null && !current.equals(withdrawn)) {
      groups.remove(withdrawn);
      withdrawn = null;
    }
    return before == null ? current != null : !before.equals(current);
  }

  /** Returns the group that has the shared data, or null if none is known. */
  @Nullable
  GroupDescriptor current() {
    Known known = current == null ? null : groups.get(current);
    return known == null ? null : best(known);
  }

  /** Returns whether the leader of the current group has confirmed it. */
  boolean isConfirmed() {
    Known known = current == null ? null : groups.get(current);
    return known != null && known.confirmed != null;
  }

  /** Returns the latest description of a group, believed or not; null if it is unknown. */
  @Nullable
  GroupDescriptor latest(String group) {
    Known known = groups.get(group);
    return known == null ? null : known.latest();
  }

  /** Returns all groups that are known. */
  List<GroupDescriptor> all() {
    return groups.values().stream().map(this::best).toList();
  }

  /** Returns the groups that lose against the current one. */
  List<GroupDescriptor> losers() {
    GroupDescriptor winner = current();
    return winner == null ? List.of() : all().stream().filter(winner::wins).toList();
  }
}
