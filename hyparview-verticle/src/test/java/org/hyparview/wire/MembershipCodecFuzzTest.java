package org.hyparview.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Throws bytes at the decoder: they must be refused, or stand for a message that can be sent again.
 *
 * <p>In the normal build this runs over the inputs in the test resources. To look for new ones,
 * from the root of the repository:
 *
 * <pre>{@code
 * mvn test -Pfuzz -pl hyparview-verticle -am -Dtest=MembershipCodecFuzzTest
 * }</pre>
 */
class MembershipCodecFuzzTest {

  @FuzzTest(maxDuration = "1h")
  void anyBytesAreRefusedOrAMessage(byte[] bytes) {
    DecodedBytes.MEMBERSHIP.check(bytes);
  }
}
