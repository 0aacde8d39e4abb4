package org.hyparview.cluster.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The payload of a question to the members of a cluster: the number of its kind among the payloads
 * of the gossip plane, then its content in the form of the verticle's questions. A node that knows
 * no questions drops a payload of this kind.
 */
public final class QuestionPayload {

  /** The bytes of a payload besides its content. */
  public static final int OVERHEAD = 1;

  private QuestionPayload() {}

  /** Returns the payload with this content. */
  public static byte[] wrap(byte[] content) {
    byte[] payload = new byte[OVERHEAD + content.length];
    payload[0] = RegistryNumbers.QUESTION;
    System.arraycopy(content, 0, payload, OVERHEAD, content.length);
    return payload;
  }

  /** Returns the content of a payload, or null if it has another kind. */
  public static byte @Nullable [] unwrap(byte[] payload) {
    return payload.length >= OVERHEAD && payload[0] == RegistryNumbers.QUESTION
        ? Arrays.copyOfRange(payload, OVERHEAD, payload.length)
        : null;
  }
}
