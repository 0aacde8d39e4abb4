package org.hyparview.wire;

import io.vertx.core.buffer.Buffer;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.PlumtreeMessage;

/**
 * Broadcast messages as bytes: the payload of one frame on the broadcast channel.
 *
 * <p>The layout is specified in docs/wire-protocol.md. Equal messages have equal bytes. Bytes after
 * the last field that this version knows are skipped, so that the next version can add some.
 *
 * <p>Has no state and is safe for use by any thread.
 */
public final class BroadcastCodec {

  private static final int MAX_ID_BYTES = 1 + PeerId.MAX_BYTES + 2 * Long.BYTES;

  /** What a gossip has at most besides its payload. */
  public static final int MAX_GOSSIP_OVERHEAD = 1 // kind
      + MAX_ID_BYTES
      + Short.BYTES // round
      + 1 // attempt
      + 1 // flags
      + Integer.BYTES; // length of the payload

  /** The longest announcement in an ihave. */
  public static final int MAX_ANNOUNCEMENT_BYTES = MAX_ID_BYTES + Short.BYTES + 1;

  /** A codec. */
  public BroadcastCodec() {}

  /** The longest ihave with so many announcements. */
  public static int maxIHaveBytes(int announcements) {
    return 1 + Short.BYTES + announcements * MAX_ANNOUNCEMENT_BYTES;
  }

  /** The bytes of a message, in a buffer of its own. */
  public Buffer encode(PlumtreeMessage message) {
    return BroadcastWriter.write(message);
  }

  /**
   * The message that the bytes stand for. Leaves them as they are and keeps no hold of them.
   *
   * @throws DecodeException if they stand for none; nothing else is ever thrown because of them
   */
  public PlumtreeMessage decode(Buffer bytes) throws DecodeException {
    return BroadcastReader.read(bytes);
  }
}
