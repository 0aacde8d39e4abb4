package org.hyparview.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.hyparview.wire.DecodeException.Reason;
import org.hyparview.wire.Envelope.Header;
import org.hyparview.wire.Envelope.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeCodecTest {

  private static final List<Header> HEADERS =
      List.of(new Header("é", "節".repeat(1_000)), new Header("same", ""), new Header("same", "2"));

  private final EnvelopeCodec codec = new EnvelopeCodec();

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyKindSurvivesTheWire(Kind kind) throws DecodeException {
    Envelope envelope = new Envelope(kind, "topic", HEADERS, Buffer.buffer("body"));
    assertThat(codec.decode(codec.encode(envelope))).isEqualTo(envelope);
  }

  @Test
  void theEndsOfRangesSurvive() throws DecodeException {
    Envelope envelope = new Envelope(
        Kind.BYTES,
        "x".repeat(255),
        Collections.nCopies(255, new Header("y".repeat(255), "")),
        Buffer.buffer());
    assertThat(codec.decode(codec.encode(envelope))).isEqualTo(envelope);
  }

  @Test
  void anEnvelopeCutOffAnywhereIsTruncated() {
    Buffer whole = codec.encode(
        new Envelope(Kind.TEXT, "t", List.of(new Header("n", "v")), Buffer.buffer("body")));
    for (int length = 0; length < whole.length(); length++) {
      assertRefused(Reason.TRUNCATED, whole.getBuffer(0, length));
    }
  }

  @Test
  void aQuestionIsNoEnvelopeSoThatNodesWithoutQuestionsDoNotPublishIt() throws DecodeException {
    Envelope envelope = new Envelope(Kind.TEXT, "t", HEADERS, Buffer.buffer("body"));
    QuestionEnvelope question = new QuestionEnvelope("zone=a", envelope);
    assertThat(codec.decodeQuestion(codec.encode(question))).isEqualTo(question);
    assertRefused(Reason.UNKNOWN_KIND, codec.encode(question));
    assertThat(DecodedBytes.QUESTION.refusal(codec.encode(envelope)))
        .isEqualTo(Reason.UNKNOWN_KIND);
  }

  @Test
  void filtersAreBounded() {
    Envelope envelope = new Envelope(Kind.TEXT, "t", List.of(), Buffer.buffer());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new QuestionEnvelope("x".repeat(4_097), envelope))
        .withMessage("The length of a filter must be in 0..4096, but is 4097");
    Buffer bytes = codec.encode(new QuestionEnvelope("x".repeat(4_096), envelope));
    assertThat(DecodedBytes.QUESTION.refusal(bytes.setInt(1, 4_097))).isEqualTo(Reason.TOO_LONG);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anAnswerSurvivesTheWire(Kind kind) throws DecodeException {
    AnswerBody answer = new AnswerBody(kind, Buffer.buffer("body"));
    assertThat(AnswerBody.decode(answer.encode())).isEqualTo(answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0", "\4", "x"})
  void anAnswerOfNoKnownKindIsRefused(String bytes) {
    assertThatThrownBy(() -> AnswerBody.decode(bytes.getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOf(DecodeException.class);
  }

  @Test
  void anotherFormatOrKindIsUnknown() {
    assertRefused(Reason.UNKNOWN_KIND, Buffer.buffer(new byte[] {2, 1, 1, 't', 0, 0, 0, 0, 0}));
    assertRefused(Reason.UNKNOWN_KIND, Buffer.buffer(new byte[] {1, 0, 1, 't', 0, 0, 0, 0, 0}));
    assertRefused(Reason.UNKNOWN_KIND, Buffer.buffer(new byte[] {1, 4, 1, 't', 0, 0, 0, 0, 0}));
  }

  @Test
  void topicsAndNamesOfHeadersAreTexts() {
    assertRefused(Reason.BAD_TEXT, Buffer.buffer(new byte[] {1, 1, 0, 0, 0, 0, 0, 0}));
    assertRefused(Reason.BAD_TEXT, Buffer.buffer(new byte[] {1, 1, 1, '\n', 0, 0, 0, 0, 0}));
    assertRefused(
        Reason.BAD_TEXT, Buffer.buffer(new byte[] {1, 1, 1, 't', 1, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
    assertRefused(
        Reason.BAD_TEXT,
        Buffer.buffer(new byte[] {1, 1, 1, 't', 1, 1, 'n', 0, 0, 0, 1, (byte) 0xff}));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "\ud800"})
  void aBadTopicIsTheSendersMistake(String topic) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Envelope(Kind.TEXT, topic, List.of(), Buffer.buffer()))
        .withMessageStartingWith("A topic must");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Header(topic, "value"))
        .withMessageStartingWith("The name of a header must");
  }

  @Test
  void tooManyHeadersAreTheSendersMistake() {
    List<Header> headers = Collections.nCopies(256, new Header("n", "v"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Envelope(Kind.TEXT, "t", headers, Buffer.buffer()))
        .withMessage("There must be at most 255 headers, but are 256");
  }

  private static void assertRefused(Reason reason, Buffer bytes) {
    assertThat(DecodedBytes.ENVELOPE.refusal(bytes)).isEqualTo(reason);
  }
}
