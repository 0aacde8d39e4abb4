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
    REQUEST,
    /** The node answers a request. */
    RESPONSE,
    /** The node can't answer a request. */
    ERROR,
    /** Something happened that the inspector follows. */
    EVENT,
    /** The node ends the connection. */
    END;

    private static final Kind[] BY_NUMBER = values();

    int number() {
      return ordinal() + 1;
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
        .appendUnsignedByte((short) kind.number())
        .appendInt(number)
        .appendBuffer(body.toBuffer());
  }

  /** Returns the frame with this payload, or null if it is none. */
  static @Nullable InspectionFrame decode(Buffer payload) {
    if (payload.length() < HEADER_BYTES) {
      return null;
    }
    int kind = payload.getUnsignedByte(0);
    if (kind == 0 || kind > Kind.BY_NUMBER.length) {
      return null;
    }
    JsonObject body = json(payload.getBuffer(HEADER_BYTES, payload.length()));
    return body == null
        ? null
        : new InspectionFrame(Kind.BY_NUMBER[kind - 1], payload.getInt(1), body);
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
