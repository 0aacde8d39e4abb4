package org.hyparview.cluster.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.hyparview.fuzz.AnyBytes;
import org.hyparview.wire.DecodeException;
import org.junit.jupiter.api.Test;

/**
 * Any bytes as a broadcast of the registry or of the failure detector.
 *
 * <pre>{@code mvn test -Pfuzz -pl hyparview-cluster-manager -am -Dtest=BinaryPayloadCodecFuzzTest}
 * </pre>
 */
class BinaryPayloadCodecFuzzTest {

  private static final AnyBytes ANY_BYTES =
      new AnyBytes(DecodeException.class, bytes -> new BinaryPayloadCodec().decode(bytes));

  @FuzzTest(maxDuration = "1h")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    ANY_BYTES.check(bytes);
  }

  @Test
  void spoiltBytesAreReadOrRefused() {
    ANY_BYTES.checkLike(RegistryCodecTest.payloads().stream()
        .map(payload -> new BinaryPayloadCodec().encode(payload))
        .toList());
  }
}
