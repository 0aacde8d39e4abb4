package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.protocol.hyparview.MachineFixture.CONFIG;
import static org.hyparview.protocol.hyparview.MachineFixture.SELF;
import static org.hyparview.protocol.hyparview.MachineFixture.label;
import static org.hyparview.protocol.hyparview.MachineFixture.leaving;
import static org.hyparview.protocol.hyparview.MachineFixture.peer;
import static org.hyparview.protocol.hyparview.MachineFixture.peers;
import static org.hyparview.protocol.hyparview.MachineFixture.reply;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hyparview.protocol.hyparview.HyParViewAction.Connect;
import org.hyparview.protocol.hyparview.HyParViewAction.Send;
import org.hyparview.protocol.hyparview.HyParViewAction.SendDirect;
import org.hyparview.protocol.hyparview.HyParViewEvent.PeerDown;
import org.hyparview.protocol.hyparview.HyParViewMessage.Neighbor;
import org.hyparview.protocol.hyparview.HyParViewMessage.Outcome;
import org.hyparview.protocol.hyparview.HyParViewMessage.Priority;
import org.hyparview.protocol.hyparview.HyParViewMessage.Probe;
import org.hyparview.protocol.hyparview.HyParViewMessage.ProbeReply;
import org.hyparview.protocol.hyparview.HyParViewMessage.Shuffle;
import org.hyparview.protocol.hyparview.MachineFixture.Actions;
import org.hyparview.protocol.hyparview.MachineFixture.LinkedPeer;
import org.hyparview.protocol.peer.Peer;
import org.junit.jupiter.api.Test;

/** Finding the other part of a split overlay: probes, their answers, and labels. */
class HyParViewHealTest {

  private static final Peer CONTACT = peer(201);
  private static final long TEMPORARY_LINK = 900;
  private static final long FRESH_LINK = 901;

  /** The longest pause between two probes at first. */
  private static final long LONGEST = CONFIG.healInterval() * 5 / 4;

  private final MachineFixture fixture = new MachineFixture();
  private final HyParView machine = fixture.machine;
  private long probeNumber;

  // Asking

  @Test
  void aContactIsProbedOncePerHealInterval() {
    joinWithNeighbors(5);
    long start = fixture.now;
    SendDirect direct = untilProbe();
    assertThat(direct.to()).isEqualTo(CONTACT.address());
    assertThat(direct.expected()).isNull();
    assertThat(direct.message()).isEqualTo(new Probe(1, machine.componentLabel()));
    assertThat(fixture.now - start).isBetween(CONFIG.healInterval() * 3 / 4, LONGEST);
    long first = fixture.now;
    assertThat(((Probe) untilProbe().message()).sequence()).isEqualTo(2);
    assertThat(fixture.now - first).isBetween(CONFIG.healInterval() * 3 / 4, LONGEST);
  }

  @Test
  void aContactThatIsANeighborIsNotProbed() {
    joinWithNeighbors(4);
    fixture.neighbor(CONTACT);
    assertThat(fixture.pass(20 * CONFIG.healInterval()).of(SendDirect.class)).isEmpty();
  }

  @Test
  void aFailedNeighborIsProbedAndMustBeTheOneThatAnswers() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(5);
    fixture.linkLost(neighbors.get(2).link());
    SendDirect direct = untilProbe();
    assertThat(direct.to()).isEqualTo(peer(2).address());
    assertThat(direct.expected()).isEqualTo(peer(2).id());
  }

  @Test
  void contactsAndFailedPeersTakeTurnsByChance() {
    joinWithNeighbors(5);
    fixture.linkLost(machine.links()[4]);
    Set<Object> probed = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      probed.add(untilProbe().to());
    }
    assertThat(probed).containsExactlyInAnyOrder(CONTACT.address(), peer(4).address());
  }

  @Test
  void aFailedPeerIsForgottenInTime() {
    HyParViewConfig oneHour =
        HyParViewConfig.builder().failedPeerRetention(3_600_000).build();
    MachineFixture node = new MachineFixture(oneHour, 1).joined();
    List<LinkedPeer> neighbors = node.neighbors(5);
    node.linkLost(neighbors.get(2).link());
    node.pass(3_500_000);
    assertThat(node.pass(100_000).direct(Probe.class)).isNotEmpty();
    assertThat(node.pass(3_600_000).direct(Probe.class)).isEmpty();
  }

  @Test
  void aFailedPeerThatIsANeighborAgainIsNotProbed() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(5);
    fixture.linkLost(neighbors.get(2).link());
    fixture.neighbor(peer(2));
    assertThat(fixture.pass(10 * CONFIG.healInterval()).direct(Probe.class)).isEmpty();
  }

  @Test
  void oneWhoLeftIsNotProbed() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(5);
    fixture.receive(neighbors.get(2), leaving());
    assertThat(fixture.pass(10 * CONFIG.healInterval()).direct(Probe.class)).isEmpty();
  }

  @Test
  void withNobodyToProbeTheNextTimeStillComes() {
    fixture.joined().neighbors(5);
    fixture.pass(10 * CONFIG.healInterval());
    fixture.linkLost(machine.links()[0]);
    assertThat(fixture.pass(LONGEST).direct(Probe.class)).isNotEmpty();
  }

  // Being asked

  @Test
  void aProbeIsAnsweredOnItsLinkAndChangesNothing() {
    LinkedPeer teller = fixture.joined().neighbors(5).get(0);
    fixture.knows(teller, peers(60, 80));
    Actions actions = fixture.receive(TEMPORARY_LINK, peer(60), new Probe(9, label(peer(2), 40)));
    ProbeReply reply = actions.theSent(ProbeReply.class);
    assertThat(actions.linksOf(ProbeReply.class)).containsExactly(TEMPORARY_LINK);
    assertThat(actions.all()).hasSize(1);
    assertThat(reply.sequence()).isEqualTo(9);
    assertThat(reply.label()).isEqualTo(label(SELF));
    assertThat(reply.sample())
        .hasSize(CONFIG.shuffleActive() + CONFIG.shufflePassive())
        .doesNotContain(peer(60));
    assertThat(machine.componentLabel()).isEqualTo(label(SELF));
    assertThat(fixture.passive()).hasSize(20);
  }

  // Answers

  @Test
  void oneOfAnotherComponentIsAskedUrgently() {
    joinWithNeighbors(5);
    settleInOwnComponent();
    Actions actions = answerProbe(label(peer(3), 2), peer(60));
    Connect connect = actions.the(Connect.class);
    assertThat(connect.address()).isEqualTo(CONTACT.address());
    assertThat(connect.expected()).isEqualTo(CONTACT.id());
    assertThat(fixture.passive()).containsExactlyInAnyOrder(CONTACT, peer(60));
    Actions asked = fixture.connected(connect, FRESH_LINK, CONTACT);
    assertThat(asked.all())
        .containsExactly(
            new Send(FRESH_LINK, new Neighbor(Priority.HIGH, machine.componentLabel())));
    Actions accepted = fixture.receive(FRESH_LINK, CONTACT, reply(Outcome.ACCEPTED));
    assertThat(accepted.of(PeerDown.class)).hasSize(1);
    assertThat(fixture.active()).hasSize(5).contains(CONTACT);
  }

  @Test
  void oneOfOurComponentIsOnlyACandidate() {
    joinWithNeighbors(5);
    settleInOwnComponent();
    Actions actions = answerProbeOfOurOwn(peer(60));
    assertThat(actions.all()).isEmpty();
    assertThat(fixture.passive()).containsExactlyInAnyOrder(CONTACT, peer(60));
  }

  @Test
  void aNeighborOfAnotherLabelIsNotAsked() {
    List<LinkedPeer> neighbors = joinWithNeighbors(5);
    settleInOwnComponent();
    untilProbe();
    ProbeReply reply = new ProbeReply(probeNumber, label(peer(3), 2), List.of());
    assertThat(fixture.receive(TEMPORARY_LINK, neighbors.get(0).peer(), reply).all())
        .isEmpty();
  }

  @Test
  void anAnswerIsTakenOnceAndOnlyIfItWasAskedFor() {
    joinWithNeighbors(5);
    settleInOwnComponent();
    untilProbe();
    long number = probeNumber;
    ComponentLabel other = label(peer(3), 2);
    for (long wrong : List.of(number - 1, number + 1)) {
      ProbeReply reply = new ProbeReply(wrong, other, List.of(peer(60)));
      assertThat(fixture.receive(TEMPORARY_LINK, CONTACT, reply).all()).isEmpty();
    }
    assertThat(fixture.passive()).isEmpty();
    ProbeReply right = new ProbeReply(number, other, List.of());
    assertThat(fixture.receive(TEMPORARY_LINK, CONTACT, right).connects()).hasSize(1);
    ProbeReply again = new ProbeReply(number, other, List.of(peer(61)));
    assertThat(fixture.receive(TEMPORARY_LINK, peer(70), again).all()).isEmpty();
    assertThat(fixture.passive()).doesNotContain(peer(61));
  }

  @Test
  void aFailedPeerThatAnswersIsNoLongerProbed() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(5);
    fixture.linkLost(neighbors.get(2).link());
    untilProbe();
    ProbeReply reply = new ProbeReply(probeNumber, machine.componentLabel(), List.of());
    fixture.receive(TEMPORARY_LINK, peer(2), reply);
    assertThat(fixture.passive()).containsExactly(peer(2));
    fixture.neighbor(peer(5));
    assertThat(fixture.pass(20 * CONFIG.healInterval()).direct(Probe.class)).isEmpty();
  }

  @Test
  void oneWhoIsBeingAskedAlreadyIsNotAskedTwice() {
    List<LinkedPeer> neighbors = joinWithNeighbors(5);
    settleInOwnComponent();
    untilProbe();
    fixture.receive(neighbors.get(0), new HyParViewMessage.ForwardJoin(CONTACT, TimeToLive.of(0)));
    ProbeReply reply = new ProbeReply(probeNumber, label(peer(3), 2), List.of());
    assertThat(fixture.receive(TEMPORARY_LINK, CONTACT, reply).all()).isEmpty();
    assertThat(machine.pendingRequests()).isOne();
  }

  @Test
  void aYoungNodeDoesNotJudge() {
    joinWithNeighbors(5);
    Actions actions = answerProbe(label(peer(3), 2));
    assertThat(actions.all()).isEmpty();
    assertThat(fixture.passive()).containsExactly(CONTACT);
  }

  @Test
  void whileAllIsOneTheProbesBecomeRarerAndALossMakesThemOftenAgain() {
    joinWithNeighbors(5);
    settleInOwnComponent();
    answerProbeOfOurOwn();
    for (long factor : new long[] {1, 2, 4, 4}) {
      long start = fixture.now;
      answerProbeOfOurOwn();
      assertThat(fixture.now - start)
          .isBetween(factor * CONFIG.healInterval() * 3 / 4, factor * LONGEST);
    }
    for (int i = 0; i < 2; i++) {
      fixture.linkLost(machine.links()[0]);
      long lost = fixture.now;
      untilProbe();
      assertThat(fixture.now - lost).isLessThanOrEqualTo(LONGEST);
    }
  }

  @Test
  void whileANodeIsYoungTheProbesDoNotBecomeRarer() {
    joinWithNeighbors(5);
    for (int i = 0; i < 4; i++) {
      long start = fixture.now;
      answerProbeOfOurOwn();
      assertThat(fixture.now - start).isLessThanOrEqualTo(LONGEST);
    }
  }

  // Labels

  @Test
  void theOldestNodesLabelBeatsWithEachStep() {
    fixture.joined().neighbors(1);
    for (int beat = 1; beat <= 3; beat++) {
      fixture.tick();
      assertThat(machine.componentLabel()).isEqualTo(label(SELF, beat));
    }
  }

  @Test
  void theYoungerNodePassesTheOldestsBeatOn() {
    LinkedPeer neighbor = fixture.joined().neighbors(1).get(0);
    ComponentLabel root = label(peer(2), 9);
    fixture.receive(neighbor, new Shuffle(peer(70), 1, TimeToLive.of(1), root, List.of()));
    Actions actions = fixture.tick();
    assertThat(actions.theSent(Shuffle.class).label()).isEqualTo(root);
    assertThat(machine.componentLabel()).isEqualTo(root);
  }

  private List<LinkedPeer> joinWithNeighbors(int count) {
    fixture.joined();
    List<LinkedPeer> neighbors = fixture.neighbors(count);
    assertThat(fixture.join(CONTACT.address()).all()).isEmpty();
    return neighbors;
  }

  /** Lets so many steps pass that this node is sure of its label. */
  private void settleInOwnComponent() {
    fixture.pass((Component.SETTLING + 1) * CONFIG.shuffleInterval());
  }

  private SendDirect untilProbe() {
    Actions actions = fixture.until(wake -> !wake.direct(Probe.class).isEmpty());
    SendDirect direct = actions.the(SendDirect.class);
    probeNumber = ((Probe) direct.message()).sequence();
    return direct;
  }

  private Actions answerProbe(ComponentLabel label, Peer... sample) {
    untilProbe();
    return answer(label, sample);
  }

  private Actions answerProbeOfOurOwn(Peer... sample) {
    untilProbe();
    return answer(machine.componentLabel(), sample);
  }

  private Actions answer(ComponentLabel label, Peer... sample) {
    ProbeReply reply = new ProbeReply(probeNumber, label, List.of(sample));
    return fixture.receive(TEMPORARY_LINK, CONTACT, reply);
  }
}
