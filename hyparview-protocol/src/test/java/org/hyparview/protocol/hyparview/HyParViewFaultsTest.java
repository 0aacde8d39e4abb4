package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.protocol.hyparview.MachineFixture.SELF;
import static org.hyparview.protocol.hyparview.MachineFixture.label;
import static org.hyparview.protocol.hyparview.MachineFixture.later;
import static org.hyparview.protocol.hyparview.MachineFixture.leaving;
import static org.hyparview.protocol.hyparview.MachineFixture.neighbor;
import static org.hyparview.protocol.hyparview.MachineFixture.peer;
import static org.hyparview.protocol.hyparview.MachineFixture.reply;

import org.hyparview.protocol.hyparview.HyParViewAction.Connect;
import org.hyparview.protocol.hyparview.HyParViewEvent.DownReason;
import org.hyparview.protocol.hyparview.HyParViewEvent.PeerDown;
import org.hyparview.protocol.hyparview.HyParViewEvent.PeerUp;
import org.hyparview.protocol.hyparview.HyParViewMessage.ForwardJoin;
import org.hyparview.protocol.hyparview.HyParViewMessage.Join;
import org.hyparview.protocol.hyparview.HyParViewMessage.Neighbor;
import org.hyparview.protocol.hyparview.HyParViewMessage.NeighborReply;
import org.hyparview.protocol.hyparview.HyParViewMessage.Outcome;
import org.hyparview.protocol.hyparview.HyParViewMessage.Priority;
import org.hyparview.protocol.hyparview.MachineFixture.Actions;
import org.hyparview.protocol.hyparview.MachineFixture.LinkedPeer;
import org.junit.jupiter.api.Test;

/**
 * Peers that break the protocol, and moments at which lives and requests get in each other's way.
 */
class HyParViewFaultsTest {

  private final MachineFixture fixture = new MachineFixture().joined();
  private final HyParView machine = fixture.machine;

  @Test
  void anAnswerThatNobodyAskedForEndsTheNeighborAtItsLink() {
    LinkedPeer neighbor = fixture.neighbors(3).get(0);
    Actions actions = fixture.receive(neighbor, reply(Outcome.FULL));
    assertThat(actions.closed()).containsExactly(neighbor.link());
    assertThat(actions.the(PeerDown.class).reason()).isEqualTo(DownReason.FAILED);
    assertThat(machine.activeSize()).isEqualTo(2);
  }

  @Test
  void aQuestionOnTheLinkOfOurOwnRequestEndsTheRequest() {
    LinkedPeer only = fixture.neighbor(peer(1));
    Connect connect =
        fixture.receive(only, new ForwardJoin(peer(10), TimeToLive.of(0))).the(Connect.class);
    long own = fixture.open(connect);
    Actions actions = fixture.receive(own, peer(10), neighbor(Priority.HIGH));
    assertThat(actions.closed()).containsExactly(own);
    assertThat(machine.pendingRequests()).isZero();
    assertThat(machine.activeSize()).isOne();
  }

  @Test
  void aForgedLabelOfOurselvesIsNotTakenFromOthers() {
    fixture.neighbors(1);
    fixture.receive(900, peer(60), new Neighbor(Priority.LOW, label(SELF, Long.MAX_VALUE)));
    fixture.tick();
    assertThat(machine.componentLabel().beat()).isLessThan(10);
  }

  @Test
  void theJoinOfARestartedNeighborIsSentOn() {
    fixture.neighbors(5);
    Actions actions = fixture.receive(900, later(peer(2)), new Join(label(later(peer(2)))));
    assertThat(actions.sent(ForwardJoin.class)).hasSize(4);
    assertThat(actions.the(PeerDown.class).reason()).isEqualTo(DownReason.SUPERSEDED);
    assertThat(actions.the(PeerUp.class).peer()).isEqualTo(later(peer(2)));
  }

  @Test
  void failedPeersAreNotAskedBeyondTheirRetention() {
    HyParViewConfig config = HyParViewConfig.builder()
        .failedPeerRetention(1_000)
        .healInterval(Integer.MAX_VALUE)
        .build();
    MachineFixture lone = new MachineFixture(config, 1).joined();
    LinkedPeer first = lone.neighbor(peer(1));
    LinkedPeer second = lone.neighbor(peer(2));
    lone.linkLost(first.link());
    lone.now += 3_600_000;
    assertThat(lone.receive(second, leaving()).connects()).isEmpty();
  }

  /** Else the joiner would be let in without walks, and without candidates. */
  @Test
  void aJoinGoesAheadOfANeighborThatItCrosses() {
    MachineFixture joiner = new MachineFixture();
    Connect connect = joiner.join(peer(10).address()).the(Connect.class);
    long own = joiner.open(connect, peer(10));
    Actions actions = joiner.receive(900, peer(10), neighbor(Priority.LOW));
    assertThat(actions.sent(NeighborReply.class))
        .extracting(NeighborReply::outcome)
        .containsExactly(Outcome.CROSSED);
    joiner.receive(own, peer(10), reply(Outcome.ACCEPTED));
    assertThat(joiner.machine.activeView()).containsExactly(peer(10));
  }

  @Test
  void aLaterLifeThatAnswersADialTakesThePlaceOfTheFormer() {
    MachineFixture joiner = new MachineFixture();
    Connect connect = joiner.join(peer(201).address()).the(Connect.class);
    LinkedPeer former = joiner.neighbor(peer(201));
    Actions actions = joiner.connected(connect, 900, later(peer(201)));
    assertThat(actions.closed()).containsExactly(former.link());
    assertThat(actions.the(PeerDown.class).reason()).isEqualTo(DownReason.SUPERSEDED);
    joiner.receive(900, later(peer(201)), reply(Outcome.ACCEPTED));
    assertThat(joiner.machine.activeView()).containsExactly(later(peer(201)));
  }
}
