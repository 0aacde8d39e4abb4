package org.hyparview.cluster.wire;

import io.vertx.core.buffer.Buffer;
import org.hyparview.cluster.protocol.registry.RegistryMessage;
import org.hyparview.wire.ByteReader;
import org.hyparview.wire.DecodeException;

/**
 * Messages of the registry as bytes: the payload of one frame on the registry's channel.
 *
 * <p>Equal messages have equal bytes. Bytes after the last field that this version knows are
 * skipped, so that the next version can add some. Has no state and is safe for use by any thread.
 */
public final class RegistryCodec {

  /** A codec. */
  public RegistryCodec() {}

  /** The bytes of a message, in a buffer of its own. */
  public Buffer encode(RegistryMessage message) {
    return RegistryWriter.write(message).toBuffer();
  }

  /**
   * The message that the bytes stand for. Leaves them as they are and keeps no hold of them.
   *
   * @throws DecodeException if they stand for none; nothing else is ever thrown because of them
   */
  public RegistryMessage decode(Buffer bytes) throws DecodeException {
    return new RegistryReader(new ByteReader(bytes)).registryMessage();
  }
}
