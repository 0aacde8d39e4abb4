package org.hyparview.cluster.protocol.plane;

import org.hyparview.cluster.protocol.registry.RegistryMessage;
import org.hyparview.protocol.overlay.OverlayMessage;

/**
 * A message of one of the plane's machines. On the wire each kind has a channel of its own; the
 * failure detector has no messages but broadcasts.
 */
public sealed interface PlaneMessage {

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /** One method a kind. */
  interface Handler {
    void onOverlay(OverlayMessage message);

    void onRegistry(RegistryMessage message);
  }

  /** A message of the membership or of the broadcast machine. */
  record OfOverlay(OverlayMessage message) implements PlaneMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onOverlay(message);
    }
  }

  /** A message of the registry, on the link of a neighbour. */
  record OfRegistry(RegistryMessage message) implements PlaneMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onRegistry(message);
    }
  }
}
