package org.hyparview.cluster.protocol.plane;

import org.jspecify.annotations.Nullable;

/**
 * Payloads as the bytes that are broadcast. An implementation must depend on its arguments alone,
 * and must not throw because of what the bytes are.
 */
public interface PayloadCodec {

  /** The bytes of a payload, in an array of their own. */
  byte[] encode(Payload payload);

  /** The payload that the bytes stand for, or null if they stand for none. */
  @Nullable
  Payload decode(byte[] bytes);
}
