package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.hyparview.protocol.hyparview.MachineFixture.SELF;
import static org.hyparview.protocol.hyparview.MachineFixture.label;
import static org.hyparview.protocol.hyparview.MachineFixture.peer;
import static org.hyparview.protocol.hyparview.MachineFixture.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import org.hyparview.protocol.hyparview.HyParViewMessage.Disconnect;
import org.hyparview.protocol.hyparview.HyParViewMessage.DisconnectReason;
import org.hyparview.protocol.hyparview.HyParViewMessage.NeighborReply;
import org.hyparview.protocol.hyparview.HyParViewMessage.Outcome;
import org.hyparview.protocol.hyparview.HyParViewMessage.Probe;
import org.hyparview.protocol.hyparview.HyParViewMessage.ProbeReply;
import org.hyparview.protocol.hyparview.HyParViewMessage.Shuffle;
import org.hyparview.protocol.hyparview.HyParViewMessage.ShuffleReply;
import org.hyparview.protocol.peer.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What messages check and copy. */
class HyParViewMessageTest {

  private static final TimeToLive TTL = TimeToLive.of(3);

  /** A kind that carries a sample, and what becomes of the sample in it. */
  private record Sampled(String kind, UnaryOperator<List<Peer>> throughMessage) {
    @Override
    public String toString() {
      return kind;
    }
  }

  static List<Sampled> sampled() {
    return List.of(
        new Sampled(
            "NeighborReply", s -> new NeighborReply(Outcome.FULL, 0, label(SELF), s).sample()),
        new Sampled("Disconnect", s -> new Disconnect(DisconnectReason.EVICTED, s).sample()),
        new Sampled("Shuffle", s -> new Shuffle(SELF, 1, TTL, label(SELF), s).sample()),
        new Sampled("ShuffleReply", s -> new ShuffleReply(1, s).sample()),
        new Sampled("ProbeReply", s -> new ProbeReply(1, label(SELF), s).sample()));
  }

  /** A number that must not be negative, and what becomes of it in a message. */
  private record Numbered(String kind, String what, LongUnaryOperator throughMessage) {
    @Override
    public String toString() {
      return kind;
    }
  }

  static List<Numbered> numbered() {
    List<Peer> none = List.of();
    return List.of(
        new Numbered(
            "NeighborReply",
            "An incarnation",
            n -> new NeighborReply(Outcome.STALE, n, label(SELF), none).incarnation()),
        new Numbered(
            "Shuffle", "A sequence", n -> new Shuffle(SELF, n, TTL, label(SELF), none).sequence()),
        new Numbered("ShuffleReply", "A sequence", n -> new ShuffleReply(n, none).sequence()),
        new Numbered("Probe", "A sequence", n -> new Probe(n, label(SELF)).sequence()),
        new Numbered(
            "ProbeReply", "A sequence", n -> new ProbeReply(n, label(SELF), none).sequence()));
  }

  @ParameterizedTest
  @MethodSource("sampled")
  void aSampleHasABound(Sampled kind) {
    assertThat(kind.throughMessage.apply(peers(0, 64))).hasSize(HyParViewMessage.MAX_SAMPLE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> kind.throughMessage.apply(peers(0, 65)))
        .withMessage("A sample must have at most 64 peers, but has 65");
  }

  @ParameterizedTest
  @MethodSource("sampled")
  void aSampleIsACopy(Sampled kind) {
    List<Peer> mine = new ArrayList<>(peers(0, 3));
    List<Peer> theirs = kind.throughMessage.apply(mine);
    mine.clear();
    assertThat(theirs).containsExactlyElementsOf(peers(0, 3));
    assertUnchangeable(theirs);
  }

  private static void assertUnchangeable(List<Peer> sample) {
    List<Consumer<List<Peer>>> changes = List.of(
        List::clear,
        list -> list.add(peer(9)),
        list -> list.set(0, peer(9)),
        list -> list.remove(0));
    for (Consumer<List<Peer>> change : changes) {
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> change.accept(sample));
    }
  }

  @ParameterizedTest
  @MethodSource("numbered")
  void numbersAreNotNegative(Numbered kind) {
    assertThat(kind.throughMessage.applyAsLong(0)).isZero();
    assertThat(kind.throughMessage.applyAsLong(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> kind.throughMessage.applyAsLong(-1))
        .withMessage(kind.what + " must not be negative, but is -1");
  }

  @Test
  void aShuffleThatWalksOnChangesItsTimeToLiveAndLabelOnly() {
    Shuffle shuffle = new Shuffle(peer(7), 9, TTL, label(peer(7)), peers(0, 3));
    assertThat(shuffle.forwarded(TimeToLive.of(2), label(SELF)))
        .isEqualTo(new Shuffle(peer(7), 9, TimeToLive.of(2), label(SELF), peers(0, 3)));
  }
}
