package org.hyparview.wire;

import io.vertx.core.buffer.Buffer;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.peer.PeerId;

/**
 * The codec of membership messages: the payload of one frame on the membership channel.
 *
 * <p>The layout is specified in docs/wire-protocol.md. Equal messages have equal bytes. Bytes after
 * the last field that this version knows are skipped, so that the next version can add some.
 *
 * <p>Has no state and is safe for use by any thread.
 */
public final class MembershipCodec {

  /** The longest result of {@link #encode}: a shuffle of the longest peers and label. */
  public static final int MAX_MESSAGE_BYTES = 1 // kind
      + PeerCodec.MAX_SENT_BYTES // origin
      + Long.BYTES // sequence
      + 1 // time to live
      + (1 + PeerId.MAX_BYTES + 2 * Long.BYTES) // label
      + (1 + HyParViewMessage.MAX_SAMPLE * PeerCodec.MAX_SENT_BYTES);

  /** Creates a codec. */
  public MembershipCodec() {}

  /** Encodes a message into a new buffer. */
  public Buffer encode(HyParViewMessage message) {
    return MembershipWriter.write(message);
  }

  /**
   * Decodes a message. Leaves the bytes unchanged and keeps no reference to them.
   *
   * @throws DecodeException if the bytes encode no message; they cause no other exception
   */
  public HyParViewMessage decode(Buffer bytes) throws DecodeException {
    return MembershipReader.read(bytes);
  }
}
