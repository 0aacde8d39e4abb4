package org.hyparview.transport.stream;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects the bytes of a greeting, however they are cut, and keeps no byte more than it needs: at
 * most {@value GreetingCodec#MAX_BYTES}.
 */
final class HandshakeReader {

  /** The progress of the reader. */
  enum Progress {
    /** More bytes are needed. */
    INCOMPLETE,
    /** The greeting is there. */
    COMPLETE,
    /** What came is no greeting. */
    BAD
  }

  private byte[] bytes = new byte[HandshakeCodec.HEADER_BYTES];
  private int length;
  private @Nullable HandshakeMessage greeting;
  private Buffer rest = Buffer.buffer();

  /** Takes the next bytes; not to be called again once it was not {@link Progress#INCOMPLETE}. */
  Progress feed(Buffer chunk) {
    int position = fill(chunk, 0);
    if (!startsWithMagic()) {
      return Progress.BAD;
    }
    if (length == HandshakeCodec.HEADER_BYTES && bytes.length == HandshakeCodec.HEADER_BYTES) {
      int total = HandshakeCodec.HEADER_BYTES + ((bytes[4] & 0xFF) << 8 | (bytes[5] & 0xFF));
      if (total > HandshakeCodec.MAX_BYTES || total == HandshakeCodec.HEADER_BYTES) {
        return Progress.BAD;
      }
      bytes = Arrays.copyOf(bytes, total);
      position = fill(chunk, position);
    }
    return length < bytes.length || bytes.length == HandshakeCodec.HEADER_BYTES
        ? Progress.INCOMPLETE
        : complete(chunk, position);
  }

  /** The greeting, once it is complete. */
  HandshakeMessage greeting() {
    return Objects.requireNonNull(greeting, "greeting");
  }

  /** The bytes that came after the greeting, once it is complete. */
  Buffer rest() {
    return rest;
  }

  private Progress complete(Buffer chunk, int position) {
    greeting =
        HandshakeCodec.decode(Arrays.copyOfRange(bytes, HandshakeCodec.HEADER_BYTES, length));
    rest = chunk.getBuffer(position, chunk.length());
    return greeting == null ? Progress.BAD : Progress.COMPLETE;
  }

  private int fill(Buffer chunk, int position) {
    int taken = Math.min(bytes.length - length, chunk.length() - position);
    chunk.getBytes(position, position + taken, bytes, length);
    length += taken;
    return position + taken;
  }

  private boolean startsWithMagic() {
    for (int i = 0; i < Math.min(length, 4); i++) {
      if (bytes[i] != (byte) (HandshakeCodec.MAGIC >>> (24 - 8 * i))) {
        return false;
      }
    }
    return true;
  }
}
