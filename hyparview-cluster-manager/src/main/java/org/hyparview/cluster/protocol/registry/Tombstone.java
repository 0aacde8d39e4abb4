package org.hyparview.cluster.protocol.registry;

import java.util.Objects;
import org.hyparview.protocol.peer.PeerId;

/**
 * The mark of a departed node: records of this incarnation or an earlier one no longer count.
 *
 * @param id the node
 * @param incarnation its last departed incarnation, 0 or more
 * @param reason why it departed
 * @param wallClock when that was found, in milliseconds of the finder's wall clock, 0 or more;
 *     tombstones expire by it
 */
public record Tombstone(PeerId id, long incarnation, DownReason reason, long wallClock) {

  /** Checks the ranges. */
  public Tombstone {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(reason, "reason");
    if (incarnation < 0 || wallClock < 0) {
      throw new IllegalArgumentException(
          "Neither incarnation nor wall clock must be negative, but are " + incarnation + " and "
              + wallClock);
    }
  }

  /** Returns this tombstone, found at the latest at this time. */
  Tombstone notAfter(long latest) {
    return wallClock <= latest ? this : new Tombstone(id, incarnation, reason, latest);
  }

  /** Returns whether this is newer than the other, which is of the same node. */
  boolean isAfter(Tombstone other) {
    return incarnation > other.incarnation;
  }
}
