package org.hyparview.wire;

import io.vertx.core.buffer.Buffer;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.peer.PeerId;

/**
 * Membership messages as bytes: the payload of one frame on the membership channel.
 *
 * <p>The layout is specified in docs/wire-protocol.md. Equal messages have equal bytes. Bytes after
 * the last field that this version knows are skipped, so that the next version can add some.
 *
 * <p>Has no state and is safe for use by any thread.
 */
public final class MembershipCodec {

  /** The longest message that {@link #encode} gives: a shuffle of the longest peers and label. */
  public static final int MAX_MESSAGE_BYTES = 1 // kind
      + PeerCodec.MAX_SENT_BYTES // origin
      + Long.BYTES // sequence
      + 1 // time to live
      + (1 + PeerId.MAX_BYTES + 2 * Long.BYTES) // label
      + (1 + HyParViewMessage.MAX_SAMPLE * PeerCodec.MAX_SENT_BYTES);

  /** A codec. */
  public MembershipCodec() {}

  /** The bytes of a message, in a buffer of its own. */
  public Buffer encode(HyParViewMessage message) {
    return MembershipWriter.write(message);
  }

  /**
   * The message that the bytes stand for. Leaves them as they are and keeps no hold of them.
   *
   * @throws DecodeException if they stand for none; nothing else is ever thrown because of them
   */
  public HyParViewMessage decode(Buffer bytes) throws DecodeException {
    return MembershipReader.read(bytes);
  }
}
