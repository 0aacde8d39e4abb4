package org.hyparview.wire;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import org.hyparview.protocol.peer.Text;
import org.jspecify.annotations.Nullable;

/**
 * The content of a broadcast through the event-bus API: a body with its kind, its topic and its
 * headers. It is the payload of one broadcast message; the machines don't examine it.
 *
 * @param kind the kind of the body
 * @param topic 1 to {@value #MAX_NAME_BYTES} bytes in UTF-8 without control characters
 * @param headers at most {@value #MAX_HEADERS}, in their order; a name may occur more than once
 * @param body must not be changed
 */
public record Envelope(Kind kind, String topic, List<Header> headers, Buffer body) {

  /** The longest topic and the longest name of a header, in bytes. */
  public static final int MAX_NAME_BYTES = 255;

  /** The most headers. */
  public static final int MAX_HEADERS = 255;

  /** The kind of a body. */
  public enum Kind {
    /** Any bytes. */
    BYTES,
    /** A string in UTF-8. */
    TEXT,
    /** A JSON object as a string in UTF-8. */
    JSON
  }

  /**
   * Creates an envelope of a body in the event bus's types.
   *
   * @param body a Buffer, which must not be changed, a String or a JsonObject
   * @throws IllegalArgumentException if the body is anything else, or another part out of its range
   */
  public static Envelope of(String topic, List<Header> headers, @Nullable Object body) {
    if (body instanceof Buffer bytes) {
      return new Envelope(Kind.BYTES, topic, headers, bytes);
    }
    if (body instanceof String text) {
      return new Envelope(Kind.TEXT, topic, headers, Buffer.buffer(text));
    }
    if (body instanceof JsonObject json) {
      return new Envelope(Kind.JSON, topic, headers, json.toBuffer());
    }
    throw new IllegalArgumentException("A broadcast must be a Buffer, a String or a JsonObject,"
        + " but is " + (body == null ? "null" : "a " + body.getClass().getName()));
  }

  /**
   * Returns the body in the event bus's types, in an object of its own unless it is a Buffer.
   *
   * @throws io.vertx.core.json.DecodeException if it should be JSON, and is not
   */
  public Object content() {
    return switch (kind) {
      case BYTES -> body;
      case TEXT -> body.toString();
      case JSON -> body.toJsonObject();
    };
  }

  /**
   * A header.
   *
   * @param name 1 to {@value #MAX_NAME_BYTES} bytes in UTF-8 without control characters
   */
  public record Header(String name, String value) {

    /** Checks the name. */
    public Header {
      Text.check("The name of a header", name, MAX_NAME_BYTES, true);
      Objects.requireNonNull(value, "value");
    }
  }

  /**
   * Checks all.
   *
   * @throws IllegalArgumentException naming what is out of its range
   */
  public Envelope {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(body, "body");
    Text.check("A topic", topic, MAX_NAME_BYTES, true);
    if (headers.size() > MAX_HEADERS) {
      throw new IllegalArgumentException(
          "There must be at most " + MAX_HEADERS + " headers, but are " + headers.size());
    }
    headers = List.copyOf(headers);
  }
}
