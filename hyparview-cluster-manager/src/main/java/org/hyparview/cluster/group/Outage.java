package org.hyparview.cluster.group;

import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whether the shared data are out of reach and will not come back by themselves within moments:
 * then operations fail at once, with the reason, and the log says what can be done.
 */
final class Outage {

  private static final Logger LOGGER = LoggerFactory.getLogger(Server.class);

  /** A quorum that is missing for less may be back, or others go on, before anybody notices. */
  private static final int LASTING_MILLIS = 3_000;

  private final Site site;
  private long since = -1;
  private @Nullable String reason;
  private @Nullable String broken;

  Outage(Site site) {
    this.site = site;
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
    GroupDescriptor group = site.directory().current();
    if (group == null || hasQuorum(group)) {
      return;
    }
    if (since < 0) {
      since = site.millis();
    } else if (reason == null && site.millis() - since >= LASTING_MILLIS) {
      reason = "The shared data of the cluster have no quorum: of the replicas " + group.voters()
          + " node " + site.directory().self() + " sees "
          + site.directory().present(group.voters());
      LOGGER.error(reason + ". Operations fail at once until enough of them are back: "
          + group.peers() + ". " + advice());
    }
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
