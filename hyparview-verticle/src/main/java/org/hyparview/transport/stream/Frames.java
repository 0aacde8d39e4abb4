package org.hyparview.transport.stream;

import io.vertx.core.buffer.Buffer;

/**
 * The bytes of frames: the length of what follows as big-endian u32, the channel as u8, and the
 * payload.
 */
final class Frames {

  /** Bytes of the length. */
  static final int LENGTH_BYTES = 4;

  /** Bytes of the channel, which the length includes. */
  static final int CHANNEL_BYTES = 1;

  /** The transport's own channel. */
  static final int TRANSPORT_CHANNEL = 0;

  private Frames() {}

  /** A frame with a copy of the payload. */
  static Buffer encode(int channel, Buffer payload) {
    int length = CHANNEL_BYTES + payload.length();
    return Buffer.buffer(LENGTH_BYTES + length)
        .appendInt(length)
        .appendUnsignedByte((short) channel)
        .appendBuffer(payload);
  }
}
