package org.hyparview.transport.stream;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A frame of the transport's own channel: its type as u8, a nonce as u64, and flags as u8, of which
 * the lowest says whether the sender relies on the link. Bytes after the flags are skipped.
 *
 * @param nonce chosen by the sender of a ping, repeated in its pong
 * @param relied whether the sender relies on the link
 */
record Heartbeat(Type type, long nonce, boolean relied) {

  /** The type of a heartbeat. */
  enum Type {
    /** To be answered at once. */
    PING,
    /** The answer. */
    PONG,
    /** A type of a later version, to be ignored. */
    UNKNOWN
  }

  private static final int PING = 1;
  private static final int PONG = 2;
  private static final int RELIED = 1;
  private static final int BYTES = 10;

  static Heartbeat ping(long nonce, boolean relied) {
    return new Heartbeat(Type.PING, nonce, relied);
  }

  static Heartbeat pong(long nonce, boolean relied) {
    return new Heartbeat(Type.PONG, nonce, relied);
  }

  /** The whole frame. */
  Buffer encode() {
    return Frames.encode(
        Frames.TRANSPORT_CHANNEL,
        Buffer.buffer(BYTES)
            .appendUnsignedByte((short) (type == Type.PING ? PING : PONG))
            .appendLong(nonce)
            .appendUnsignedByte((short) (relied ? RELIED : 0)));
  }

  /** The heartbeat with this payload, or null if it is none. */
  static @Nullable Heartbeat decode(Buffer payload) {
    if (payload.length() == 0) {
      return null;
    }
    Type type = typeOf(payload.getUnsignedByte(0));
    if (type == Type.UNKNOWN) {
      return new Heartbeat(type, 0, false);
    }
    return payload.length() < BYTES
        ? null
        : new Heartbeat(type, payload.getLong(1), (payload.getByte(9) & RELIED) != 0);
  }

  private static Type typeOf(int code) {
    return switch (code) {
      case PING -> Type.PING;
      case PONG -> Type.PONG;
      default -> Type.UNKNOWN;
    };
  }
}
