package org.hyparview.wire;

import io.vertx.core.buffer.Buffer;
import org.hyparview.wire.Envelope.Kind;

/**
 * The answer of a handler as bytes: the number of its kind, then its content.
 *
 * @param kind the kind of the body
 * @param body must not be changed
 */
public record AnswerBody(Kind kind, Buffer body) {

  /**
   * Creates the answer with a body in the event bus's types.
   *
   * @throws IllegalArgumentException if it is no Buffer, String or JsonObject
   */
  public static AnswerBody of(Object body) {
    Kind kind = Kind.of("An answer", body);
    return new AnswerBody(kind, kind.encode(body));
  }

  /**
   * Returns the body in the event bus's types, in an object of its own unless it is a Buffer.
   *
   * @throws io.vertx.core.json.DecodeException if it should be JSON, and is not
   */
  public Object content() {
    return kind.decode(body);
  }

  /** Returns the bytes of the answer. */
  public byte[] encode() {
    return Buffer.buffer(1 + body.length())
        .appendByte((byte) EnvelopeCodec.numberOf(kind))
        .appendBuffer(body)
        .getBytes();
  }

  /**
   * Decodes an answer. The content of a body of text is not examined.
   *
   * @throws DecodeException if the bytes encode no answer; they cause no other exception
   */
  public static AnswerBody decode(byte[] bytes) throws DecodeException {
    Kind kind = EnvelopeCodec.readKind(new ByteReader(bytes));
    return new AnswerBody(kind, Buffer.buffer(bytes).getBuffer(1, bytes.length));
  }
}
