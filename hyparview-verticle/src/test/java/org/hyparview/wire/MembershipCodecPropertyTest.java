package org.hyparview.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds for any message and any bytes.
 *
 * <ol>
 *   <li>A message that is encoded and decoded is the message.
 *   <li>No encoded message is longer than {@link MembershipCodec#MAX_MESSAGE_BYTES}.
 *   <li>Bytes after the last field change nothing.
 *   <li>A message that lost its end is no message.
 *   <li>Bytes that were altered at random give a message that can be encoded, or a
 *       {@link DecodeException}; nothing else is ever thrown.
 * </ol>
 */
class MembershipCodecPropertyTest {

  private static final int MESSAGES = 500;

  private final MembershipCodec codec = new MembershipCodec();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void anyMessageSurvivesTheWire(long seed) throws DecodeException {
    RandomGenerator random = new SplittableRandom(seed);
    RandomMessages messages = new RandomMessages(random);
    for (int i = 0; i < MESSAGES; i++) {
      HyParViewMessage message = messages.next();
      Buffer bytes = codec.encode(message);
      assertThat(codec.decode(bytes)).isEqualTo(message);
      assertThat(bytes.length()).isLessThanOrEqualTo(MembershipCodec.MAX_MESSAGE_BYTES);
      assertThat(codec.decode(withTail(bytes, random))).isEqualTo(message);
      assertTruncatedIsRefused(bytes, random.nextInt(bytes.length()));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {5, 6, 7, 8})
  void alteredBytesGiveAMessageOrAreRefused(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    RandomMessages messages = new RandomMessages(random);
    for (int i = 0; i < MESSAGES; i++) {
      byte[] bytes = codec.encode(messages.next()).getBytes();
      for (int alterations = random.nextInt(1, 4); alterations > 0; alterations--) {
        bytes[random.nextInt(Math.min(bytes.length, 400))] = (byte) random.nextInt(256);
      }
      DecodedBytes.MEMBERSHIP.check(bytes);
    }
  }

  private void assertTruncatedIsRefused(Buffer bytes, int length) {
    assertThat(DecodedBytes.MEMBERSHIP.refusal(bytes.getBuffer(0, length)))
        .isEqualTo(DecodeException.Reason.TRUNCATED);
  }

  private static Buffer withTail(Buffer bytes, RandomGenerator random) {
    byte[] tail = new byte[random.nextInt(1, 20)];
    random.nextBytes(tail);
    return bytes.copy().appendBytes(tail);
  }
}
