package org.hyparview.transport;

import io.vertx.core.buffer.Buffer;

/** Hears what comes in on the links of one transport, on the transport's context. */
public interface TransportListener {

  /**
   * A frame came in.
   *
   * @param channel the number of the {@link Channel} that it was sent on, perhaps an unknown one
   */
  void received(Link link, int channel, Buffer frame);

  /** A link ended that its user did not close. No frame of it comes after. */
  void closed(Link link, CloseReason reason);
}
