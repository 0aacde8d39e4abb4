package org.hyparview.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.hyparview.protocol.plumtree.PlumtreeMessage;
import org.hyparview.protocol.plumtree.PlumtreeMessage.IHave;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds for any broadcast message, any envelope and any bytes.
 *
 * <ol>
 *   <li>What is encoded and decoded is the same.
 *   <li>Bytes after the last field change nothing.
 *   <li>What lost its end is nothing.
 *   <li>Bytes that were altered at random give what can be encoded, or a {@link DecodeException};
 *       nothing else is ever thrown.
 * </ol>
 */
class BroadcastCodecPropertyTest {

  private static final int MESSAGES = 300;

  private final BroadcastCodec codec = new BroadcastCodec();
  private final EnvelopeCodec envelopes = new EnvelopeCodec();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void anyMessageSurvivesTheWire(long seed) throws DecodeException {
    RandomGenerator random = new SplittableRandom(seed);
    RandomBroadcasts broadcasts = new RandomBroadcasts(random);
    for (int i = 0; i < MESSAGES; i++) {
      PlumtreeMessage message = broadcasts.next();
      Buffer bytes = codec.encode(message);
      assertThat(codec.decode(bytes)).isEqualTo(message);
      assertThat(codec.decode(withTail(bytes, random))).isEqualTo(message);
      Buffer cut = cut(bytes, random);
      if (cut.length() != bytes.length() - bytesOfAges(message)) {
        assertThat(DecodedBytes.BROADCAST.refusal(cut)).isEqualTo(DecodeException.Reason.TRUNCATED);
      }
    }
  }

  /** Announcements may end before their ages. */
  private static int bytesOfAges(PlumtreeMessage message) {
    return message instanceof IHave iHave ? iHave.announcements().size() * Integer.BYTES : 0;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void anyEnvelopeSurvivesTheWire(long seed) throws DecodeException {
    RandomGenerator random = new SplittableRandom(seed);
    RandomBroadcasts broadcasts = new RandomBroadcasts(random);
    for (int i = 0; i < MESSAGES; i++) {
      Envelope envelope = broadcasts.envelope();
      Buffer bytes = envelopes.encode(envelope);
      assertThat(envelopes.decode(bytes)).isEqualTo(envelope);
      assertThat(envelopes.decode(withTail(bytes, random))).isEqualTo(envelope);
      assertThat(DecodedBytes.ENVELOPE.refusal(cut(bytes, random)))
          .isEqualTo(DecodeException.Reason.TRUNCATED);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void anyQuestionSurvivesTheWire(long seed) throws DecodeException {
    RandomGenerator random = new SplittableRandom(seed);
    RandomBroadcasts broadcasts = new RandomBroadcasts(random);
    for (int i = 0; i < MESSAGES; i++) {
      QuestionEnvelope question = broadcasts.questionEnvelope();
      Buffer bytes = envelopes.encode(question);
      assertThat(envelopes.decodeQuestion(withTail(bytes, random))).isEqualTo(question);
      assertThat(DecodedBytes.QUESTION.refusal(cut(bytes, random)))
          .isEqualTo(DecodeException.Reason.TRUNCATED);
      DecodedBytes.QUESTION.check(altered(bytes, random));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {5, 6, 7, 8})
  void alteredBytesGiveAMessageOrAreRefused(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    RandomBroadcasts broadcasts = new RandomBroadcasts(random);
    for (int i = 0; i < MESSAGES; i++) {
      DecodedBytes.BROADCAST.check(altered(codec.encode(broadcasts.next()), random));
      DecodedBytes.ENVELOPE.check(altered(envelopes.encode(broadcasts.envelope()), random));
    }
  }

  private static byte[] altered(Buffer buffer, RandomGenerator random) {
    byte[] bytes = buffer.getBytes();
    for (int alterations = random.nextInt(1, 4); alterations > 0; alterations--) {
      bytes[random.nextInt(Math.min(bytes.length, 400))] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static Buffer cut(Buffer bytes, RandomGenerator random) {
    return bytes.getBuffer(0, random.nextInt(bytes.length()));
  }

  private static Buffer withTail(Buffer bytes, RandomGenerator random) {
    byte[] tail = new byte[random.nextInt(1, 20)];
    random.nextBytes(tail);
    return bytes.copy().appendBytes(tail);
  }
}
