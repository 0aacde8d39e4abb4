package org.hyparview.cluster.wire;

import java.util.Arrays;
import org.hyparview.cluster.protocol.failure.FailureMessage;
import org.hyparview.cluster.protocol.plane.Payload;
import org.hyparview.cluster.protocol.plane.PayloadCodec;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Update;
import org.hyparview.wire.ByteReader;
import org.hyparview.wire.ByteWriter;
import org.hyparview.wire.DecodeException;
import org.hyparview.wire.DecodeException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The codec of the gossip plane's broadcasts as bytes. The kinds of the registry, of the failure
 * detector and of users have different numbers. Stateless and safe for use by any thread.
 */
public final class BinaryPayloadCodec implements PayloadCodec {

  /** Creates a codec. */
  public BinaryPayloadCodec() {}

  @Override
  public byte[] encode(Payload payload) {
    Encoder encoder = new Encoder();
    payload.dispatch(encoder);
    return encoder.bytes;
  }

  @Override
  public @Nullable Payload decode(byte[] bytes) {
    try {
      return read(bytes);
    } catch (DecodeException e) {
      return null;
    }
  }

  @Override
  public boolean isOfUnknownKind(byte[] bytes) {
    try {
      read(bytes);
      return false;
    } catch (DecodeException e) {
      return e.reason() == Reason.UNKNOWN_KIND;
    }
  }

  private static @Nullable Payload read(byte[] bytes) throws DecodeException {
    int kind = new ByteReader(bytes).readByte("kind");
    if (kind == RegistryNumbers.USER_BROADCAST) {
      return new Payload.OfUser(Arrays.copyOfRange(bytes, 1, bytes.length));
    }
    RegistryReader reader = new RegistryReader(new ByteReader(bytes));
    if (kind >= RegistryNumbers.SUSPICION) {
      return new Payload.OfFailure(reader.failureMessage());
    }
    return reader.registryMessage() instanceof Update update
        ? new Payload.OfRegistry(update)
        : null;
  }

  private static final class Encoder implements Payload.Handler {

    private byte[] bytes = {};

    @Override
    public void onRegistry(Update update) {
      take(RegistryWriter.write(update));
    }

    @Override
    public void onFailure(FailureMessage message) {
      take(RegistryWriter.write(message));
    }

    @Override
    public void onUser(byte[] envelope) {
      bytes = new byte[1 + envelope.length];
      bytes[0] = RegistryNumbers.USER_BROADCAST;
      System.arraycopy(envelope, 0, bytes, 1, envelope.length);
    }

    private void take(ByteWriter out) {
      bytes = out.toBytes();
    }
  }
}
