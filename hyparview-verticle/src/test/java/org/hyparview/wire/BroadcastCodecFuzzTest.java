package org.hyparview.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * As {@link MembershipCodecFuzzTest}, for the broadcast channel.
 *
 * <pre>{@code
 * mvn test -Pfuzz -pl hyparview-verticle -am -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dtest=BroadcastCodecFuzzTest
 * }</pre>
 */
class BroadcastCodecFuzzTest {

  @FuzzTest(maxDuration = "60s")
  void anyBytesAreRefusedOrAMessage(byte[] bytes) {
    DecodedBytes.BROADCAST.check(bytes);
  }
}
