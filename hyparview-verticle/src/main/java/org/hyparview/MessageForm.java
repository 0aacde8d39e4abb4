package org.hyparview;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
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
   * Returns the message as an envelope.
   *
   * @param what how exceptions name the message
   * @param reserved the headers that address this node, and are not sent
   * @throws IllegalArgumentException if its body, its topic or a header is not allowed
   */
  static Envelope envelope(String what, Message<Object> message, List<String> reserved) {
    String topic = message.headers().get(HyParViewBroadcast.TOPIC);
    Object body = message.body();
    return new Envelope(
        kindOf(what, body),
        topic == null ? HyParViewBroadcast.DEFAULT_TOPIC : topic,
        headersOf(message, reserved),
        bytesOf(body));
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

  private static List<Header> headersOf(Message<Object> message, List<String> reserved) {
    List<Header> headers = new ArrayList<>();
    message.headers().forEach((name, value) -> {
      if (!isReserved(name, reserved)) {
        headers.add(new Header(name, value));
      }
    });
    return headers;
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
