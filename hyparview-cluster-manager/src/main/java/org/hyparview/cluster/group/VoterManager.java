package org.hyparview.cluster.group;

import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.hyparview.cluster.group.GroupMessage.StartLearner;
import org.hyparview.cluster.group.GroupMessage.Stop;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.cluster.raft.MembershipChange;
import org.hyparview.cluster.raft.RaftReplica;
import org.hyparview.cluster.raft.RaftReplica.Members;
import org.hyparview.cluster.raft.RaftReplica.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Keeps as many replicas as the cluster is to have, on nodes that live and stay. Works while its
 * replica leads, one change at a time.
 *
 * <p>A dead replica goes first: of two, the one that is left agrees with itself only after that. A
 * new one is a learner until it has caught up. The replica of a node that leaves goes as soon as
 * one of a node that stays has all that is committed; if none does, one is made for that. A leader
 * that leaves changes nothing once there is an heir: the heir sees to the rest.
 */
final class VoterManager {

  private static final Logger LOGGER = LoggerFactory.getLogger(Server.class);
  private static final int START_MILLIS = 1_000;
  private static final int ASK_MILLIS = 150;
  private static final int SHUN_MILLIS = 5_000;

  /** A learner that gets nothing for so long is given up. */
  private static final int LEARN_MILLIS = 5_000;

  /** A voter that takes nothing for so long, while there is something, is replaced. */
  private static final int STUCK_MILLIS = 10_000;

  /** Who answers answers within that: two heartbeats and a journey. */
  private static final int HEARD_MILLIS = 500;

  /** A voter on a node that this one has never met is given so long to become known. */
  private static final int STRANGER_MILLIS = 10_000;

  /** What a member has got so far, and since when it has been that. */
  private record Received(long amount, long since) {}

  private final Site site;
  private final RaftReplica replica;
  private final Supplier<GroupDescriptor> descriptor;
  private final Runnable onLeaver;
  private final Map<String, Long> leaving = new TreeMap<>();
  private final Set<Endpoint> missing = new HashSet<>();
  private final Map<String, Long> shunnedUntil = new HashMap<>();
  private final Map<Endpoint, Received> received = new HashMap<>();
  private final Map<Endpoint, Long> strangers = new HashMap<>();
  private @Nullable String candidate;
  private long candidateSince;
  private long askedAt;
  private @Nullable Endpoint learner;
  private long learnerGoal;
  private boolean learnerAdded;
  private long lastProgress;
  private boolean changing;
  private boolean changeFailed;

  /**
   * A manager of the voters of a group.
   *
   * @param onLeaver called when one more node wants to leave: all voters should be heard of
   */
  VoterManager(
      Site site, RaftReplica replica, Supplier<GroupDescriptor> descriptor, Runnable onLeaver) {
    this.site = site;
    this.onLeaver = onLeaver;
    this.replica = replica;
    this.descriptor = descriptor;
    lastProgress = site.millis();
  }

  /**
   * Does what can be done next, which is nothing while a list of members is not committed that an
   * earlier leader has proposed. Not for callbacks of the replica.
   */
  void step() {
    if (changing || !replica.isLeader()) {
      return;
    }
    leaving.keySet().removeIf(node -> !site.directory().has(node));
    Members members = replica.members();
    if (replica.latestMembers().index() != members.index()) {
      return;
    }
    Progress progress = replica.progress();
    watch(members, progress);
    Endpoint leaver = leaverThatMayGo(members, progress);
    Endpoint dead = members.all().stream().filter(this::isDead).findFirst().orElse(null);
    if (dead != null) {
      remove(dead);
    } else if (leaver != null) {
      remove(leaver);
    } else if (!isLeaving() || heirs(members, progress).isEmpty()) {
      fill(members, progress);
    }
  }

  private void fill(Members members, Progress progress) {
    if (learner == null) {
      adopt(members, progress);
    }
    if (learner != null) {
      tend(learner, members, progress);
    } else if (members.all().size() > members.voters().size()) {
      members.all().stream()
          .filter(member -> !members.voters().contains(member))
          .findFirst()
          .ifPresent(this::remove);
    } else if (staying(members.voters()).size() < target()) {
      recruit(members);
    } else if (members.voters().size() > target()) {
      removeYoungest(members, progress);
    }
  }

  /** How many voters there are to be: nodes that leave don't count. */
  private int target() {
    return site.config().voters(Math.max(1, stayingNodes()));
  }

  private int stayingNodes() {
    return site.directory().sizeWithout(leaving.keySet());
  }

  private boolean stays(Endpoint member) {
    return site.directory().has(member.node())
        && !leaving.containsKey(member.node())
        && !missing.contains(member);
  }

  private List<Endpoint> staying(Set<Endpoint> members) {
    return members.stream().filter(this::stays).toList();
  }

  private boolean isDead(Endpoint member) {
    return !member.equals(replica.self())
        && (site.directory().isGone(member.node())
            || missing.contains(member)
            || isStranger(member));
  }

  private boolean isStranger(Endpoint member) {
    if (site.directory().has(member.node())) {
      strangers.remove(member);
      return false;
    }
    long since = strangers.computeIfAbsent(member, none -> site.millis());
    return site.millis() - since > STRANGER_MILLIS;
  }

  /** Whether a replica that says something has no part in the group any more. */
  boolean isRemoved(Endpoint sender) {
    return !changing
        && !sender.equals(learner)
        && !sender.node().equals(candidate)
        && !replica.members().all().contains(sender);
  }

  private void remove(Endpoint member) {
    change(member, MembershipChange.REMOVE, () -> {
      LOGGER.info("Replica " + member + " was removed from the group");
      missing.remove(member);
      strangers.remove(member);
      if (member.equals(learner)) {
        learner = null;
      }
      stop(member);
    });
  }

  private void stop(Endpoint member) {
    site.send(member.node(), new Stop(descriptor.get().id(), member));
  }

  // How far the others are

  /** MicroRaft may fail to install a snapshot, and then nothing that follows it is taken. */
  private void watch(Members members, Progress progress) {
    long now = site.millis();
    received.keySet().retainAll(members.all());
    strangers.keySet().retainAll(members.all());
    for (Endpoint member : members.all()) {
      long amount = progress.matchIndex(member) + replica.chunksSentTo(member);
      Received before = received.get(member);
      if (before == null || amount > before.amount || progress.hasAllCommitted(member)) {
        received.put(member, new Received(amount, now));
        lastProgress = before == null || amount > before.amount ? now : lastProgress;
      } else if (now - before.since > STUCK_MILLIS
          && members.voters().contains(member)
          && !member.equals(replica.self())) {
        LOGGER.warn("Replica " + member + " takes nothing any more, so it is replaced");
        missing.add(member);
      }
    }
  }

  /** Since when so many voters have not answered that they and this one can't agree. */
  long quorumHeardAt() {
    return quorumHeardAt(replica.latestMembers().voters());
  }

  private long quorumHeardAt(Set<Endpoint> present) {
    Progress progress = replica.progress();
    long[] heardAt = present.stream()
        .mapToLong(
            voter -> voter.equals(replica.self()) ? site.millis() : progress.heardMillis(voter))
        .sorted()
        .toArray();
    return heardAt.length == 0 ? 0 : heardAt[(heardAt.length - 1) / 2];
  }

  /** When a member was last seen to get something, in milliseconds of the site's clock. */
  long lastProgress() {
    return lastProgress;
  }

  /** Whether there are as many voters as there are to be, and each has all that is committed. */
  boolean isSettled() {
    Members members = replica.members();
    Progress progress = replica.progress();
    return isComplete()
        && members.voters().stream()
            .allMatch(voter -> voter.equals(replica.self()) || progress.hasAllCommitted(voter));
  }

  /** Whether there are as many voters as there are to be, and no change is under way. */
  boolean isComplete() {
    Members members = replica.members();
    return replica.isLeader()
        && !changing
        && learner == null
        && members.all().size() == members.voters().size()
        && staying(members.voters()).size() == members.voters().size()
        && members.voters().size() == target();
  }

  private void removeYoungest(Members members, Progress progress) {
    List<String> byAge = site.directory().byAge();
    members.voters().stream()
        .filter(voter -> !voter.equals(replica.self()))
        .max(Comparator.comparingInt(voter -> byAge.indexOf(voter.node())))
        .filter(youngest -> members.voters().stream()
            .filter(other -> !other.equals(youngest) && !other.equals(replica.self()))
            .allMatch(progress::hasAllCommitted))
        .ifPresent(this::remove);
  }

  // New ones

  private void recruit(Members members) {
    long now = site.millis();
    if (candidate != null && !site.directory().has(candidate)) {
      candidate = null;
    } else if (candidate != null && now - candidateSince >= START_MILLIS) {
      shun(candidate);
      candidate = null;
    }
    if (candidate == null) {
      candidate = nextCandidate(members);
      candidateSince = now;
      askedAt = now - ASK_MILLIS;
    }
    if (candidate != null && now - askedAt >= ASK_MILLIS) {
      askedAt = now;
      site.send(candidate, new StartLearner(descriptor.get()));
    }
  }

  /** The oldest node without a replica; one that was given up lately only if there is no other. */
  private @Nullable String nextCandidate(Members members) {
    Set<String> taken = new HashSet<>(leaving.keySet());
    members.all().forEach(member -> taken.add(member.node()));
    List<String> free =
        site.directory().byAge().stream().filter(node -> !taken.contains(node)).toList();
    return free.stream()
        .filter(node -> !isShunned(node))
        .findFirst()
        .orElse(free.isEmpty() ? null : free.get(0));
  }

  private boolean isShunned(String node) {
    return shunnedUntil.getOrDefault(node, 0L) > site.millis();
  }

  private void shun(String node) {
    shunnedUntil.values().removeIf(until -> until <= site.millis());
    shunnedUntil.put(node, site.millis() + SHUN_MILLIS);
  }

  /** The candidate has a replica that waits. */
  void started(Endpoint fresh) {
    if (learner == null && fresh.node().equals(candidate)) {
      candidate = null;
      take(fresh, 0, false);
      step();
    }
  }

  private void take(Endpoint fresh, long goal, boolean isAdded) {
    learner = fresh;
    learnerGoal = goal;
    learnerAdded = isAdded;
    lastProgress = site.millis();
    received.remove(fresh);
  }

  /** A learner that the leader before has added goes on learning. */
  private void adopt(Members members, Progress progress) {
    members.all().stream()
        .filter(member -> !members.voters().contains(member) && stays(member))
        .filter(member -> !isShunned(member.node()))
        .findFirst()
        .ifPresent(member -> take(member, progress.commitIndex(), true));
  }

  private void tend(Endpoint fresh, Members members, Progress progress) {
    Received last = received.get(fresh);
    long since = last == null ? lastProgress : last.since;
    boolean isMember = members.all().contains(fresh);
    boolean wasRemoved = learnerAdded && !isMember;
    learnerAdded |= isMember;
    if (!stays(fresh) || members.voters().contains(fresh) || wasRemoved) {
      learner = null;
    } else if (site.millis() - since > LEARN_MILLIS) {
      LOGGER.warn("Replica " + fresh + " does not catch up, so another one is tried");
      shun(fresh.node());
      learner = null;
    } else if (!isMember) {
      learnerGoal = progress.commitIndex();
      change(fresh, MembershipChange.ADD_LEARNER, () -> learnerAdded = true);
    } else if (progress.matchIndex(fresh) >= learnerGoal) {
      change(fresh, MembershipChange.PROMOTE, () -> {
        LOGGER.info("Replica " + fresh + " was added to the group");
        learner = null;
      });
    }
  }

  // Those that leave

  /** A replica is about to leave, or a node that has none. */
  void leave(Endpoint member) {
    if (leaving.putIfAbsent(member.node(), site.millis()) == null) {
      candidate = member.node().equals(candidate) ? null : candidate;
      onLeaver.run();
    }
    if (!replica.members().all().contains(member)
        && !replica.latestMembers().all().contains(member)) {
      stop(member);
    }
    step();
  }

  /** Whether the node of this replica leaves. */
  boolean isLeaving() {
    return leaving.containsKey(replica.self().node());
  }

  /** Whether no node stays that could have a replica. */
  boolean isLast() {
    return stayingNodes() == 0;
  }

  private @Nullable Endpoint leaverThatMayGo(Members members, Progress progress) {
    boolean isKept =
        isLast() || stays(replica.self()) || !heirs(members, progress).isEmpty();
    return members.all().stream()
        .filter(member -> leaving.containsKey(member.node()) && !member.equals(replica.self()))
        .filter(member ->
            !members.voters().contains(member) || (isKept && areThere(members, member, progress)))
        .findFirst()
        .orElse(null);
  }

  /**
   * Whether all voters but this one have been heard since it wanted to leave: if one of them had
   * died unnoticed, the others might be too few to agree on anything without the leaver.
   */
  private boolean areThere(Members members, Endpoint leaver, Progress progress) {
    long since = leaving.getOrDefault(leaver.node(), Long.MAX_VALUE);
    return isLast()
        || members.voters().stream()
            .filter(voter -> !voter.equals(leaver) && !voter.equals(replica.self()))
            .allMatch(voter -> progress.heardMillis(voter) > since);
  }

  private List<Endpoint> heirs(Members members, Progress progress) {
    return staying(members.voters()).stream()
        .filter(voter -> !voter.equals(replica.self()) && progress.hasAllCommitted(voter))
        .toList();
  }

  /**
   * The voters that stay and have all that is committed. Empty while a change of the members is
   * under way: whoever leads next must have it.
   */
  List<Endpoint> heirs() {
    return changing ? List.of() : heirs(replica.members(), replica.progress());
  }

  /** A node says that it has no such replica. */
  void missing(Endpoint member) {
    if (replica.isLeader() && replica.members().all().contains(member)) {
      missing.add(member);
      step();
    }
  }

  // One change at a time

  /**
   * Changes the members if those that must agree on it have just been heard. Without that, the
   * change might get into this log only: then the others can't be elected without this replica, nor
   * this one without those that its own list needs.
   */
  private void change(Endpoint member, MembershipChange change, Runnable done) {
    Set<Endpoint> voters = new HashSet<>(replica.members().voters());
    switch (change) {
      case PROMOTE -> voters.add(member);
      case REMOVE -> voters.remove(member);
      case ADD_LEARNER -> {}
    }
    if (site.millis() - quorumHeardAt(voters) > HEARD_MILLIS) {
      return;
    }
    changing = true;
    replica.change(
        member,
        change,
        failure -> site.scheduler().execute(() -> {
          changing = false;
          changeFailed = failure != null;
          if (failure == null) {
            lastProgress = site.millis();
            done.run();
            step();
          }
        }));
  }

  /** Whether a change was refused, as it is until the leader has committed something. */
  boolean wantsAnotherTry() {
    return changeFailed && !changing;
  }

  /** Whether a replica is the one that is being added. */
  boolean isLearning(Endpoint member) {
    return member.equals(learner);
  }
}
