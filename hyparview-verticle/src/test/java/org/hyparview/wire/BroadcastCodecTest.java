package org.hyparview.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.Fold;
import org.hyparview.protocol.plumtree.FoldResult;
import org.hyparview.protocol.plumtree.FoldResult.Collected;
import org.hyparview.protocol.plumtree.FoldResult.Ranked;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.protocol.plumtree.PlumtreeConfig;
import org.hyparview.protocol.plumtree.PlumtreeMessage;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Ack;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Announcement;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Gossip;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Graft;
import org.hyparview.protocol.plumtree.PlumtreeMessage.IHave;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Prune;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Question;
import org.hyparview.protocol.plumtree.QuestionConfig;
import org.hyparview.wire.DecodeException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BroadcastCodecTest {

  static final MessageId ID = new MessageId(PeerId.of("узел-é"), 1_767_225_600_000L, 7);
  private static final MessageId LONGEST = new MessageId(
      PeerId.of("x".repeat(PeerId.MAX_BYTES)), Long.MAX_VALUE, MessageId.MAX_SEQUENCE);
  private static final List<PeerId> MISSING = List.of(PeerId.of("b"), PeerId.of("c"));
  static final byte[] PAYLOAD = "payload".getBytes(StandardCharsets.UTF_8);

  private static final FoldResult ANSWERS = new FoldResult(
      9,
      5,
      3,
      1,
      -7,
      MISSING,
      List.of(new Ranked(MISSING.get(0), Long.MIN_VALUE)),
      List.of(new Collected(MISSING.get(1), PAYLOAD), new Collected(ID.origin(), new byte[0])));

  private final BroadcastCodec codec = new BroadcastCodec();

  static Stream<PlumtreeMessage> everyKind() {
    return Stream.of(
        new Gossip(ID, 3, 1, true, PAYLOAD),
        new IHave(List.of(new Announcement(ID, 3, 1), new Announcement(LONGEST, 0, 0))),
        new Graft(ID, 2),
        Prune.INSTANCE,
        new Ack(ID, 1, false, MISSING));
  }

  static Stream<PlumtreeMessage> everyKindAndQuestions() {
    return Stream.concat(
        everyKind(),
        Stream.of(
            new Gossip(ID, 3, 1, true, PAYLOAD, new Question(Fold.top(9), 4_000)),
            new Ack(ID, 1, false, MISSING, 5, ANSWERS)));
  }

  @Test
  void theSamplesOfThisTestAreOfEveryKind() {
    assertThat(everyKind().<Class<?>>map(PlumtreeMessage::getClass))
        .containsExactlyInAnyOrder(PlumtreeMessage.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("everyKindAndQuestions")
  void everyKindSurvivesTheWire(PlumtreeMessage message) throws DecodeException {
    assertSurvives(message);
  }

  @ParameterizedTest
  @MethodSource("everyKindAndQuestions")
  void bytesAfterTheLastFieldAreSkipped(PlumtreeMessage message) throws DecodeException {
    Buffer longer = codec.encode(message).appendString("fields of the next version");
    assertThat(codec.decode(longer)).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("everyKindAndQuestions")
  void aMessageCutOffAnywhereIsTruncated(PlumtreeMessage message) {
    Buffer whole = codec.encode(message);
    for (int length = 0; length < whole.length(); length++) {
      if (length != whole.length() - bytesOfAges(message)) {
        assertRefused(Reason.TRUNCATED, whole.getBuffer(0, length));
      }
    }
  }

  private static int bytesOfAges(PlumtreeMessage message) {
    return message instanceof IHave iHave ? iHave.announcements().size() * Integer.BYTES : 0;
  }

  @Test
  void announcementsOfTheFirstFormHaveNoAges() throws DecodeException {
    IHave message = new IHave(List.of(new Announcement(ID, 3, 1), new Announcement(LONGEST, 0, 0)));
    Buffer whole = codec.encode(message);
    Buffer first = whole.getBuffer(0, whole.length() - bytesOfAges(message));
    assertThat(codec.decode(first)).isEqualTo(message);
  }

  @Test
  void theEndsOfAllRangesSurvive() throws DecodeException {
    assertSurvives(new Gossip(LONGEST, PlumtreeMessage.MAX_ROUND, 255, false, new byte[0]));
    assertSurvives(new Gossip(ID, 0, 0, false, new byte[100_000]));
    for (Fold fold : List.of(Fold.COUNT, Fold.SUM, Fold.MIN, Fold.MAX, Fold.top(100))) {
      assertSurvives(new Gossip(ID, 0, 0, false, PAYLOAD, new Question(fold, Integer.MAX_VALUE)));
    }
    Fold all = Fold.collect(PlumtreeMessage.MAX_PAYLOAD);
    assertSurvives(new Gossip(ID, 0, 0, false, PAYLOAD, new Question(all, 0)));
    assertSurvives(new Ack(ID, 1, true, List.of(), 0, FoldResult.EMPTY));
    assertSurvives(new Ack(ID, 1, true, List.of(), 0, mostAnswers(FoldResult.MAX_COLLECTED)));
    assertSurvives(Graft.LINK_ONLY);
    assertSurvives(new Graft(null, 5));
    assertSurvives(new Ack(LONGEST, 255, true, List.of()));
    assertSurvives(new Ack(ID, 1, false, List.of(), -1));
    assertSurvives(new Ack(ID, 1, false, Collections.nCopies(16, LONGEST.origin())));
    assertSurvives(
        new IHave(Collections.nCopies(256, new Announcement(LONGEST, 1, 1, Integer.MAX_VALUE))));
  }

  private static FoldResult mostAnswers(int collected) {
    long most = FoldResult.MAX_COUNT;
    return new FoldResult(
        most,
        most - 20,
        20,
        most - 20,
        Long.MAX_VALUE,
        Collections.nCopies(16, LONGEST.origin()),
        Collections.nCopies(100, new Ranked(LONGEST.origin(), Long.MAX_VALUE)),
        Collections.nCopies(collected, new Collected(MISSING.get(0), new byte[1])));
  }

  @Test
  void theLongestMessagesAreAsLongAsStated() {
    Question question = new Question(Fold.SUM, 1);
    assertThat(codec.encode(new Gossip(LONGEST, 1, 1, true, PAYLOAD, question)).length())
        .isEqualTo(BroadcastCodec.MAX_GOSSIP_OVERHEAD + PAYLOAD.length);
    for (int announcements : List.of(1, 64, 256)) {
      IHave iHave = new IHave(Collections.nCopies(announcements, new Announcement(LONGEST, 1, 1)));
      assertThat(codec.encode(iHave).length())
          .isEqualTo(BroadcastCodec.maxIHaveBytes(announcements));
    }
  }

  @Test
  void theLongestMessagesOfTheDefaultsFitTheSmallestFrame() {
    int smallest = 64 << 10;
    int ack = codec
        .encode(new Ack(LONGEST, 1, false, Collections.nCopies(16, LONGEST.origin())))
        .length();
    assertThat(BroadcastCodec.maxIHaveBytes(PlumtreeConfig.DEFAULT.ihaveBatch()))
        .isLessThan(smallest);
    assertThat(ack).isLessThan(smallest);
  }

  @Test
  void whatAnAckHasBesidesCollectedAnswersFitsTheReserve() {
    List<PeerId> missing = Collections.nCopies(16, LONGEST.origin());
    int ack =
        codec.encode(new Ack(LONGEST, 1, false, missing, 0, mostAnswers(0))).length();
    assertThat(ack).isLessThan(QuestionConfig.MAX_OVERHEAD);
  }

  /** The bytes of plain messages are those of the version without questions. */
  @Test
  void aReaderWithoutQuestionsSeesAPlainMessage() throws DecodeException {
    Gossip plain = new Gossip(ID, 3, 1, true, PAYLOAD);
    Buffer gossip = codec.encode(new Gossip(ID, 3, 1, true, PAYLOAD, new Question(Fold.SUM, 9)));
    int flags = codec.encode(plain).length() - PAYLOAD.length - Integer.BYTES - 1;
    assertThat(codec.decode(gossip.setByte(flags, (byte) 1))).isEqualTo(plain);
    Buffer ack = codec.encode(new Ack(ID, 1, true, List.of(), 5, ANSWERS));
    Buffer plainAck = codec.encode(new Ack(ID, 1, true, List.of(), 5));
    assertThat(codec.decode(ack.setByte(plainAck.length() - 2, (byte) 1)))
        .isEqualTo(new Ack(ID, 1, true, List.of(), 5));
    assertThat(ack.getBuffer(0, plainAck.length())).isEqualTo(plainAck);
  }

  @Test
  void aFoldThatIsNotListedOrBeyondItsLimitIsOutOfRange() {
    Buffer bytes = codec.encode(new Gossip(ID, 3, 1, true, PAYLOAD, new Question(Fold.SUM, 9)));
    int fold = bytes.length() - 1 - 2 * Integer.BYTES;
    assertRefused(Reason.OUT_OF_RANGE, bytes.copy().setByte(fold, (byte) 0));
    assertRefused(Reason.OUT_OF_RANGE, bytes.copy().setByte(fold, (byte) 7));
    assertRefused(Reason.OUT_OF_RANGE, bytes.copy().setInt(fold + 1, -1));
  }

  @Test
  void answersThatContradictEachOtherAreOutOfRange() {
    Buffer bytes = codec.encode(new Ack(ID, 1, true, List.of(), 5, FoldResult.EMPTY));
    int answers = codec.encode(new Ack(ID, 1, true, List.of(), 5)).length();
    assertRefused(Reason.OUT_OF_RANGE, bytes.copy().setLong(answers + Long.BYTES, 1));
    assertRefused(Reason.OUT_OF_RANGE, bytes.copy().setLong(answers, Long.MAX_VALUE));
    int failures = answers + 5 * Long.BYTES;
    assertRefused(Reason.TOO_LONG, bytes.copy().setByte(failures, (byte) 17));
    assertRefused(Reason.TOO_LONG, bytes.copy().setByte(failures + 1, (byte) 101));
    assertRefused(Reason.TRUNCATED, bytes.copy().setShort(failures + 2, (short) -1));
  }

  @Test
  void decodingLeavesTheBytesAsTheyAreAndKeepsNoHoldOfThem() throws DecodeException {
    Buffer bytes = codec.encode(new Gossip(ID, 3, 1, true, PAYLOAD));
    Buffer before = bytes.copy();
    PlumtreeMessage message = codec.decode(bytes);
    assertThat(bytes).isEqualTo(before);
    bytes.setBytes(0, new byte[bytes.length()]);
    assertThat(message).isEqualTo(new Gossip(ID, 3, 1, true, PAYLOAD));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 6, 127, 128, 255})
  void anotherKindIsUnknown(int kind) {
    assertRefused(
        Reason.UNKNOWN_KIND, new ByteWriter(9).writeByte(kind).writeLong(1).toBuffer());
  }

  @Test
  void flagsThatAreNotKnownAreIgnored() throws DecodeException {
    Buffer graft = new ByteWriter(3).writeByte(3).writeByte(0xfe).writeByte(4).toBuffer();
    assertThat(codec.decode(graft)).isEqualTo(new Graft(null, 4));
  }

  @Test
  void aNumberWithItsFirstBitSetIsOutOfRange() {
    Buffer bytes = codec.encode(new Graft(new MessageId(PeerId.of("a"), 1, 1), 1));
    assertRefused(Reason.OUT_OF_RANGE, bytes.copy().setByte(5, (byte) 0x80));
    assertRefused(Reason.OUT_OF_RANGE, bytes.copy().setByte(13, (byte) 0x80));
  }

  @Test
  void theHighestNumberIsNoSequence() {
    Buffer bytes = codec.encode(new Graft(new MessageId(PeerId.of("a"), 1, 1), 1));
    assertRefused(Reason.OUT_OF_RANGE, bytes.setLong(13, Long.MAX_VALUE));
  }

  @Test
  void anOriginMustHaveAByte() {
    Buffer bytes = new ByteWriter(20)
        .writeByte(BroadcastNumbers.ACK)
        .writeText("")
        .writeLong(1)
        .writeLong(1)
        .toBuffer();
    assertRefused(Reason.BAD_TEXT, bytes);
  }

  @Test
  void noAnnouncementIsOutOfRange() {
    assertRefused(
        Reason.OUT_OF_RANGE,
        new ByteWriter(3).writeByte(BroadcastNumbers.I_HAVE).writeShort(0).toBuffer());
  }

  @Test
  void oneAnnouncementTooManyIsTooLong() {
    assertRefused(
        Reason.TOO_LONG,
        new ByteWriter(3).writeByte(BroadcastNumbers.I_HAVE).writeShort(257).toBuffer());
  }

  @Test
  void anAnsweredAttemptIsNotZero() {
    Buffer bytes = codec.encode(new Ack(new MessageId(PeerId.of("a"), 1, 1), 1, true, List.of()));
    assertRefused(Reason.OUT_OF_RANGE, bytes.setByte(bytes.length() - 3, (byte) 0));
  }

  @Test
  void missingPeersAreBoundedAndNoneIfTheAnswerIsClean() {
    Buffer bytes = codec.encode(new Ack(new MessageId(PeerId.of("a"), 1, 1), 1, false, List.of()));
    assertRefused(Reason.TOO_LONG, bytes.copy().setByte(bytes.length() - 1, (byte) 17));
    Buffer clean = bytes.copy().setByte(bytes.length() - 2, (byte) 1);
    assertRefused(Reason.TOO_LONG, clean.setByte(bytes.length() - 1, (byte) 1));
  }

  @Test
  void aPayloadThatIsAnnouncedAndNotThereReservesNothing() {
    Buffer bytes = codec.encode(new Gossip(ID, 3, 1, true, new byte[0]));
    assertRefused(Reason.TRUNCATED, bytes.copy().setInt(bytes.length() - 4, 16_000_000));
    assertRefused(Reason.TOO_LONG, bytes.copy().setInt(bytes.length() - 4, 16 << 20));
    assertRefused(Reason.TOO_LONG, bytes.copy().setInt(bytes.length() - 4, -1));
  }

  @Test
  void theExceptionSaysWhatAndWhere() {
    Buffer bytes =
        codec.encode(new Gossip(new MessageId(PeerId.of("a"), 1, 1), 1, 1, true, PAYLOAD));
    assertThatThrownBy(() -> codec.decode(bytes.setInt(23, 20_000_000)))
        .isInstanceOf(DecodeException.class)
        .hasMessage("payload at byte 23: has 20000000 bytes, but may have 16776192");
  }

  private void assertSurvives(PlumtreeMessage message) throws DecodeException {
    assertThat(codec.decode(codec.encode(message))).isEqualTo(message);
  }

  private static void assertRefused(Reason reason, Buffer bytes) {
    assertThat(DecodedBytes.BROADCAST.refusal(bytes)).isEqualTo(reason);
  }
}
