package org.hyparview.cluster.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.buffer.Buffer;
import org.hyparview.fuzz.AnyBytes;
import org.hyparview.wire.DecodeException;
import org.junit.jupiter.api.Test;

/**
 * Any bytes as a message of the registry.
 *
 * <pre>{@code mvn test -Pfuzz -pl hyparview-cluster-manager -am -Dtest=RegistryCodecFuzzTest}</pre>
 */
class RegistryCodecFuzzTest {

  private static final AnyBytes ANY_BYTES = new AnyBytes(
      DecodeException.class, bytes -> new RegistryCodec().decode(Buffer.buffer(bytes)));

  @FuzzTest(maxDuration = "1h")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    ANY_BYTES.check(bytes);
  }

  @Test
  void spoiltBytesAreReadOrRefused() {
    ANY_BYTES.checkLike(RegistryCodecTest.messages().stream()
        .map(message -> new RegistryCodec().encode(message).getBytes())
        .toList());
  }
}
