package org.hyparview.cluster.group;

import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import org.hyparview.cluster.protocol.data.ProtocolVersion;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.cluster.raft.LaterEntryException;

/**
 * The replicas that this node has given up, since their log or snapshot contains what only a later
 * version knows. For a while it accepts no further one: the entry may be part of a snapshot by
 * then, in a form that this version knows.
 */
final class OutdatedReplicas {

  /** How long this node accepts no replica. */
  static final int DECLINE_MILLIS = 10_000;

  private static final Logger LOGGER = LoggerFactory.getLogger(GroupReplica.class);
  private static final int LOG_MILLIS = 60_000;

  private long count;
  private long declinedUntil = Long.MIN_VALUE;
  private long loggedAt = Long.MIN_VALUE;

  /** Notes that a replica is being given up. */
  void gaveUp(Endpoint replica, LaterEntryException why, long now) {
    count++;
    declinedUntil = now + DECLINE_MILLIS;
    if (loggedAt == Long.MIN_VALUE || now - loggedAt >= LOG_MILLIS) {
      loggedAt = now;
      LOGGER.error("Replica " + replica + " of the shared data has stopped: its log contains what"
          + " only a later version of the protocol knows (" + why.getMessage() + "), and this node"
          + " speaks version " + ProtocolVersion.current() + ". The other nodes go on. Upgrade this"
          + " node to the release of the others; until then it has no replica");
    }
  }

  /** Returns whether this node accepts no replica now. */
  boolean declines(long now) {
    return now < declinedUntil;
  }

  /** Returns how many replicas were given up. */
  long count() {
    return count;
  }
}
