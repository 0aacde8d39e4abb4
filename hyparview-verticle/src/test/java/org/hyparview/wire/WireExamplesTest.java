package org.hyparview.wire;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of docs/wire-protocol.md are what this version sends. */
class WireExamplesTest {

  private static final Peer A = peer("a", 0, "10.0.0.1");
  private static final Peer B = peer("b", 1, "10.0.0.2");
  private static final Peer C = peer("c", 2, "10.0.0.3");
  private static final ComponentLabel LABEL = new ComponentLabel(A.id(), A.incarnation(), 42);

  private final MembershipCodec codec = new MembershipCodec();

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

  @Test
  void everyKindHasAnExampleInTheOrderOfItsNumber() throws IOException {
    List<Integer> kinds = WireExamples.read().entrySet().stream()
        .filter(example -> isMessage(example.getKey()))
        .map(example -> (int) example.getValue()[0])
        .toList();
    assertThat(kinds).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  private static boolean isMessage(String heading) {
    return Stream.of(HyParViewMessage.class.getPermittedSubclasses())
        .anyMatch(kind -> kind.getSimpleName().equals(heading));
  }

  private static Peer peer(String id, int millis, String host) {
    return new Peer(PeerId.of(id), 1_767_225_600_000L + millis, new PeerAddress(host, 7100));
  }
}
