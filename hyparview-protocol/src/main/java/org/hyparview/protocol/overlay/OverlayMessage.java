package org.hyparview.protocol.overlay;

import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.plumtree.PlumtreeMessage;

/** A message of one of the two machines. On the wire each kind has a channel of its own. */
public sealed interface OverlayMessage {

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /** One method a kind. */
  interface Handler {
    void onMembership(HyParViewMessage message);

    void onBroadcast(PlumtreeMessage message);
  }

  /** A message of the membership machine. */
  record Membership(HyParViewMessage message) implements OverlayMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onMembership(message);
    }
  }

  /** A message of the broadcast machine. */
  record Broadcast(PlumtreeMessage message) implements OverlayMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onBroadcast(message);
    }
  }
}
