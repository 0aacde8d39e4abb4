package org.hyparview.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.hyparview.protocol.hyparview.ComponentLabel;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.hyparview.HyParViewMessage.Disconnect;
import org.hyparview.protocol.hyparview.HyParViewMessage.DisconnectReason;
import org.hyparview.protocol.hyparview.HyParViewMessage.ForwardJoin;
import org.hyparview.protocol.hyparview.HyParViewMessage.Join;
import org.hyparview.protocol.hyparview.HyParViewMessage.Neighbor;
import org.hyparview.protocol.hyparview.HyParViewMessage.NeighborReply;
import org.hyparview.protocol.hyparview.HyParViewMessage.Outcome;
import org.hyparview.protocol.hyparview.HyParViewMessage.Priority;
import org.hyparview.protocol.hyparview.HyParViewMessage.Probe;
import org.hyparview.protocol.hyparview.HyParViewMessage.ProbeReply;
import org.hyparview.protocol.hyparview.HyParViewMessage.Shuffle;
import org.hyparview.protocol.hyparview.HyParViewMessage.ShuffleReply;
import org.hyparview.protocol.hyparview.TimeToLive;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.wire.DecodeException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MembershipCodecTest {

  static final Peer PEER =
      new Peer(PeerId.of("node-b"), 1_767_225_600_000L, new PeerAddress("10.0.0.2", 7100));
  static final Peer BEYOND_ASCII = new Peer(PeerId.of("узел-é"), 7, new PeerAddress("::1", 65_535));
  static final ComponentLabel LABEL = new ComponentLabel(PeerId.of("node-a"), 5, 42);
  private static final List<Peer> SAMPLE = List.of(PEER, BEYOND_ASCII);

  private final MembershipCodec codec = new MembershipCodec();

  static Stream<HyParViewMessage> everyKind() {
    return Stream.of(
        new Join(LABEL),
        new ForwardJoin(PEER, TimeToLive.of(6)),
        new Neighbor(Priority.HIGH, LABEL),
        new NeighborReply(Outcome.STALE, 9, LABEL, SAMPLE),
        new Disconnect(DisconnectReason.LEAVING, SAMPLE),
        new Shuffle(PEER, 3, TimeToLive.of(6), LABEL, SAMPLE),
        new ShuffleReply(3, SAMPLE),
        new Probe(4, LABEL),
        new ProbeReply(4, LABEL, SAMPLE));
  }

  @Test
  void theSamplesOfThisTestAreOfEveryKind() {
    assertThat(everyKind().<Class<?>>map(HyParViewMessage::getClass))
        .containsExactlyInAnyOrder(HyParViewMessage.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void everyKindSurvivesTheWire(HyParViewMessage message) throws DecodeException {
    assertThat(codec.decode(codec.encode(message))).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void bytesAfterTheLastFieldAreSkipped(HyParViewMessage message) throws DecodeException {
    Buffer longer = codec.encode(message).appendString("fields of the next version");
    assertThat(codec.decode(longer)).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void aMessageCutOffAnywhereIsTruncated(HyParViewMessage message) {
    Buffer whole = codec.encode(message);
    for (int length = 0; length < whole.length(); length++) {
      assertRefused(Reason.TRUNCATED, whole.getBuffer(0, length));
    }
  }

  @ParameterizedTest
  @EnumSource(Priority.class)
  void everyPrioritySurvives(Priority priority) throws DecodeException {
    assertSurvives(new Neighbor(priority, LABEL));
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void everyOutcomeSurvives(Outcome outcome) throws DecodeException {
    assertSurvives(new NeighborReply(outcome, 0, LABEL, List.of()));
  }

  @ParameterizedTest
  @EnumSource(DisconnectReason.class)
  void everyDisconnectReasonSurvives(DisconnectReason reason) throws DecodeException {
    assertSurvives(new Disconnect(reason, List.of()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64})
  void everyTimeToLiveSurvives(int hops) throws DecodeException {
    assertSurvives(new ForwardJoin(PEER, TimeToLive.of(hops)));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 255, 256, 1L << 32, Long.MAX_VALUE})
  void everyNumberSurvives(long number) throws DecodeException {
    assertSurvives(new Probe(number, new ComponentLabel(LABEL.root(), number, number)));
    assertSurvives(new ForwardJoin(PEER.withIncarnation(number), TimeToLive.of(1)));
  }

  @Test
  void theLongestMessageIsAsLongAsStated() throws DecodeException {
    PeerId id = PeerId.of("é".repeat(127) + "x");
    Peer longest = new Peer(id, Long.MAX_VALUE, new PeerAddress("h".repeat(255), 65_535));
    Shuffle shuffle = new Shuffle(
        longest,
        Long.MAX_VALUE,
        TimeToLive.of(TimeToLive.MAX),
        new ComponentLabel(id, Long.MAX_VALUE, Long.MAX_VALUE),
        Collections.nCopies(HyParViewMessage.MAX_SAMPLE, longest));
    assertThat(codec.encode(shuffle).length()).isEqualTo(MembershipCodec.MAX_MESSAGE_BYTES);
    assertSurvives(shuffle);
  }

  @Test
  void aNegativeSequenceIsTheSendersMistake() {
    assertThatThrownBy(() -> codec.encode(new Probe(-1, LABEL)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  @Test
  void decodingLeavesTheBytesAsTheyAre() throws DecodeException {
    Buffer bytes = codec.encode(new ShuffleReply(3, SAMPLE));
    Buffer before = bytes.copy();
    codec.decode(bytes);
    assertThat(bytes).isEqualTo(before);
  }

  @Test
  void noBytesAreTruncated() {
    assertRefused(Reason.TRUNCATED, Buffer.buffer());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 127, 128, 255})
  void anotherKindIsUnknown(int kind) {
    assertRefused(
        Reason.UNKNOWN_KIND, new ByteWriter(9).writeByte(kind).writeLong(1).toBuffer());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 255})
  void anotherPriorityIsOutOfRange(int priority) {
    assertRefused(Reason.OUT_OF_RANGE, kind(MembershipNumbers.NEIGHBOR).writeByte(priority));
  }

  @ParameterizedTest
  @ValueSource(ints = {65, 255})
  void aTimeToLiveBeyondTheLongestWalkIsOutOfRange(int hops) {
    Buffer bytes = codec.encode(new ForwardJoin(PEER, TimeToLive.of(6)));
    bytes.setUnsignedByte(bytes.length() - 1, (short) hops);
    assertRefused(Reason.OUT_OF_RANGE, bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 255})
  void anotherOutcomeIsOutOfRange(int outcome) {
    assertRefused(Reason.OUT_OF_RANGE, kind(MembershipNumbers.NEIGHBOR_REPLY).writeByte(outcome));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 255})
  void anotherDisconnectReasonIsOutOfRange(int reason) {
    assertRefused(Reason.OUT_OF_RANGE, kind(MembershipNumbers.DISCONNECT).writeByte(reason));
  }

  @Test
  void aNumberWithItsFirstBitSetIsOutOfRange() {
    Buffer bytes = codec.encode(new ShuffleReply(0, List.of())).setByte(1, (byte) 0x80);
    assertRefused(Reason.OUT_OF_RANGE, bytes);
  }

  @Test
  void aSampleOfOneTooManyIsTooLong() {
    assertRefused(Reason.TOO_LONG, sampleOf(HyParViewMessage.MAX_SAMPLE + 1));
  }

  @Test
  void aSampleOfTenThousandIsTooLongWhateverItsCountSays() throws DecodeException {
    assertRefused(Reason.TOO_LONG, sampleOf(10_000));
    Buffer modest = sampleOf(10_000).setUnsignedByte(1 + Long.BYTES, (short) 2);
    assertThat(codec.decode(modest)).isEqualTo(new ShuffleReply(1, List.of(PEER, PEER)));
  }

  @Test
  void aSampleThatIsNotThereIsTruncated() {
    assertRefused(
        Reason.TRUNCATED, kind(MembershipNumbers.SHUFFLE_REPLY).writeLong(1).writeByte(64));
  }

  @Test
  void fieldsAfterThoseOfAPeerAreSkipped() throws DecodeException {
    ByteWriter longer = kind(MembershipNumbers.FORWARD_JOIN);
    int begin = longer.beginBlock();
    peerFields(longer, "node-b", "10.0.0.2", 7100)
        .writeText("a field of the next version")
        .endBlock(begin)
        .writeByte(6);
    assertThat(codec.decode(longer.toBuffer())).isEqualTo(new ForwardJoin(PEER, TimeToLive.of(6)));
  }

  @Test
  void aPeerOfMoreThanItsLimitIsTooLong() {
    ByteWriter out = kind(MembershipNumbers.FORWARD_JOIN);
    out.writeShort(PeerCodec.MAX_PEER_BYTES + 1);
    assertRefused(Reason.TOO_LONG, out);
  }

  @Test
  void aPeerThatEndsBeforeItsFieldsIsTruncated() {
    Buffer bytes = codec.encode(new ForwardJoin(PEER, TimeToLive.of(6)));
    bytes.setUnsignedShort(1, bytes.getUnsignedShort(1) - 1);
    assertRefused(Reason.TRUNCATED, bytes);
  }

  @Test
  void anIdMustHaveOneByte() {
    assertRefused(Reason.BAD_TEXT, forwardJoinOf("", "host", 7100));
  }

  @Test
  void anIdMustNotHaveControlCharacters() {
    assertRefused(Reason.BAD_TEXT, forwardJoinOf("node\nb", "host", 7100));
  }

  @Test
  void aHostMustHaveOneByte() {
    assertRefused(Reason.BAD_TEXT, forwardJoinOf("node-b", "", 7100));
  }

  @Test
  void aHostMustNotHaveWhiteSpace() {
    assertRefused(Reason.BAD_TEXT, forwardJoinOf("node-b", "my host", 7100));
  }

  @Test
  void aPortMustNotBeZero() {
    assertRefused(Reason.OUT_OF_RANGE, forwardJoinOf("node-b", "host", 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80", // a continuation with nothing before
        "c3", // a lead with nothing after
        "c328", // a lead without its continuation
        "c080", // two bytes for what fits one
        "e28228", // the third byte is missing
        "eda080", // half of a surrogate pair
        "f4908080", // beyond the last code point
        "ff"
      })
  void malformedUtf8IsRefusedAndNotReplaced(String hex) {
    byte[] text = HexFormat.of().parseHex(hex);
    Buffer bytes = Buffer.buffer()
        .appendByte((byte) MembershipNumbers.JOIN)
        .appendByte((byte) text.length)
        .appendBytes(text)
        .appendLong(1)
        .appendLong(1);
    assertRefused(Reason.BAD_TEXT, bytes);
  }

  @Test
  void theExceptionSaysWhatAndWhere() {
    Buffer bytes =
        kind(MembershipNumbers.SHUFFLE_REPLY).writeLong(1).writeByte(65).toBuffer();
    assertThatThrownBy(() -> codec.decode(bytes))
        .isInstanceOf(DecodeException.class)
        .hasMessage("sample at byte 9: has 65 elements, but may have 64");
  }

  private static ByteWriter kind(int kind) {
    return new ByteWriter(64).writeByte(kind);
  }

  private static Buffer forwardJoinOf(String id, String host, int port) {
    ByteWriter out = kind(MembershipNumbers.FORWARD_JOIN);
    int begin = out.beginBlock();
    return peerFields(out, id, host, port).endBlock(begin).writeByte(6).toBuffer();
  }

  private static ByteWriter peerFields(ByteWriter out, String id, String host, int port) {
    return out.writeText(id).writeLong(PEER.incarnation()).writeText(host).writeShort(port);
  }

  /** A shuffle reply with so many peers, and a count that says so as far as a byte can. */
  private static Buffer sampleOf(int peers) {
    ByteWriter out = kind(MembershipNumbers.SHUFFLE_REPLY).writeLong(1);
    out.writeByte(Math.min(peers, 255));
    for (int i = 0; i < peers; i++) {
      PeerCodec.write(out, PEER);
    }
    return out.toBuffer();
  }

  private void assertSurvives(HyParViewMessage message) throws DecodeException {
    assertThat(codec.decode(codec.encode(message))).isEqualTo(message);
  }

  private static void assertRefused(Reason reason, ByteWriter bytes) {
    assertRefused(reason, bytes.toBuffer());
  }

  private static void assertRefused(Reason reason, Buffer bytes) {
    assertThat(DecodedBytes.MEMBERSHIP.refusal(bytes)).isEqualTo(reason);
  }
}
