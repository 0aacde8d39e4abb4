package org.hyparview.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * As {@link MembershipCodecFuzzTest}, for what the event bus broadcasts.
 *
 * <pre>{@code
 * mvn test -Pfuzz -pl hyparview-verticle -am -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dtest=EnvelopeCodecFuzzTest
 * }</pre>
 */
class EnvelopeCodecFuzzTest {

  @FuzzTest(maxDuration = "60s")
  void anyBytesAreRefusedOrAnEnvelope(byte[] bytes) {
    DecodedBytes.ENVELOPE.check(bytes);
  }
}
