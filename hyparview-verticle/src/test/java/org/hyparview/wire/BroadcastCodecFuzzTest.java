package org.hyparview.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * As {@link MembershipCodecFuzzTest}, for the broadcast channel.
 *
 * <pre>{@code
 * mvn test -Pfuzz -pl hyparview-verticle -am -Dtest=BroadcastCodecFuzzTest
 * }</pre>
 */
class BroadcastCodecFuzzTest {

  @FuzzTest(maxDuration = "1h")
  void anyBytesAreRefusedOrAMessage(byte[] bytes) {
    DecodedBytes.BROADCAST.check(bytes);
  }
}
