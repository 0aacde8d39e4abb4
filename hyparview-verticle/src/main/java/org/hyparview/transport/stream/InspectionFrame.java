package org.hyparview.transport.stream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A frame between an inspector and a node, in either direction.
 *
 * @param kind the meaning of the frame
 * @param number the number of the request, an unsigned 32-bit integer, that the inspector chose
 * @param body a JSON object
 */
record InspectionFrame(Kind kind, int number, JsonObject body) {

  /** The kinds of frames, by their numbers on the wire. */
  enum Kind {
    /** An inspector asks for something. */
    REQUEST(1),
    /** The node answers a request. */
    RESPONSE(2),
    /** The node can't answer a request. */
    ERROR(3),
    /** Something happened that the inspector follows. */
    EVENT(4),
    /** The node ends the connection. */
    END(5);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    /** Returns the kind with this number, or null if there is none. */
    static @Nullable Kind of(int number) {
      return switch (number) {
        case 1 -> REQUEST;
        case 2 -> RESPONSE;
        case 3 -> ERROR;
        case 4 -> EVENT;
        case 5 -> END;
        default -> null;
      };
    }
  }

  /** The channel of all frames of inspection. */
  static final int CHANNEL = 5;

  /** The bytes of kind and number. */
  static final int HEADER_BYTES = 5;

  /** The longest request, all of the payload included. */
  static final int MAX_REQUEST_BYTES = 64 << 10;

  /** The longest payload from a node. */
  static final int MAX_ANSWER_BYTES = 1 << 20;

  /** Returns the payload of the frame. */
  Buffer encode() {
    return Buffer.buffer()
        .appendUnsignedByte((short) kind.number)
        .appendInt(number)
        .appendBuffer(body.toBuffer());
  }

  /** Returns the frame with this payload, or null if it is none. */
  static @Nullable InspectionFrame decode(Buffer payload) {
    if (payload.length() < HEADER_BYTES) {
      return null;
    }
    Kind kind = Kind.of(payload.getUnsignedByte(0));
    JsonObject body = json(payload.getBuffer(HEADER_BYTES, payload.length()));
    return kind == null || body == null ? null : new InspectionFrame(kind, payload.getInt(1), body);
  }

  /** Malformed UTF-8 is refused, never replaced. */
  private static @Nullable JsonObject json(Buffer bytes) {
    try {
      return new JsonObject(StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.getBytes()))
          .toString());
    } catch (DecodeException | CharacterCodingException e) {
      return null;
    }
  }
}
