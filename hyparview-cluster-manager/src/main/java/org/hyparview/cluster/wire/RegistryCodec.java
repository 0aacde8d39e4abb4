package org.hyparview.cluster.wire;

import io.vertx.core.buffer.Buffer;
import org.hyparview.cluster.protocol.registry.RegistryMessage;
import org.hyparview.wire.ByteReader;
import org.hyparview.wire.DecodeException;

/**
 * The codec of the registry's messages as bytes: the payload of one frame on the registry's
 * channel.
 *
 * <p>Equal messages have equal bytes. Bytes after the last field that this version knows are
 * skipped, so that the next version can add some. Stateless and safe for use by any thread.
 */
public final class RegistryCodec {

  /** Creates a codec. */
  public RegistryCodec() {}

  /** Returns the bytes of a message, in a buffer of its own. */
  public Buffer encode(RegistryMessage message) {
    return RegistryWriter.write(message).toBuffer();
  }

  /**
   * Returns the message that the bytes encode. It neither changes nor keeps them.
   *
   * @throws DecodeException if they encode none; they never cause any other exception
   */
  public RegistryMessage decode(Buffer bytes) throws DecodeException {
    return new RegistryReader(new ByteReader(bytes)).registryMessage();
  }
}
