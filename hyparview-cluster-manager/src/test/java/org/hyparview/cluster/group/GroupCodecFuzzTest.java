package org.hyparview.cluster.group;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.buffer.Buffer;
import org.hyparview.fuzz.AnyBytes;
import org.hyparview.wire.DecodeException;
import org.junit.jupiter.api.Test;

/**
 * Any bytes as a message about shared data.
 *
 * <pre>{@code mvn test -Pfuzz -pl hyparview-cluster-manager -am -Dtest=GroupCodecFuzzTest}</pre>
 */
class GroupCodecFuzzTest {

  private static final AnyBytes ANY_BYTES =
      new AnyBytes(DecodeException.class, bytes -> new GroupCodec().decode(Buffer.buffer(bytes)));

  @FuzzTest(maxDuration = "1h")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    ANY_BYTES.check(bytes);
  }

  @Test
  void spoiltBytesAreReadOrRefused() {
    ANY_BYTES.checkLike(GroupCodecTest.ALL.stream()
        .map(message -> new GroupCodec().encode(message).getBytes())
        .toList());
  }
}
