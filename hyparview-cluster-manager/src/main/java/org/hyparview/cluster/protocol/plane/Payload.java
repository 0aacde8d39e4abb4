package org.hyparview.cluster.protocol.plane;

import org.hyparview.cluster.protocol.failure.FailureMessage;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Update;

/**
 * The payload of a broadcast of the plane, which comes from the registry, the failure detector or a
 * user.
 */
public sealed interface Payload {

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /** The handler of payloads, with one method per kind. */
  interface Handler {
    void onRegistry(Update update);

    void onFailure(FailureMessage message);

    void onUser(byte[] envelope);
  }

  /** Changes that a node made. */
  record OfRegistry(Update update) implements Payload {
    @Override
    public void dispatch(Handler handler) {
      handler.onRegistry(update);
    }
  }

  /**
   * A broadcast of a user.
   *
   * @param envelope opaque to the plane; must not be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record OfUser(byte[] envelope) implements Payload {
    @Override
    public void dispatch(Handler handler) {
      handler.onUser(envelope);
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
