package org.hyparview;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hyparview.wire.Envelope;
import org.hyparview.wire.Envelope.Header;
import org.hyparview.wire.Envelope.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The form of event-bus messages on the wire: which bodies and headers of broadcasts, questions and
 * answers are sent, and how.
 */
final class MessageForm {

  private MessageForm() {}

  /**
   * Returns a message as an envelope.
   *
   * @param what how exceptions name the message
   * @param reserved the headers that address this node, and are not sent
   * @throws IllegalArgumentException if its body, its topic or a header is not allowed
   */
  static Envelope envelope(
      String what, @Nullable Object body, MultiMap headers, List<String> reserved) {
    String topic = headers.get(HyParViewBroadcast.TOPIC);
    Kind kind = kindOf(what, body);
    return new Envelope(
        kind,
        topic == null ? HyParViewBroadcast.DEFAULT_TOPIC : topic,
        sent(headers, reserved),
        bytesOf(Objects.requireNonNull(body)));
  }

  static Kind kindOf(String what, @Nullable Object body) {
    if (body instanceof Buffer) {
      return Kind.BYTES;
    }
    if (body instanceof String) {
      return Kind.TEXT;
    }
    if (body instanceof JsonObject) {
      return Kind.JSON;
    }
    throw new IllegalArgumentException(what + " must be a Buffer, a String or a JsonObject,"
        + " but is " + (body == null ? "null" : "a " + body.getClass().getName()));
  }

  static Buffer bytesOf(Object body) {
    if (body instanceof Buffer bytes) {
      return bytes;
    }
    return body instanceof JsonObject json ? json.toBuffer() : Buffer.buffer((String) body);
  }

  private static List<Header> sent(MultiMap headers, List<String> reserved) {
    List<Header> sent = new ArrayList<>();
    headers.forEach((name, value) -> {
      if (!isReserved(name, reserved)) {
        sent.add(new Header(name, value));
      }
    });
    return sent;
  }

  static boolean isReserved(String header, List<String> reserved) {
    return reserved.stream().anyMatch(header::equalsIgnoreCase);
  }

  /**
   * Returns a received body.
   *
   * @throws io.vertx.core.json.DecodeException if it should be JSON and is none
   */
  static Object bodyOf(Kind kind, Buffer body) {
    return switch (kind) {
      case BYTES -> body;
      case TEXT -> body.toString();
      case JSON -> body.toJsonObject();
    };
  }

  /**
   * Returns a header that is a whole number.
   *
   * @param what what the number is, for the exception's message
   * @throws IllegalArgumentException if it is none
   */
  static long number(String header, String what, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "The header " + header + " must be a whole number" + what + ", but is \"" + value + "\"",
          e);
    }
  }
}
