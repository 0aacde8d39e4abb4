package org.hyparview.transport;

import io.vertx.core.buffer.Buffer;
import org.hyparview.protocol.peer.Peer;

/**
 * An open link to a peer. Each end has its own object; all calls come from the transport's context.
 */
public interface Link {

  /** The peer at the other end, as it named itself. */
  Peer peer();

  /**
   * Queues a frame; never waits.
   *
   * @return false if it was not taken: the link is closed, or the lane of the channel is full. A
   *     full control lane ends the link.
   */
  boolean send(Channel channel, Buffer frame);

  /**
   * Whether the data lane is half full or more, which makes it a bad moment to send what can wait.
   * Always false once the link is closed.
   */
  boolean isCongested();

  /**
   * Says whether this end relies on the link. A link that both ends rely on is supervised by
   * heartbeats; one on which only one end relies is ended within a few heartbeats, and one on which
   * none relies when it has been idle for some time. A link on which something was sent and nothing
   * came in for some heartbeats is ended in any case.
   */
  void rely(boolean relied);

  /**
   * The smoothed round-trip time in nanoseconds, or -1 while none was measured. Only links that
   * both ends rely on are measured.
   */
  long roundTripNanos();

  /** The bytes that wait to be sent, or -1 if the transport doesn't know. */
  default long queuedBytes() {
    return -1;
  }

  /**
   * Closes the link after the frames that were queued so far have left. The listener hears no more
   * of it. Closing a closed link does nothing.
   *
   * @param reason what is counted
   */
  void close(CloseReason reason);
}
