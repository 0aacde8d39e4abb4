package org.hyparview.cluster.raft;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.hyparview.fuzz.AnyBytes;
import org.hyparview.wire.DecodeException;
import org.junit.jupiter.api.Test;

/**
 * Any bytes as a message of a replica, with its log entries and parts of snapshots.
 *
 * <pre>{@code mvn test -Pfuzz -pl hyparview-cluster-manager -am -Dtest=RaftCodecFuzzTest}</pre>
 */
class RaftCodecFuzzTest {

  private static final AnyBytes ANY_BYTES =
      new AnyBytes(DecodeException.class, bytes -> new RaftCodec().decode("g", bytes));

  @FuzzTest(maxDuration = "1h")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    ANY_BYTES.check(bytes);
  }

  @Test
  void spoiltBytesAreReadOrRefused() {
    ANY_BYTES.checkLike(new RaftCodecTest().examples());
  }
}
