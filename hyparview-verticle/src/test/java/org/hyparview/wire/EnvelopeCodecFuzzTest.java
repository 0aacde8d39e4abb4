package org.hyparview.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * As {@link MembershipCodecFuzzTest}, for what the event bus broadcasts.
 *
 * <pre>{@code
 * mvn test -Pfuzz -pl hyparview-verticle -am -Dtest=EnvelopeCodecFuzzTest
 * }</pre>
 */
class EnvelopeCodecFuzzTest {

  @FuzzTest(maxDuration = "1h")
  void anyBytesAreRefusedOrAnEnvelope(byte[] bytes) {
    DecodedBytes.ENVELOPE.check(bytes);
    DecodedBytes.QUESTION.check(bytes);
  }
}
