package org.hyparview.wire;

import io.vertx.core.buffer.Buffer;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.PlumtreeMessage;

/**
 * The codec of broadcast messages: the payload of one frame on the broadcast channel.
 *
 * <p>The layout is specified in docs/wire-protocol.md. Equal messages have equal bytes. Bytes after
 * the last field that this version knows are skipped, so that the next version can add some.
 *
 * <p>Has no state and is safe for use by any thread.
 */
public final class BroadcastCodec {

  private static final int MAX_ID_BYTES = 1 + PeerId.MAX_BYTES + 2 * Long.BYTES;

  /** The most bytes of a gossip besides its payload. */
  public static final int MAX_GOSSIP_OVERHEAD = 1 // kind
      + MAX_ID_BYTES
      + Short.BYTES // round
      + 1 // attempt
      + 1 // flags
      + Integer.BYTES // length of the payload
      + 1 // fold of a question
      + Integer.BYTES // its limit
      + Integer.BYTES; // time left

  /** The longest announcement in an ihave, with its age. */
  public static final int MAX_ANNOUNCEMENT_BYTES = MAX_ID_BYTES + Short.BYTES + 1 + Integer.BYTES;

  /** Creates a codec. */
  public BroadcastCodec() {}

  /** Returns the longest encoding of an ihave with this number of announcements. */
  public static int maxIHaveBytes(int announcements) {
    return 1 + Short.BYTES + announcements * MAX_ANNOUNCEMENT_BYTES;
  }

  /** Encodes a message into a new buffer. */
  public Buffer encode(PlumtreeMessage message) {
    return BroadcastWriter.write(message);
  }

  /**
   * Decodes a message. Leaves the bytes unchanged and keeps no reference to them.
   *
   * @throws DecodeException if the bytes encode no message; they cause no other exception
   */
  public PlumtreeMessage decode(Buffer bytes) throws DecodeException {
    return BroadcastReader.read(bytes);
  }
}
