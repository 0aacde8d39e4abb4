package org.hyparview.protocol.plumtree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.PAYLOAD;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.id;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.peer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Unacknowledged;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Ack;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Announcement;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Gossip;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Graft;
import org.hyparview.protocol.plumtree.PlumtreeMessage.IHave;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What messages check and copy. */
class PlumtreeMessageTest {

  private static final MessageId M = id(1, 2);

  /** A number in a message that starts at 0. */
  private record Numbered(String what, String kind, long max, LongConsumer message) {
    @Override
    public String toString() {
      return kind + ", " + what;
    }
  }

  static List<Numbered> numbered() {
    int rounds = PlumtreeMessage.MAX_ROUND;
    int attempts = PlumtreeMessage.MAX_ATTEMPT;
    PeerId origin = M.origin();
    return List.of(
        new Numbered("A round", "Gossip", rounds, n -> new Gossip(M, (int) n, 0, true, PAYLOAD)),
        new Numbered(
            "An attempt", "Gossip", attempts, n -> new Gossip(M, 0, (int) n, true, PAYLOAD)),
        new Numbered("A round", "Announcement", rounds, n -> new Announcement(M, (int) n, 0)),
        new Numbered("An attempt", "Announcement", attempts, n -> new Announcement(M, 0, (int) n)),
        new Numbered("An attempt", "Graft", attempts, n -> new Graft(M, (int) n)),
        new Numbered(
            "An incarnation", "MessageId", Long.MAX_VALUE, n -> new MessageId(origin, n, 0)),
        new Numbered(
            "A sequence", "MessageId", MessageId.MAX_SEQUENCE, n -> new MessageId(origin, 0, n)));
  }

  @ParameterizedTest
  @MethodSource("numbered")
  void numbersHaveARange(Numbered number) {
    number.message.accept(0);
    number.message.accept(number.max);
    for (long wrong : new long[] {-1, number.max + 1}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> number.message.accept(wrong))
          .withMessage("%s must be in 0..%d, but is %d", number.what, number.max, wrong);
    }
  }

  @Test
  void aPayloadHasABound() {
    byte[] longest = new byte[PlumtreeMessage.MAX_PAYLOAD];
    assertThat(new Gossip(M, 0, 0, true, longest).payload()).isSameAs(longest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Gossip(M, 0, 0, true, new byte[longest.length + 1]))
        .withMessageStartingWith("The length of a payload must be in 0..16776192, but is ");
  }

  @Test
  void gossipIsComparedByItsContent() {
    Gossip gossip = new Gossip(M, 1, 2, true, PAYLOAD.clone());
    assertThat(gossip)
        .isEqualTo(new Gossip(M, 1, 2, true, PAYLOAD.clone()))
        .hasSameHashCodeAs(new Gossip(M, 1, 2, true, PAYLOAD.clone()))
        .isNotEqualTo(new Gossip(id(1, 3), 1, 2, true, PAYLOAD))
        .isNotEqualTo(new Gossip(M, 2, 2, true, PAYLOAD))
        .isNotEqualTo(new Gossip(M, 1, 3, true, PAYLOAD))
        .isNotEqualTo(new Gossip(M, 1, 2, false, PAYLOAD))
        .isNotEqualTo(new Gossip(M, 1, 2, true, new byte[3]))
        .isNotEqualTo(Graft.LINK_ONLY);
    assertThat(gossip).hasToString("Gossip[n001/7/2, round 1, attempt 2, shaping, 3 bytes]");
    assertThat(new Gossip(M, 1, 0, false, PAYLOAD))
        .hasToString("Gossip[n001/7/2, round 1, attempt 0, 3 bytes]");
  }

  @Test
  void announcementsAreOneToSoMany() {
    Announcement one = new Announcement(M, 0, 0);
    assertThat(new IHave(Collections.nCopies(256, one)).announcements()).hasSize(256);
    for (int wrong : new int[] {0, 257}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new IHave(Collections.nCopies(wrong, one)))
          .withMessage("There must be 1..256 announcements, but are " + wrong);
    }
  }

  @Test
  void announcementsAreACopy() {
    List<Announcement> mine = new ArrayList<>(List.of(new Announcement(M, 0, 0)));
    IHave ihave = new IHave(mine);
    mine.clear();
    assertThat(ihave.announcements()).hasSize(1).isUnmodifiable();
  }

  @Test
  void anAckIsOfAnAttempt() {
    assertThat(new Ack(M, 255, true, List.of()).attempt()).isEqualTo(255);
    for (int wrong : new int[] {-1, 0, 256}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Ack(M, wrong, true, List.of()));
    }
  }

  @Test
  void aCleanAckNamesNobodyAndAnotherSoMany() {
    List<PeerId> peers = IntStream.range(0, 17).mapToObj(i -> peer(i).id()).toList();
    assertThat(new Ack(M, 1, false, peers.subList(0, 16)).missing()).hasSize(16);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Ack(M, 1, false, peers))
        .withMessage("The number of missing peers must be in 0..16, but is 17");
    assertThatIllegalArgumentException().isThrownBy(() -> new Ack(M, 1, true, peers.subList(0, 1)));
  }

  @Test
  void whoIsMissingIsACopy() {
    List<PeerId> mine = new ArrayList<>(List.of(M.origin()));
    Ack ack = new Ack(M, 1, false, mine);
    Unacknowledged outcome = new Unacknowledged(M, 1, mine);
    mine.clear();
    assertThat(ack.missing()).containsExactly(M.origin()).isUnmodifiable();
    assertThat(outcome.missing()).containsExactly(M.origin()).isUnmodifiable();
  }

  @Test
  void idsAreOrderedByOriginThenLifeThenSequence() {
    MessageId base = new MessageId(peer(5).id(), 5, 5);
    assertThat(base)
        .isLessThan(new MessageId(peer(6).id(), 0, 0))
        .isLessThan(new MessageId(peer(5).id(), 6, 0))
        .isLessThan(new MessageId(peer(5).id(), 5, 6))
        .isEqualByComparingTo(new MessageId(peer(5).id(), 5, 5))
        .hasSameHashCodeAs(new MessageId(peer(5).id(), 5, 5))
        .isNotEqualTo("n005/5/5")
        .hasToString("n005/5/5");
  }
}
