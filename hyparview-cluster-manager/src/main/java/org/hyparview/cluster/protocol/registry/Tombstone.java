package org.hyparview.cluster.protocol.registry;

import java.util.Objects;
import org.hyparview.protocol.peer.PeerId;

/**
 * What remains of a node that is gone: records of this incarnation or an earlier one count no more.
 *
 * @param id the node
 * @param incarnation the last that is gone, 0 or more
 * @param reason how it went
 * @param wallClock when that was found, in milliseconds of the wall clock of who found it, 0 or
 *     more; tombstones are forgotten by it
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

  /** Whether this says more than the other, which is of the same node. */
  boolean isAfter(Tombstone other) {
    return incarnation > other.incarnation;
  }
}
