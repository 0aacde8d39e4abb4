package org.hyparview.node;

import org.hyparview.protocol.hyparview.HyParViewEvent.DownReason;
import org.hyparview.protocol.peer.Peer;
import org.jspecify.annotations.Nullable;

/**
 * A change of the active view.
 *
 * @param peer the added or removed peer
 * @param reason the reason of the removal, or null if the peer was added
 * @param version the version of the view after this change; each change raises it by one
 * @param active the number of neighbors after this change
 * @param passive the number of candidates
 */
public record ViewChange(
    Peer peer, @Nullable DownReason reason, long version, int active, int passive) {

  /** Returns whether the peer was added. */
  public boolean isUp() {
    return reason == null;
  }
}
