package org.hyparview.cluster.protocol.plane;

import org.hyparview.cluster.protocol.failure.FailureMessage;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Update;

/**
 * The payload of a broadcast of the plane, which comes from the registry or the failure detector.
 */
public sealed interface Payload {

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /** The handler of payloads, with one method per kind. */
  interface Handler {
    void onRegistry(Update update);

    void onFailure(FailureMessage message);
  }

  /** Changes that a node made. */
  record OfRegistry(Update update) implements Payload {
    @Override
    public void dispatch(Handler handler) {
      handler.onRegistry(update);
    }
  }

  /** A suspicion or a declaration of death. */
  record OfFailure(FailureMessage message) implements Payload {
    @Override
    public void dispatch(Handler handler) {
      handler.onFailure(message);
    }
  }
}
