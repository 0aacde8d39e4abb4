package org.hyparview.cluster.group;

import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.function.Predicate;
import org.hyparview.cluster.group.GroupMessage.Found;
import org.hyparview.cluster.group.GroupMessage.Inquiry;
import org.hyparview.cluster.group.GroupMessage.LogPosition;
import org.jspecify.annotations.Nullable;

/**
 * The bootstrap of a group when one is needed: the oldest data member of the cluster founds it, and
 * founds the next one if all replicas are lost, with all that they held.
 */
final class GroupBootstrap {

  private static final Logger LOGGER = LoggerFactory.getLogger(GroupReplica.class);
  private static final int ASK_MILLIS = 250;
  private static final int INQUIRY_MILLIS = 500;
  private static final int POLL_MILLIS = 20;

  /** How long all replicas must be lost before their data are given up, since news may be late. */
  private static final int LOST_MILLIS = 2_000;

  /**
   * How long a node that has never seen another one looks for some before it founds a group: if it
   * finds its cluster a moment later, the two groups meet and what it shared is lost.
   */
  private static final int ALONE_MILLIS = 1_000;

  /**
   * How long a node that has seen others waits before it founds the first group: those may be as
   * new as itself, and all of them may be about to meet an older cluster, whose group is then
   * known.
   */
  private static final int YOUNG_MILLIS = 300;

  /** The bootstrap of a group on this node. */
  @FunctionalInterface
  interface Foundation {

    /** Founds the group that replaces another one, or the first one. */
    void found(@Nullable GroupDescriptor lost);
  }

  private final GroupContext context;
  private final Foundation foundation;
  private final Predicate<GroupDescriptor> isReplicaHere;
  private final Newcomers newcomers;
  private long searchedAt;
  private final LossPolicy losses;
  private long askedAt = Long.MIN_VALUE;
  private long lostSince = -1;
  private long inquiredAt = Long.MIN_VALUE;
  private boolean hasSearched;
  private boolean pending;
  private boolean polling;

  /**
   * Creates a bootstrap that has founded nothing yet.
   *
   * @param isReplicaHere whether this node has a voter of a group, by its own log
   */
  GroupBootstrap(
      GroupContext context, Foundation foundation, Predicate<GroupDescriptor> isReplicaHere) {
    this.context = context;
    this.foundation = foundation;
    this.isReplicaHere = isReplicaHere;
    newcomers = new Newcomers(
        context::millis, node -> context.send(node, new Inquiry(GroupMessage.ANY_GROUP)));
    searchedAt = context.millis();
    losses = new LossPolicy(context, () -> {});
  }

  /**
   * Notes that a node needs a group while none of its replicas is in the cluster, as far as this
   * node knows.
   */
  void want() {
    pending = false;
    GroupDescriptor group = context.directory().current();
    long now = context.millis();
    if (group != null
        && (group.hasVoterOn(context.directory()::has) || isReplicaHere.test(group))) {
      lostSince = -1;
      return;
    }
    boolean isNew = isNew();
    String founder = context.directory().oldestDataMember();
    if (founder == null) {
      return;
    }
    if (!founder.equals(context.directory().self())) {
      if (askedAt == Long.MIN_VALUE || now - askedAt >= ASK_MILLIS) {
        askedAt = now;
        context.send(founder, new Found());
      }
    } else if (group == null) {
      wantFirst(isNew);
    } else {
      replace(group, now);
    }
  }

  /** This node is to found the first group: it does so once it is sure that there is none. */
  private void wantFirst(boolean isNew) {
    pending = true;
    boolean mayHaveUnmet = context.port().mayHaveUnmet();
    if (!isNew && !mayHaveUnmet) {
      context.scheduler().execute(this::foundFirst); // after the news of who is met by now
    }
    if (!polling) {
      polling = true;
      context.scheduler().schedule(this::tryFirst, POLL_MILLIS);
    }
  }

  private void tryFirst() {
    polling = false;
    if (pending) {
      want();
    }
  }

  private void foundFirst() {
    boolean isDue = pending && context.directory().current() == null && isFounder();
    if (isDue && newcomers.haveTold()) {
      pending = false;
      foundation.found(null);
    } else if (isDue) {
      newcomers.ask();
    }
  }

  private boolean isFounder() {
    return context.directory().self().equals(context.directory().oldestDataMember());
  }

  /**
   * Returns whether this node may just not have met the others, or their group, yet. Later it may
   * be isolated, and search again: then it need only await the end of the search.
   */
  boolean isNew() {
    boolean isSearching = context.port().isSearching();
    if (isSearching && !hasSearched) {
      searchedAt = context.millis();
    }
    hasSearched |= !isSearching;
    int patience = context.directory().hasMetOthers() ? YOUNG_MILLIS : ALONE_MILLIS;
    return isSearching || context.millis() - searchedAt < patience;
  }

  private void replace(GroupDescriptor group, long now) {
    if (lostSince < 0) {
      lostSince = now;
      losses.forget();
    }
    if (inquiredAt == Long.MIN_VALUE || now - inquiredAt >= INQUIRY_MILLIS) {
      inquiredAt = now;
      context.directory().others().forEach(node -> context.send(node, new Inquiry(group.id())));
    }
    boolean allGone = losses.allowsGoingOnWithout(group.voters());
    if (allGone && now - lostSince >= LOST_MILLIS) {
      LOGGER.error("All replicas of the shared data are lost, " + group.voters() + " on "
          + group.peers()
          + ": the cluster's maps, counters and locks start again empty");
      lostSince = -1;
      foundation.found(group);
    }
  }

  /** Notes a member, which may know of a group. */
  void met(String node) {
    if (context.directory().current() == null) {
      newcomers.met(node);
    }
  }

  /** Notes that a node is no member any more. */
  void gone(String node) {
    newcomers.forget(node);
  }

  /** Notes that a node has told of the group that it knows, if it knows one. */
  void told(String node) {
    newcomers.forget(node);
    if (pending && newcomers.haveTold()) {
      want();
    }
  }

  /** Founds nothing any more, unless it is wanted again. */
  void stop() {
    pending = false;
  }

  /** Notes that a node has a replica that all others considered lost. */
  void heard(LogPosition standing) {
    if (standing.voter()) {
      lostSince = -1;
    }
  }
}
