package org.hyparview.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
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
import org.hyparview.protocol.plumtree.Fold;
import org.hyparview.protocol.plumtree.FoldResult;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.protocol.plumtree.PlumtreeMessage;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Ack;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Announcement;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Gossip;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Graft;
import org.hyparview.protocol.plumtree.PlumtreeMessage.IHave;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Prune;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Question;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of docs/wire-protocol.md are what this version sends. */
class WireExamplesTest {

  private static final Peer A = peer("a", 0, "10.0.0.1");
  private static final Peer B = peer("b", 1, "10.0.0.2");
  private static final Peer C = peer("c", 2, "10.0.0.3");
  private static final ComponentLabel LABEL = new ComponentLabel(A.id(), A.incarnation(), 42);

  private final MembershipCodec codec = new MembershipCodec();
  private final BroadcastCodec broadcasts = new BroadcastCodec();

  static Stream<HyParViewMessage> messages() {
    return Stream.of(
        new Join(LABEL),
        new ForwardJoin(C, TimeToLive.of(6)),
        new Neighbor(Priority.HIGH, LABEL),
        new NeighborReply(Outcome.ACCEPTED, 0, LABEL, List.of(B)),
        new Disconnect(DisconnectReason.EVICTED, List.of(C)),
        new Shuffle(A, 7, TimeToLive.of(6), LABEL, List.of(A, B)),
        new ShuffleReply(7, List.of(C)),
        new Probe(9, LABEL),
        new ProbeReply(9, LABEL, List.of()));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void theExampleIsTheMessage(HyParViewMessage message) throws IOException, DecodeException {
    byte[] example = WireExamples.read().get(message.getClass().getSimpleName());
    assertThat(example).as("example under that heading").isNotNull();
    assertThat(codec.decode(Buffer.buffer(example))).isEqualTo(message);
    assertThat(codec.encode(message).getBytes()).isEqualTo(example);
  }

  static Stream<PlumtreeMessage> broadcastMessages() {
    MessageId id = new MessageId(A.id(), A.incarnation(), 7);
    return Stream.of(
        new Gossip(id, 2, 1, true, "hello".getBytes(UTF_8)),
        new IHave(List.of(
            new Announcement(id, 2, 0),
            new Announcement(new MessageId(B.id(), B.incarnation(), 0), 3, 0, 3_000))),
        new Graft(id, 0),
        Prune.INSTANCE,
        new Ack(id, 1, false, List.of(C.id()), 0xfedcba9876543210L));
  }

  @ParameterizedTest
  @MethodSource("broadcastMessages")
  void theExampleIsTheBroadcastMessage(PlumtreeMessage message)
      throws IOException, DecodeException {
    byte[] example = WireExamples.read().get(message.getClass().getSimpleName());
    assertThat(example).as("example under that heading").isNotNull();
    assertThat(broadcasts.decode(Buffer.buffer(example))).isEqualTo(message);
    assertThat(broadcasts.encode(message).getBytes()).isEqualTo(example);
  }

  static Stream<Arguments> questions() {
    MessageId id = new MessageId(A.id(), A.incarnation(), 7);
    byte[] payload = "load?".getBytes(UTF_8);
    FoldResult answers = new FoldResult(
        3,
        2,
        1,
        0,
        0,
        List.of(C.id()),
        List.of(new FoldResult.Ranked(B.id(), 90), new FoldResult.Ranked(A.id(), -1)),
        List.of());
    FoldResult collected = new FoldResult(
        1,
        1,
        0,
        0,
        0,
        List.of(),
        List.of(),
        List.of(new FoldResult.Collected(B.id(), "\2ok".getBytes(UTF_8))));
    return Stream.of(
        Arguments.of(
            "question", new Gossip(id, 2, 1, false, payload, new Question(Fold.top(2), 4_500))),
        Arguments.of("answers", new Ack(id, 1, true, List.of(), 0, answers)),
        Arguments.of("collected", new Ack(id, 1, true, List.of(), 0, collected)));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void theExampleIsTheMessageOfAQuestion(String heading, PlumtreeMessage message)
      throws IOException, DecodeException {
    byte[] example = WireExamples.read().get(heading);
    assertThat(example).as("example under that heading").isNotNull();
    assertThat(broadcasts.decode(Buffer.buffer(example))).isEqualTo(message);
    assertThat(broadcasts.encode(message).getBytes()).isEqualTo(example);
  }

  @Test
  void theExampleIsTheQuestionEnvelope() throws IOException, DecodeException {
    QuestionEnvelope question = new QuestionEnvelope(
        "zone=a", new Envelope(Envelope.Kind.TEXT, "load", List.of(), Buffer.buffer("now?")));
    byte[] example = WireExamples.read().get("content");
    assertThat(new EnvelopeCodec().decodeQuestion(Buffer.buffer(example))).isEqualTo(question);
    assertThat(new EnvelopeCodec().encode(question).getBytes()).isEqualTo(example);
  }

  @Test
  void theExampleIsTheEnvelope() throws IOException, DecodeException {
    Envelope envelope = new Envelope(
        Envelope.Kind.JSON,
        "news",
        List.of(new Envelope.Header("lang", "en")),
        Buffer.buffer("{\"n\":1}"));
    byte[] example = WireExamples.read().get("envelopes");
    assertThat(new EnvelopeCodec().decode(Buffer.buffer(example))).isEqualTo(envelope);
    assertThat(new EnvelopeCodec().encode(envelope).getBytes()).isEqualTo(example);
  }

  @Test
  void everyKindHasAnExampleInTheOrderOfItsNumber() throws IOException {
    assertThat(kinds(HyParViewMessage.class)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(kinds(PlumtreeMessage.class)).containsExactly(1, 2, 3, 4, 5);
  }

  /** The kinds of the examples whose heading is the name of one of these messages. */
  private static List<Integer> kinds(Class<?> messages) throws IOException {
    List<String> names =
        Stream.of(messages.getPermittedSubclasses()).map(Class::getSimpleName).toList();
    return WireExamples.read().entrySet().stream()
        .filter(example -> names.contains(example.getKey()))
        .map(example -> (int) example.getValue()[0])
        .toList();
  }

  private static Peer peer(String id, int millis, String host) {
    return new Peer(PeerId.of(id), 1_767_225_600_000L + millis, new PeerAddress(host, 7100));
  }
}
