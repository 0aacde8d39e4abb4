package org.hyparview.node;

import org.hyparview.protocol.hyparview.HyParViewEvent.DownReason;
import org.hyparview.protocol.peer.Peer;
import org.jspecify.annotations.Nullable;

/**
 * A change of the active view.
 *
 * @param peer who came or went
 * @param reason why it went, or null if it came
 * @param version the version of the view after this change; each change raises it by one
 * @param active how many neighbors there are after this change
 * @param passive how many candidates there are
 */
public record ViewChange(
    Peer peer, @Nullable DownReason reason, long version, int active, int passive) {

  /** Whether the peer came. */
  public boolean isUp() {
    return reason == null;
  }
}
