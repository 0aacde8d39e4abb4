package org.hyparview.cluster.group;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.fuzz.AnyBytes;
import org.hyparview.wire.DecodeException;
import org.junit.jupiter.api.Test;

/**
 * Any bytes as the description of a group, which is an entry of a replicated map.
 *
 * <pre>{@code mvn test -Pfuzz -pl hyparview-cluster-manager -am -Dtest=GroupDescriptorFuzzTest}
 * </pre>
 */
class GroupDescriptorFuzzTest {

  private static final AnyBytes ANY_BYTES = new AnyBytes(
      DecodeException.class, bytes -> new GroupCodec().decodeDescriptor(Bytes.of(bytes)));

  @FuzzTest(maxDuration = "1h")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    ANY_BYTES.check(bytes);
  }

  @Test
  void spoiltBytesAreReadOrRefused() {
    ANY_BYTES.checkLike(List.of(new GroupCodec().encode(GroupCodecTest.GROUP).toArray()));
  }
}
