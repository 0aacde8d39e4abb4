package org.hyparview.cluster.group;

import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whether the shared data are out of reach and will not come back by themselves within moments:
 * then operations fail, with the reason, and the log says what can be done. They fail at once while
 * too few replicas are in the cluster. If there are enough which can't elect a leader, operations
 * find out by being tried whether they can again.
 */
final class Outage {

  private static final Logger LOGGER = LoggerFactory.getLogger(Server.class);

  /** A quorum that is missing for less may be back, or others go on, before anybody notices. */
  private static final int LASTING_MILLIS = 3_000;

  /** An election that succeeds takes less, even if messages are lost. */
  private static final int LEADERLESS_MILLIS = 8_000;

  private final Site site;
  private final LeaderFinder finder;
  private final int leaderlessAfter;
  private long since = -1;
  private @Nullable String reason;
  private @Nullable String leaderless;
  private @Nullable String broken;

  /**
   * No outage.
   *
   * @param checkMillis how often it is checked while something is wanted
   */
  Outage(Site site, LeaderFinder finder, int checkMillis) {
    this.site = site;
    this.finder = finder;
    leaderlessAfter = LEADERLESS_MILLIS / checkMillis;
  }

  /** Looks whether it is over, as after each change of the members or the group. */
  void changed() {
    GroupDescriptor group = site.directory().current();
    if (group == null || hasQuorum(group)) {
      if (reason != null) {
        LOGGER.info("Enough replicas of the shared data are in the cluster again");
      }
      since = -1;
      reason = null;
    }
  }

  /** Looks again, while something is wanted of the shared data. */
  void check() {
    changed();
    finder.waited();
    GroupDescriptor group = site.directory().current();
    if (group == null) {
      return;
    }
    if (hasQuorum(group)) {
      checkLeader(group);
    } else if (since < 0) {
      since = site.millis();
    } else if (reason == null && site.millis() - since >= LASTING_MILLIS) {
      reason = "The shared data of the cluster have no quorum: of the replicas " + group.voters()
          + " node " + site.directory().self() + " sees "
          + site.directory().present(group.voters());
      LOGGER.error(reason + ". Operations fail at once until enough of them are back: "
          + group.peers() + ". " + advice());
    }
  }

  /**
   * A leader whose last change of the members was committed nowhere may be too far ahead for the
   * others to be elected, and too alone by its own list. Nobody knows the whole of it.
   */
  private void checkLeader(GroupDescriptor group) {
    if (finder.waits() < leaderlessAfter) {
      if (leaderless != null && finder.waits() <= 1) {
        LOGGER.info("The shared data of the cluster have a leader again");
        leaderless = null;
      }
    } else if (leaderless == null) {
      leaderless = "The shared data of the cluster have no quorum: of the replicas "
          + group.voters() + " node " + site.directory().self() + " sees "
          + site.directory().present(group.voters()) + ", but none of them leads";
      LOGGER.error(leaderless + ". Operations fail after their timeouts until one does. If replicas"
          + " are gone: " + advice());
    }
  }

  /** Why something that was not done in time was not, if more is known of it. */
  String explain(String message) {
    return leaderless == null ? message : message + ". " + leaderless;
  }

  private boolean hasQuorum(GroupDescriptor group) {
    long present = site.directory().present(group.voters());
    return present > group.voters().size() / 2;
  }

  private String advice() {
    return switch (site.config().onQuorumLoss()) {
      case WAIT ->
        "onQuorumLoss is WAIT: if they are gone for good, restart all nodes; what the"
            + " shared data held is lost then";
      case RECOVER_IF_PROVEN ->
        "The others go on without them once their processes are proven to"
            + " be gone, which takes an answer of their hosts; if these are gone, too, restart all"
            + " nodes, or set onQuorumLoss to RECOVER";
      case RECOVER -> "The others go on without them as soon as the cluster holds them dead";
    };
  }

  /** This node can't have a replica, nor found a group, whatever happens. */
  void broke(Throwable why) {
    if (broken == null) {
      broken = "Shared data can't run on node " + site.directory().self() + ": " + why;
      LOGGER.error(broken, why);
    }
  }

  /** Whether this node can have no replica. */
  boolean isBroken() {
    return broken != null;
  }

  /** Why operations fail at once, or null if they don't. */
  @Nullable
  String reason() {
    return broken != null && site.directory().current() == null ? broken : reason;
  }
}
