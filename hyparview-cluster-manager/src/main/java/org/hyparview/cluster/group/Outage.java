package org.hyparview.cluster.group;

import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The detection of outages of the shared data that won't end by themselves within moments:
 * operations then fail with the reason, and the log says what the operator can do. They fail at
 * once while too few replicas are in the cluster, or none can be created in it. If there are enough
 * but they can't elect a leader, each operation is tried, which shows when the outage is over.
 */
final class Outage {

  private static final Logger LOGGER = LoggerFactory.getLogger(GroupReplica.class);

  /** A quorum may return, or others go on, before a shorter outage is noticed. */
  private static final int LASTING_MILLIS = 3_000;

  /** A successful election takes less, even if messages are lost. */
  static final int LEADERLESS_MILLIS = 8_000;

  private final GroupContext context;
  private final LeaderFinder finder;
  private final BooleanSupplier isNew;
  private final int leaderlessAfter;
  private long since = -1;
  private @Nullable String reason;
  private @Nullable String keptNowhere;
  private @Nullable String leaderless;
  private @Nullable String broken;

  /**
   * Creates a detector of outages, without one.
   *
   * @param isNew whether this node may just not have met the others yet
   * @param checkMillis the interval of the checks while the shared data is needed
   */
  Outage(GroupContext context, LeaderFinder finder, BooleanSupplier isNew, int checkMillis) {
    this.context = context;
    this.finder = finder;
    this.isNew = isNew;
    leaderlessAfter = LEADERLESS_MILLIS / checkMillis;
  }

  /** Checks whether the outage is over, after each change of the members or the group. */
  void changed() {
    GroupDescriptor group = context.directory().current();
    if (group == null || hasQuorum(group)) {
      end();
    }
  }

  private void end() {
    if (reason != null) {
      LOGGER.info("The shared data has a quorum of replicas in the cluster again");
    }
    since = -1;
    reason = null;
  }

  /** Checks for an outage, while the shared data is needed. */
  void check() {
    finder.waited();
    checkDataMembers();
    GroupDescriptor group = context.directory().current();
    if (group == null) {
      end();
    } else if (hasQuorum(group)) {
      end();
      checkLeader(group);
    } else if (since < 0) {
      since = context.millis();
    } else if (reason == null && context.millis() - since >= LASTING_MILLIS) {
      reason = noQuorum(group);
      LOGGER.error(reason + ". Operations fail at once until enough of these are back: "
          + group.peers() + ". " + advice());
    }
  }

  /** Checks for a node that can bootstrap the group that is needed. */
  private void checkDataMembers() {
    boolean isThere = context.directory().hasDataMember();
    if (keptNowhere != null && isThere) {
      LOGGER.info("A node that keeps shared data is in the cluster");
      keptNowhere = null;
    } else if (keptNowhere == null
        && !isThere
        && context.directory().current() == null
        && !isNew.getAsBoolean()) {
      keptNowhere = noDataMember();
      LOGGER.error(keptNowhere + ". Operations fail at once until a node joins that keeps it");
    }
  }

  private String noDataMember() {
    return "No node of the cluster keeps shared data: dataMember is false in all "
        + context.directory().size() + " members that node "
        + context.directory().self()
        + " sees, itself included";
  }

  /**
   * Checks for a leader. A leader whose last change of the members was committed nowhere may be too
   * far ahead for the others to be elected, and too alone by its own list. No node knows the whole
   * picture.
   */
  private void checkLeader(GroupDescriptor group) {
    if (finder.waits() < leaderlessAfter) {
      if (leaderless != null && finder.waits() <= 1) {
        LOGGER.info("The shared data of the cluster has a leader again");
        leaderless = null;
      }
    } else if (leaderless == null) {
      leaderless = noQuorum(group) + ", but none of them leads";
      LOGGER.error(leaderless + ". Operations fail after their timeouts until one does. If replicas"
          + " are lost: " + advice());
    }
  }

  /** Extends the message of an operation that timed out with the reason, if it is known. */
  String explain(String message) {
    return leaderless == null ? message : message + ". " + leaderless;
  }

  private String noQuorum(GroupDescriptor group) {
    return "The shared data of the cluster has no quorum: of the replicas " + group.voters()
        + " node " + context.directory().self() + " sees "
        + context.directory().present(group.voters());
  }

  private boolean hasQuorum(GroupDescriptor group) {
    long present = context.directory().present(group.voters());
    return present > group.voters().size() / 2;
  }

  private String advice() {
    if (!context.directory().hasDataMember()) {
      return noDataMember() + ". Without these replicas it begins again empty, on a node that joins"
          + " and keeps it, as far as onQuorumLoss allows";
    }
    return switch (context.config().onQuorumLoss()) {
      case WAIT ->
        "onQuorumLoss is WAIT: if they won't return, restart all nodes, which loses what"
            + " the shared data held";
      case RECOVER_IF_PROVEN ->
        "The others go on without them once their processes are proven to have"
            + " ended, which needs an answer from their hosts; if those are down as well, restart"
            + " all nodes, or set onQuorumLoss to RECOVER";
      case RECOVER -> "The others go on without them as soon as the cluster declares them dead";
    };
  }

  /** Notes that this node can neither have a replica nor found a group, whatever happens. */
  void broke(Throwable why) {
    if (broken == null) {
      broken = "Shared data can't run on node " + context.directory().self() + ": " + why;
      LOGGER.error(broken, why);
    }
  }

  /** Returns whether this node can't have a replica. */
  boolean isBroken() {
    return broken != null;
  }

  /** Returns why operations fail at once, or null if they don't. */
  @Nullable
  String reason() {
    Directory directory = context.directory();
    if (directory.current() == null) {
      return broken != null || directory.hasDataMember() ? broken : keptNowhere;
    }
    return reason == null || directory.hasDataMember() ? reason : reason + ". " + noDataMember();
  }
}
