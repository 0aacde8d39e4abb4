package org.hyparview.wire;

import io.vertx.core.buffer.Buffer;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.jspecify.annotations.Nullable;

/** What must hold of any bytes: they are refused, or stand for a message that can be sent again. */
final class DecodedBytes {

  private static final MembershipCodec CODEC = new MembershipCodec();

  private DecodedBytes() {}

  /** Fails if the bytes are neither refused nor a message that survives the wire. */
  static void check(byte[] bytes) {
    HyParViewMessage message = decodedOrNull(Buffer.buffer(bytes));
    if (message == null) {
      return;
    }
    Buffer again = CODEC.encode(message);
    if (again.length() > bytes.length || !message.equals(decodedOrNull(again))) {
      throw new AssertionError(message + " changes on the wire");
    }
  }

  /** Why the bytes are refused, or null if they are a message. */
  static DecodeException.@Nullable Reason refusal(Buffer bytes) {
    try {
      CODEC.decode(bytes);
      return null;
    } catch (DecodeException e) {
      return e.reason();
    }
  }

  private static @Nullable HyParViewMessage decodedOrNull(Buffer bytes) {
    try {
      return CODEC.decode(bytes);
    } catch (DecodeException refused) {
      return null;
    }
  }
}
