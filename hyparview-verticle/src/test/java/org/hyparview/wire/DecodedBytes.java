package org.hyparview.wire;

import io.vertx.core.buffer.Buffer;
import java.util.function.Function;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.plumtree.PlumtreeMessage;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of any bytes: they are refused, or stand for a message that can be sent again.
 *
 * @param <M> the messages of one codec
 */
final class DecodedBytes<M> {

  static final DecodedBytes<HyParViewMessage> MEMBERSHIP =
      new DecodedBytes<>(new MembershipCodec()::encode, new MembershipCodec()::decode);

  static final DecodedBytes<PlumtreeMessage> BROADCAST =
      new DecodedBytes<>(new BroadcastCodec()::encode, new BroadcastCodec()::decode);

  static final DecodedBytes<Envelope> ENVELOPE =
      new DecodedBytes<>(new EnvelopeCodec()::encode, new EnvelopeCodec()::decode);

  static final DecodedBytes<QuestionEnvelope> QUESTION =
      new DecodedBytes<>(new EnvelopeCodec()::encode, new EnvelopeCodec()::decodeQuestion);

  private interface Decoder<M> {
    M decode(Buffer bytes) throws DecodeException;
  }

  private final Function<M, Buffer> encoder;
  private final Decoder<M> decoder;

  private DecodedBytes(Function<M, Buffer> encoder, Decoder<M> decoder) {
    this.encoder = encoder;
    this.decoder = decoder;
  }

  /** Fails if the bytes are neither refused nor a message that survives the wire. */
  void check(byte[] bytes) {
    M message = decodedOrNull(Buffer.buffer(bytes));
    if (message == null) {
      return;
    }
    Buffer again = encoder.apply(message);
    if (!message.equals(decodedOrNull(again))) {
      throw new AssertionError(message + " changes on the wire");
    }
  }

  /** Why the bytes are refused, or null if they are a message. */
  DecodeException.@Nullable Reason refusal(Buffer bytes) {
    try {
      decoder.decode(bytes);
      return null;
    } catch (DecodeException e) {
      return e.reason();
    }
  }

  private @Nullable M decodedOrNull(Buffer bytes) {
    try {
      return decoder.decode(bytes);
    } catch (DecodeException refused) {
      return null;
    }
  }
}
