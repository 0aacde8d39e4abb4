package org.hyparview.protocol.overlay;

import org.hyparview.protocol.hyparview.HyParViewAction;
import org.hyparview.protocol.plumtree.PlumtreeAction;

/** What one of the two machines asks of the host. */
public sealed interface OverlayAction {

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /** One method a kind. */
  interface Handler {
    void onMembership(HyParViewAction action);

    void onBroadcast(PlumtreeAction action);
  }

  /** Do what the membership machine asks for. */
  record Membership(HyParViewAction action) implements OverlayAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onMembership(action);
    }
  }

  /** Do what the broadcast machine asks for. */
  record Broadcast(PlumtreeAction action) implements OverlayAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onBroadcast(action);
    }
  }
}
