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
    JSON;

    /**
     * Returns the kind of a body in the event bus's types.
     *
     * @param what how the exception's message names the body's owner
     * @throws IllegalArgumentException if it is no Buffer, String or JsonObject
     */
    public static Kind of(String what, @Nullable Object body) {
      if (body instanceof Buffer) {
        return BYTES;
      }
      if (body instanceof String) {
        return TEXT;
      }
      if (body instanceof JsonObject) {
        return JSON;
      }
      throw new IllegalArgumentException(what + " must be a Buffer, a String or a JsonObject,"
          + " but is " + (body == null ? "null" : "a " + body.getClass().getName()));
    }

    /** Returns a body of this kind as bytes; the same object if it is a Buffer. */
    Buffer encode(@Nullable Object body) {
      Objects.requireNonNull(body, "body");
      return switch (this) {
        case BYTES -> (Buffer) body;
        case TEXT -> Buffer.buffer((String) body);
        case JSON -> ((JsonObject) body).toBuffer();
      };
    }

    /** Returns a body in the event bus's types; the same object if it is a Buffer. */
    Object decode(Buffer body) {
      return switch (this) {
        case BYTES -> body;
        case TEXT -> body.toString();
        case JSON -> body.toJsonObject();
      };
    }
  }

  /**
   * Creates an envelope of a body in the event bus's types.
   *
   * @param body a Buffer, which must not be changed, a String or a JsonObject
   * @throws IllegalArgumentException if the body is anything else, or another part out of its range
   */
  public static Envelope of(String topic, List<Header> headers, @Nullable Object body) {
    Kind kind = Kind.of("A broadcast", body);
    return new Envelope(kind, topic, headers, kind.encode(body));
  }

  /**
   * Returns the body in the event bus's types, in an object of its own unless it is a Buffer.
   *
   * @throws io.vertx.core.json.DecodeException if it should be JSON, and is not
   */
  public Object content() {
    return kind.decode(body);
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
