package org.hyparview.wire;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.hyparview.wire.DecodeException.Reason;
import org.hyparview.wire.Envelope.Header;
import org.hyparview.wire.Envelope.Kind;

/**
 * The codec of envelopes. The layout is specified in docs/wire-protocol.md.
 *
 * <p>Has no state and is safe for use by any thread.
 */
public final class EnvelopeCodec {

  private static final int FORMAT = 1;
  private static final int QUESTION_FORMAT = 2;

  /** The longest part of an envelope; a longer one fits no frame. */
  private static final int MAX_BYTES = 16 << 20;

  /** Creates a codec. */
  public EnvelopeCodec() {}

  /** Encodes an envelope. */
  public Buffer encode(Envelope envelope) {
    ByteWriter out = new ByteWriter(64 + envelope.body().length()).writeByte(FORMAT);
    return write(envelope, out);
  }

  /** Encodes a question. */
  public Buffer encode(QuestionEnvelope question) {
    ByteWriter out = new ByteWriter(64 + question.envelope().body().length())
        .writeByte(QUESTION_FORMAT)
        .writeLongText(question.filter());
    return write(question.envelope(), out);
  }

  private static Buffer write(Envelope envelope, ByteWriter out) {
    out.writeByte(numberOf(envelope.kind()))
        .writeText(envelope.topic())
        .writeByte(envelope.headers().size());
    for (Header header : envelope.headers()) {
      out.writeText(header.name()).writeLongText(header.value());
    }
    return out.writeBytes(envelope.body().getBytes()).toBuffer();
  }

  /**
   * Decodes an envelope. The content of a body of text is not examined.
   *
   * @throws DecodeException if the bytes encode no envelope; they cause no other exception
   */
  public Envelope decode(Buffer bytes) throws DecodeException {
    ByteReader in = new ByteReader(bytes);
    checkFormat(in, FORMAT);
    return read(in);
  }

  /**
   * Decodes a question, as {@link #decode} does an envelope. The filter is not examined.
   *
   * @throws DecodeException if the bytes encode no question; they cause no other exception
   */
  public QuestionEnvelope decodeQuestion(Buffer bytes) throws DecodeException {
    ByteReader in = new ByteReader(bytes);
    checkFormat(in, QUESTION_FORMAT);
    String filter = in.readLongText("filter", QuestionEnvelope.MAX_FILTER_BYTES);
    return new QuestionEnvelope(filter, read(in));
  }

  private static void checkFormat(ByteReader in, int expected) throws DecodeException {
    int format = in.readByte("format");
    if (format != expected) {
      throw in.failure(Reason.UNKNOWN_KIND, "format", "is " + format);
    }
  }

  private static Envelope read(ByteReader in) throws DecodeException {
    Kind kind = readKind(in);
    String topic = in.readText("topic");
    List<Header> headers = readHeaders(in);
    Buffer body = Buffer.buffer(in.readBytes("body", MAX_BYTES));
    try {
      return new Envelope(kind, topic, headers, body);
    } catch (IllegalArgumentException e) {
      throw in.failure(Reason.BAD_TEXT, "topic", "is refused. " + e.getMessage());
    }
  }

  private static List<Header> readHeaders(ByteReader in) throws DecodeException {
    List<Header> headers = new ArrayList<>();
    for (int left = in.readByte("headers"); left > 0; left--) {
      headers.add(readHeader(in));
    }
    return headers;
  }

  private static Header readHeader(ByteReader in) throws DecodeException {
    String name = in.readText("header");
    String value = in.readLongText("header's value", MAX_BYTES);
    try {
      return new Header(name, value);
    } catch (IllegalArgumentException e) {
      throw in.failure(Reason.BAD_TEXT, "header", "is refused. " + e.getMessage());
    }
  }

  static int numberOf(Kind kind) {
    return switch (kind) {
      case BYTES -> 1;
      case TEXT -> 2;
      case JSON -> 3;
    };
  }

  static Kind readKind(ByteReader in) throws DecodeException {
    int kind = in.readByte("kind");
    return switch (kind) {
      case 1 -> Kind.BYTES;
      case 2 -> Kind.TEXT;
      case 3 -> Kind.JSON;
      default -> throw in.failure(Reason.UNKNOWN_KIND, "kind", "is " + kind);
    };
  }
}
