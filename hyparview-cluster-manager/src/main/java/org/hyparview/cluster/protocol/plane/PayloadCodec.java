package org.hyparview.cluster.protocol.plane;

import org.jspecify.annotations.Nullable;

/**
 * The codec of payloads as the bytes that are broadcast. An implementation must depend on its
 * arguments alone, and must not throw because of the bytes.
 */
public interface PayloadCodec {

  /** Returns the bytes of a payload, in an array of their own. */
  byte[] encode(Payload payload);

  /** Returns the payload that the bytes encode, or null if they encode none. */
  @Nullable
  Payload decode(byte[] bytes);

  /**
   * Returns whether bytes that encode no payload have a kind that is unknown here, which a later
   * version may have added.
   */
  boolean isOfUnknownKind(byte[] bytes);
}
