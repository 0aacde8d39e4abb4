package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.protocol.hyparview.MachineFixture.CONFIG;
import static org.hyparview.protocol.hyparview.MachineFixture.SELF;
import static org.hyparview.protocol.hyparview.MachineFixture.earlier;
import static org.hyparview.protocol.hyparview.MachineFixture.evicted;
import static org.hyparview.protocol.hyparview.MachineFixture.label;
import static org.hyparview.protocol.hyparview.MachineFixture.later;
import static org.hyparview.protocol.hyparview.MachineFixture.leaving;
import static org.hyparview.protocol.hyparview.MachineFixture.neighbor;
import static org.hyparview.protocol.hyparview.MachineFixture.peer;
import static org.hyparview.protocol.hyparview.MachineFixture.peerOf;
import static org.hyparview.protocol.hyparview.MachineFixture.peers;
import static org.hyparview.protocol.hyparview.MachineFixture.reply;
import static org.hyparview.protocol.hyparview.MachineFixture.stale;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.hyparview.protocol.hyparview.HyParViewAction.Cancel;
import org.hyparview.protocol.hyparview.HyParViewAction.Close;
import org.hyparview.protocol.hyparview.HyParViewAction.Connect;
import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.hyparview.HyParViewAction.Send;
import org.hyparview.protocol.hyparview.HyParViewEvent.DownReason;
import org.hyparview.protocol.hyparview.HyParViewEvent.PeerDown;
import org.hyparview.protocol.hyparview.HyParViewEvent.PeerUp;
import org.hyparview.protocol.hyparview.HyParViewEvent.SelfChanged;
import org.hyparview.protocol.hyparview.HyParViewMessage.Disconnect;
import org.hyparview.protocol.hyparview.HyParViewMessage.DisconnectReason;
import org.hyparview.protocol.hyparview.HyParViewMessage.ForwardJoin;
import org.hyparview.protocol.hyparview.HyParViewMessage.Join;
import org.hyparview.protocol.hyparview.HyParViewMessage.Neighbor;
import org.hyparview.protocol.hyparview.HyParViewMessage.NeighborReply;
import org.hyparview.protocol.hyparview.HyParViewMessage.Outcome;
import org.hyparview.protocol.hyparview.HyParViewMessage.Priority;
import org.hyparview.protocol.hyparview.MachineFixture.Actions;
import org.hyparview.protocol.hyparview.MachineFixture.LinkedPeer;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Asking to be a neighbor and being asked: NEIGHBOR, its answers, DISCONNECT, and refilling. */
class HyParViewNeighborTest {

  private static final long FRESH_LINK = 900;
  private static final long OTHER_LINK = 901;

  private final MachineFixture fixture = new MachineFixture();
  private final HyParView machine = fixture.machine;

  // Being asked

  @Test
  void lowIsAcceptedIntoAFreeSlot() {
    fixture.joined().neighbors(4);
    Actions actions = fixture.receive(FRESH_LINK, peer(60), neighbor(Priority.LOW));
    assertThat(actions.theSent(NeighborReply.class).outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(actions.the(PeerUp.class)).isEqualTo(new PeerUp(peer(60), FRESH_LINK));
    assertThat(actions.all()).hasSize(2);
  }

  @Test
  void lowIsRefusedWhenTheViewIsFull() {
    LinkedPeer teller = fixture.joined().neighbors(5).get(0);
    fixture.knows(teller, peers(60, 70));
    Actions actions = fixture.receive(FRESH_LINK, peer(60), neighbor(Priority.LOW));
    NeighborReply reply = actions.theSent(NeighborReply.class);
    assertThat(reply.outcome()).isEqualTo(Outcome.FULL);
    assertThat(reply.incarnation()).isZero();
    assertThat(reply.sample())
        .hasSize(CONFIG.shuffleActive() + CONFIG.shufflePassive())
        .doesNotContain(peer(60), SELF);
    assertThat(actions.closed()).containsExactly(FRESH_LINK);
    assertThat(actions.all()).hasSize(2);
    assertThat(fixture.active()).containsExactlyInAnyOrderElementsOf(peers(0, 5));
  }

  @Test
  void highIsAcceptedInPlaceOfARandomNeighborWhenTheViewIsFull() {
    ChiSquare<Peer> evicted = new ChiSquare<>(peers(0, 5));
    for (int seed = 0; seed < 1_000; seed++) {
      MachineFixture node = new MachineFixture(seed);
      node.neighbors(5);
      Actions actions = node.receive(FRESH_LINK, peer(60), neighbor(Priority.HIGH));
      PeerDown down = actions.the(PeerDown.class);
      assertThat(down.reason()).isEqualTo(DownReason.EVICTED);
      assertThat(node.active()).hasSize(5).contains(peer(60));
      assertThat(node.passive()).containsExactly(down.peer());
      evicted.count(down.peer());
    }
    evicted.assertEven();
  }

  @Test
  void highEvictsNobodyWhileASlotIsFree() {
    fixture.joined().neighbors(4);
    Actions actions = fixture.receive(FRESH_LINK, peer(60), neighbor(Priority.HIGH));
    assertThat(actions.downs()).isEmpty();
    assertThat(machine.activeSize()).isEqualTo(5);
  }

  @Test
  void theAskersLabelIsTakenOverAndTheAnswerCarriesTheResult() {
    fixture.joined();
    Actions actions =
        fixture.receive(FRESH_LINK, peer(60), new Neighbor(Priority.LOW, label(peer(3), 7)));
    assertThat(actions.theSent(NeighborReply.class).label()).isEqualTo(label(peer(3), 7));
    assertThat(machine.componentLabel()).isEqualTo(label(peer(3), 7));
  }

  @Test
  void theLabelOfOneWhoIsRefusedIsNotTakenOver() {
    fixture.joined().neighbors(5);
    ComponentLabel before = machine.componentLabel();
    fixture.receive(FRESH_LINK, peer(60), new Neighbor(Priority.LOW, label(peer(3), 7)));
    assertThat(machine.componentLabel()).isEqualTo(before);
  }

  @Test
  void aCandidateThatAsksIsOneNoLonger() {
    LinkedPeer teller = fixture.joined().neighbors(2).get(0);
    fixture.knows(teller, peer(60));
    fixture.neighbor(peer(60));
    assertThat(fixture.passive()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Priority.class)
  void anEarlierLifeIsToldOfTheLaterWhateverItsPriority(Priority priority) {
    fixture.joined().neighbors(5);
    Actions actions = fixture.receive(FRESH_LINK, earlier(peer(2)), neighbor(priority));
    NeighborReply reply = actions.theSent(NeighborReply.class);
    assertThat(reply.outcome()).isEqualTo(Outcome.STALE);
    assertThat(reply.incarnation()).isEqualTo(peer(2).incarnation());
    assertThat(actions.closed()).containsExactly(FRESH_LINK);
    assertThat(fixture.active()).containsExactlyInAnyOrderElementsOf(peers(0, 5));
  }

  // Slots that are held

  @Test
  void aSlotThatIsHeldForARequestIsNotFree() {
    fixture.open(askOneCandidate());
    Actions actions = fixture.receive(FRESH_LINK, peer(80), neighbor(Priority.LOW));
    assertThat(actions.theSent(NeighborReply.class).outcome()).isEqualTo(Outcome.FULL);
  }

  @Test
  void aSlotThatIsMerelyDialedForIsFree() {
    askOneCandidate();
    Actions actions = fixture.receive(FRESH_LINK, peer(80), neighbor(Priority.LOW));
    assertThat(actions.ups()).containsExactly(peer(80));
  }

  @Test
  void aDialThatFindsItsSlotTakenAsksNothing() {
    Connect connect = askOneCandidate();
    fixture.neighbor(peer(80));
    Actions actions = fixture.connected(connect, FRESH_LINK, peerOf(connect));
    assertThat(actions.closed()).containsExactly(FRESH_LINK);
    assertThat(actions.all()).hasSize(1);
    assertThat(machine.pendingRequests()).isZero();
    assertThat(fixture.passive()).contains(peerOf(connect));
  }

  @Test
  void aHeldSlotGoesToOneWhoIsUrgentWithoutAnEviction() {
    askOneCandidate();
    Actions actions = fixture.receive(FRESH_LINK, peer(80), neighbor(Priority.HIGH));
    assertThat(actions.downs()).isEmpty();
    assertThat(actions.ups()).containsExactly(peer(80));
  }

  @Test
  void aLateYesFindsNoSlotAndIsDisconnected() {
    Connect connect = askOneCandidate();
    long link = fixture.open(connect);
    fixture.neighbor(peer(80));
    Actions actions = fixture.receive(link, peerOf(connect), reply(Outcome.ACCEPTED, peer(90)));
    Disconnect notice = actions.theSent(Disconnect.class);
    assertThat(notice.reason()).isEqualTo(DisconnectReason.EVICTED);
    assertThat(notice.sample()).isNotEmpty().doesNotContain(peerOf(connect));
    assertThat(actions.linksOf(Disconnect.class)).containsExactly(link);
    assertThat(actions.closed()).containsExactly(link);
    assertThat(actions.ups()).isEmpty();
    assertThat(actions.downs()).isEmpty();
    assertThat(machine.pendingRequests()).isZero();
    assertThat(fixture.passive()).contains(peerOf(connect));
  }

  @Test
  void aHeldSlotIsFreeToOthersOnceOurRequestsAreRefused() {
    long first = fixture.open(askOneCandidate());
    Connect second = fixture.receive(first, requested(), reply(Outcome.FULL)).the(Connect.class);
    Actions actions = fixture.receive(FRESH_LINK, peer(80), neighbor(Priority.LOW));
    assertThat(actions.ups()).containsExactly(peer(80));
    assertThat(machine.requests()).extracting(request -> request.number).contains(second.request());
    assertThat(fixture.receive(OTHER_LINK, peer(81), neighbor(Priority.LOW)).ups())
        .as("the view is full now")
        .isEmpty();
  }

  @Test
  void anAcceptanceHoldsTheSlotsAgain() {
    long first = fixture.open(askOneCandidate());
    Connect second = fixture.receive(first, requested(), reply(Outcome.FULL)).the(Connect.class);
    LinkedPeer last = fixture.neighbor(peer(80));
    fixture.linkLost(last.link());
    fixture.open(second);
    Actions actions = fixture.receive(FRESH_LINK, peer(81), neighbor(Priority.LOW));
    assertThat(actions.theSent(NeighborReply.class).outcome()).isEqualTo(Outcome.FULL);
  }

  /** Four neighbors, twenty candidates, and one of them is being asked for the fifth slot. */
  private Connect askOneCandidate() {
    return loseOneOfFive(peers(60, 80)).the(Connect.class);
  }

  private Actions loseOneOfFive(List<Peer> candidates) {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(5);
    fixture.knows(neighbors.get(0), candidates);
    return fixture.linkLost(neighbors.get(4).link());
  }

  private Peer requested() {
    Peer peer = machine.requests().get(0).peer();
    assertThat(peer).isNotNull();
    return peer == null ? SELF : peer;
  }

  // Asking

  @Test
  void aLostNeighborIsReplacedByACandidate() {
    Connect connect = askOneCandidate();
    assertThat(peerOf(connect)).isIn(peers(60, 80));
    assertThat(connect.expected()).isEqualTo(peerOf(connect).id());
    Actions asked = fixture.connected(connect, FRESH_LINK, peerOf(connect));
    assertThat(asked.all())
        .containsExactly(
            new Send(FRESH_LINK, new Neighbor(Priority.LOW, machine.componentLabel())));
    Actions actions =
        fixture.receive(FRESH_LINK, peerOf(connect), reply(Outcome.ACCEPTED, peer(90)));
    assertThat(actions.all()).containsExactly(new PeerUp(peerOf(connect), FRESH_LINK));
    assertThat(fixture.active()).hasSize(5).contains(peerOf(connect));
    assertThat(fixture.passive()).hasSize(20).contains(peer(90)).doesNotContain(peerOf(connect));
  }

  @Test
  void theCandidateIsPickedAtRandom() {
    ChiSquare<Peer> asked = new ChiSquare<>(peers(60, 70));
    for (int seed = 0; seed < 1_000; seed++) {
      MachineFixture node = new MachineFixture(seed).joined();
      List<LinkedPeer> neighbors = node.neighbors(5);
      node.knows(neighbors.get(0), peers(60, 70));
      asked.count(peerOf(node.linkLost(neighbors.get(4).link()).the(Connect.class)));
    }
    asked.assertEven();
  }

  @ParameterizedTest
  @EnumSource(ConnectFailure.class)
  void aCandidateThatCannotBeReachedIsNoneAndTheNextIsAsked(ConnectFailure reason) {
    Connect first = askOneCandidate();
    Connect second = fixture.connectFailed(first, reason).the(Connect.class);
    assertThat(peerOf(second)).isNotEqualTo(peerOf(first));
    assertThat(fixture.passive()).hasSize(19).doesNotContain(peerOf(first));
  }

  @Test
  void allCandidatesAreTriedWhileTheyCannotBeReached() {
    Actions actions = loseOneOfFive(peers(60, 80));
    for (int tried = 0; tried < 20; tried++) {
      actions = fixture.unreachable(actions.the(Connect.class));
    }
    assertThat(actions.connects()).isEmpty();
    assertThat(fixture.passive()).isEmpty();
  }

  @Test
  void aCandidateThatCouldNotBeReachedIsRememberedAmongTheFailed() {
    fixture.joined();
    LinkedPeer only = fixture.neighbor(peer(1));
    Connect candidate = fixture.receive(only, leaving(peer(60))).the(Connect.class);
    Connect retry = fixture.unreachable(candidate).the(Connect.class);
    assertThat(retry.address()).isEqualTo(peer(60).address());
    assertThat(retry.expected()).isNull();
  }

  @Test
  void aLinkThatBreaksBeforeTheAnswerEndsTheRequest() {
    Connect first = askOneCandidate();
    long link = fixture.open(first);
    Actions actions = fixture.linkLost(link);
    assertThat(peerOf(actions.the(Connect.class))).isNotEqualTo(peerOf(first));
    assertThat(actions.all()).hasSize(1);
    assertThat(fixture.passive()).doesNotContain(peerOf(first));
  }

  @Test
  void aRequestThatIsNotAnsweredEndsInTime() {
    Connect first = askOneCandidate();
    long deadline = fixture.now + CONFIG.requestTimeout();
    long link = fixture.open(first);
    assertThat(machine.requests().get(0).deadline).isEqualTo(deadline);
    fixture.now = deadline - 1;
    assertThat(fixture.wake().closed()).isEmpty();
    fixture.now = deadline;
    Actions actions = fixture.wake();
    assertThat(actions.all())
        .startsWith(
            new Send(link, new Disconnect(DisconnectReason.EVICTED, List.of())), new Close(link));
    assertThat(peerOf(actions.connects().get(0))).isNotEqualTo(peerOf(first));
    assertThat(fixture.passive()).doesNotContain(peerOf(first));
  }

  @Test
  void theTimeOfARequestBeginsWithTheInputThatCausedIt() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(5);
    fixture.knows(neighbors.get(0), peers(60, 80));
    fixture.now += 1_000;
    Connect first = fixture.linkLost(neighbors.get(4).link()).the(Connect.class);
    assertThat(machine.requests().get(0).deadline).isEqualTo(fixture.now + CONFIG.requestTimeout());
    fixture.now += 1_000;
    assertThat(fixture.unreachable(first).connects()).hasSize(1);
    assertThat(machine.requests().get(0).deadline).isEqualTo(fixture.now + CONFIG.requestTimeout());
  }

  @Test
  void theTimeToDialIsPartOfTheTimeToAnswer() {
    Connect first = askOneCandidate();
    fixture.now += CONFIG.requestTimeout() - 1;
    long link = fixture.open(first);
    fixture.now += 1;
    assertThat(fixture.wake().closed()).containsExactly(link);
  }

  @Test
  void aDialThatTakesTooLongIsCancelled() {
    Connect first = askOneCandidate();
    fixture.now += CONFIG.requestTimeout();
    Actions actions = fixture.wake();
    assertThat(actions.the(Cancel.class)).isEqualTo(new Cancel(first.request()));
    assertThat(fixture.passive()).doesNotContain(peerOf(first));
    assertThat(fixture.connected(first, FRESH_LINK, peerOf(first)).all())
        .containsExactly(new Close(FRESH_LINK));
    assertThat(fixture.unreachable(first).all()).isEmpty();
  }

  @Test
  void allRequestsThatAreDueEndAtOnce() {
    LinkedPeer only = fixture.joined().neighbor(peer(1));
    fixture.receive(only, new ForwardJoin(peer(60), TimeToLive.of(0)));
    fixture.receive(only, new ForwardJoin(peer(61), TimeToLive.of(0)));
    fixture.now += CONFIG.requestTimeout();
    assertThat(fixture.wake().of(Cancel.class)).hasSize(2);
    assertThat(machine.pendingRequests()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void anAnswerThatComesTooLateOnlyClosesItsLink(Outcome outcome) {
    Connect first = askOneCandidate();
    long link = fixture.open(first);
    fixture.now += CONFIG.requestTimeout();
    fixture.wake();
    NeighborReply late =
        new NeighborReply(outcome, SELF.incarnation(), label(peer(0)), List.of(peer(90)));
    assertThat(fixture.receive(link, peerOf(first), late).all()).containsExactly(new Close(link));
    assertThat(fixture.active()).containsExactlyInAnyOrderElementsOf(peers(0, 4));
    assertThat(fixture.passive()).doesNotContain(peer(90));
  }

  @Test
  void eachFreeSlotIsAskedForOnceAndEachCandidateToo() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(5);
    fixture.knows(neighbors.get(0), peers(60, 65));
    List<Peer> asked = new ArrayList<>();
    for (LinkedPeer neighbor : neighbors) {
      asked.add(peerOf(fixture.linkLost(neighbor.link()).the(Connect.class)));
    }
    assertThat(asked).containsExactlyInAnyOrderElementsOf(peers(60, 65));
    assertThat(machine.pendingRequests()).isEqualTo(5);
  }

  @Test
  void highIsAskedOnlyWithoutAnyNeighborAndByOneRequestAtATime() {
    LinkedPeer only = fixture.joined().neighbor(peer(1));
    fixture.knows(only, peers(60, 70));
    List<Connect> connects = fixture.linkLost(only.link()).connects();
    assertThat(connects).hasSize(5);
    assertThat(priorityOf(connects.get(0), FRESH_LINK)).isEqualTo(Priority.HIGH);
    assertThat(priorityOf(connects.get(1), FRESH_LINK + 1)).isEqualTo(Priority.LOW);
    Connect replacement = fixture.linkLost(FRESH_LINK).the(Connect.class);
    assertThat(priorityOf(connects.get(2), FRESH_LINK + 2)).isEqualTo(Priority.HIGH);
    assertThat(priorityOf(replacement, FRESH_LINK + 3)).isEqualTo(Priority.LOW);
    fixture.receive(FRESH_LINK + 2, peerOf(connects.get(2)), reply(Outcome.ACCEPTED));
    assertThat(priorityOf(connects.get(3), FRESH_LINK + 4)).isEqualTo(Priority.LOW);
  }

  private Priority priorityOf(Connect connect, long link) {
    return fixture
        .connected(connect, link, peerOf(connect))
        .theSent(Neighbor.class)
        .priority();
  }

  @Test
  void oneWhoRefusesStaysACandidateAndAnotherIsAsked() {
    Connect first = askOneCandidate();
    long link = fixture.open(first);
    Actions actions = fixture.receive(link, peerOf(first), reply(Outcome.FULL, peer(90), SELF));
    assertThat(actions.closed()).containsExactly(link);
    assertThat(peerOf(actions.the(Connect.class))).isNotEqualTo(peerOf(first));
    assertThat(fixture.passive()).hasSize(21).contains(peerOf(first), peer(90));
  }

  @Test
  void oneWhoRefusesIsKnownByItsPresentLife() {
    Connect first = askOneCandidate();
    Peer reborn = later(peerOf(first));
    long link = fixture.open(first, reborn);
    fixture.receive(link, reborn, reply(Outcome.FULL));
    assertThat(fixture.passive()).contains(reborn).doesNotContain(peerOf(first));
  }

  @Test
  void staleRaisesTheIncarnationAndAnotherIsAsked() {
    Connect first = askOneCandidate();
    long link = fixture.open(first);
    Actions actions = fixture.receive(link, peerOf(first), stale(SELF.incarnation() + 5));
    assertThat(actions.the(SelfChanged.class).self())
        .isEqualTo(SELF.withIncarnation(SELF.incarnation() + 6));
    assertThat(actions.closed()).containsExactly(link);
    assertThat(peerOf(actions.the(Connect.class))).isNotEqualTo(peerOf(first));
    assertThat(fixture.passive()).contains(peerOf(first));
  }

  // The pace of refilling

  @Test
  void aRoundAfterALossPutsUpWithTwoRefusalsForEachFreeSlot() {
    assertThat(refuseAll(loseOneOfFive(peers(60, 80)))).hasSize(2);
  }

  @Test
  void withTwoFreeSlotsNobodyElseIsAskedAfterTheFourthRefusal() {
    List<Connect> open = new ArrayList<>(loseOneOfFive(peers(60, 80)).connects());
    open.addAll(fixture.linkLost(machine.links()[3]).connects());
    assertThat(open).hasSize(2);
    for (int refusal = 1; refusal <= 4; refusal++) {
      List<Connect> next = refuse(open.remove(0)).connects();
      assertThat(next).as("after refusal %s", refusal).hasSize(refusal < 4 ? 1 : 0);
      open.addAll(next);
    }
    assertThat(refuse(open.remove(0)).connects()).isEmpty();
    assertThat(open).isEmpty();
  }

  @Test
  void betweenTheStepsShorterRoundsFollowAtPausesThatDouble() {
    HyParViewConfig rareSteps = HyParViewConfig.builder()
        .shuffleInterval(Integer.MAX_VALUE)
        .healInterval(Integer.MAX_VALUE)
        .build();
    MachineFixture node = new MachineFixture(rareSteps, 3).joined();
    LinkedPeer only = node.neighbor(peer(1));
    node.neighbors(1);
    node.knows(only, peers(60, 90));
    long delay = CONFIG.rejoinMinDelay();
    for (int round = 0; round < 10; round++) {
      long start = node.now;
      List<Connect> open = new ArrayList<>(node.wakeAtDeadline().connects());
      assertThat(node.now - start).isBetween(1 + delay / 2, delay + delay / 2);
      assertThat(open).hasSize(3);
      int refusals = 0;
      for (; !open.isEmpty(); refusals++) {
        open.addAll(refuse(node, open.remove(0)).connects());
      }
      assertThat(refusals).as("2 for each of 3 slots, and those under way").isEqualTo(8);
      delay *= 2;
    }
  }

  @Test
  void thePeriodicStepAsksEachCandidateOnce() {
    refuseAll(loseOneOfFive(peers(60, 80)));
    assertThat(refuseAll(refuseUntilTheNextStep()))
        .containsExactlyInAnyOrderElementsOf(peers(60, 80));
  }

  /** Refuses each request until no more come, and gives who was asked. */
  private List<Peer> refuseAll(Actions start) {
    List<Peer> asked = new ArrayList<>();
    ArrayDeque<Connect> open = new ArrayDeque<>(start.connects());
    while (!open.isEmpty()) {
      Connect connect = open.remove();
      asked.add(peerOf(connect));
      assertThat(asked).as("the refusals must have an end").hasSizeLessThan(100);
      open.addAll(refuse(connect).connects());
    }
    return asked;
  }

  private Actions refuseUntilTheNextStep() {
    return fixture.until(wake -> {
      boolean isStep = !wake.sent(HyParViewMessage.Shuffle.class).isEmpty();
      if (!isStep) {
        refuseAll(wake);
      }
      return isStep;
    });
  }

  private Actions refuse(Connect connect) {
    return refuse(fixture, connect);
  }

  private static Actions refuse(MachineFixture node, Connect connect) {
    return node.receive(node.open(connect), peerOf(connect), reply(Outcome.FULL));
  }

  // Insisting

  @Test
  void whoIsRefusedForSeveralSlotsInsistsOnceAtTheStep() {
    refuseAll(loseOneOfThree());
    assertThat(prioritiesAtTheNextStep())
        .containsExactlyInAnyOrder(Priority.HIGH, Priority.LOW, Priority.LOW);
    assertThat(prioritiesAtTheNextStep()).contains(Priority.HIGH);
  }

  @Test
  void whoIsRefusedForOneSlotDoesNotInsist() {
    refuseAll(loseOneOfFive(peers(60, 80)));
    assertThat(prioritiesAtTheNextStep()).containsExactly(Priority.LOW);
  }

  @Test
  void whoWasNotRefusedDoesNotInsist() {
    LinkedPeer teller = fixture.joined().neighbors(3).get(0);
    refuseUntilTheNextStep();
    fixture.now += CONFIG.shuffleInterval() - 1;
    fixture.knows(teller, peers(60, 80));
    assertThat(prioritiesAtTheNextStep()).containsExactly(Priority.LOW, Priority.LOW);
  }

  @Test
  void whoFoundANeighborSinceDoesNotInsist() {
    refuseAll(loseOneOfThree());
    fixture.neighbor(peer(80));
    assertThat(prioritiesAtTheNextStep()).containsExactly(Priority.LOW, Priority.LOW);
  }

  @Test
  void whoKnowsNobodyCannotInsist() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(3);
    refuseAll(fixture.receive(neighbors.get(2), leaving(peer(60))));
    Connect again = fixture.linkLost(neighbors.get(1).link()).the(Connect.class);
    fixture.unreachable(again);
    assertThat(fixture.passive()).isEmpty();
    assertThat(refuseUntilTheNextStep().connects()).isEmpty();
  }

  @Test
  void insistingEvictsNobodyHere() {
    refuseAll(loseOneOfThree());
    Connect insisted = refuseUntilTheNextStep().connects().get(0);
    assertThat(priorityOf(insisted, FRESH_LINK)).isEqualTo(Priority.HIGH);
    peers(80, 83).forEach(fixture::neighbor);
    Actions actions = fixture.receive(FRESH_LINK, peerOf(insisted), reply(Outcome.ACCEPTED));
    assertThat(actions.theSent(Disconnect.class).reason()).isEqualTo(DisconnectReason.EVICTED);
    assertThat(actions.linksOf(Disconnect.class)).containsExactly(FRESH_LINK);
    assertThat(actions.ups()).isEmpty();
  }

  /** Two neighbors, twenty candidates, and three of them are being asked. */
  private Actions loseOneOfThree() {
    LinkedPeer teller = fixture.joined().neighbors(3).get(0);
    fixture.knows(teller, peers(60, 80));
    Actions actions = fixture.linkLost(machine.links()[2]);
    assertThat(actions.connects()).hasSize(3);
    return actions;
  }

  /** Refuses all until the next step, gives how urgently that asks first, and refuses that too. */
  private List<Priority> prioritiesAtTheNextStep() {
    List<Priority> priorities = new ArrayList<>();
    for (Connect connect : refuseUntilTheNextStep().connects()) {
      long link = fixture.newLink();
      priorities.add(priorityOf(connect, link));
      refuseAll(fixture.receive(link, peerOf(connect), reply(Outcome.FULL)));
    }
    return priorities;
  }

  @Test
  void aFullViewAsksNobody() {
    LinkedPeer teller = fixture.joined().neighbors(5).get(0);
    fixture.knows(teller, peers(60, 80));
    assertThat(fixture.pass(5 * CONFIG.shuffleInterval()).connects()).isEmpty();
  }

  @Test
  void newCandidatesAreAskedAtTheNextRoundEvenIfNobodyWasLost() {
    LinkedPeer teller = fixture.joined().neighbors(4).get(0);
    fixture.knows(teller, peer(60));
    assertThat(fixture.tick().connects())
        .extracting(MachineFixture::peerOf)
        .containsExactly(peer(60));
  }

  // Disconnected

  @Test
  void anEvictedNodeKeepsItsEvicterAsACandidateAndAsksOthersFirst() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(5);
    LinkedPeer evicter = neighbors.get(2);
    fixture.knows(neighbors.get(0), peer(60));
    Actions actions = fixture.receive(evicter, evicted(SELF, peer(1)));
    assertThat(actions.all())
        .startsWith(
            new PeerDown(evicter.peer(), evicter.link(), DownReason.EVICTED),
            new Close(evicter.link()));
    assertThat(actions.the(Connect.class).expected()).isEqualTo(peer(60).id());
    assertThat(actions.all()).hasSize(3);
    assertThat(fixture.passive()).containsExactlyInAnyOrder(peer(60), evicter.peer());
    assertThat(fixture.unreachable(actions.the(Connect.class)).connects()).isEmpty();
  }

  @Test
  void theEvicterIsAskedInTheNextRound() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(5);
    assertThat(fixture.receive(neighbors.get(2), evicted()).connects()).isEmpty();
    Actions actions = fixture.wakeAtDeadline();
    assertThat(actions.the(Connect.class).expected()).isEqualTo(peer(2).id());
  }

  @Test
  void theSampleOfADisconnectIsUsedAtOnce() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(5);
    Actions actions = fixture.receive(neighbors.get(2), evicted(peer(60)));
    assertThat(actions.the(Connect.class).expected()).isEqualTo(peer(60).id());
  }

  @Test
  void oneWhoLeavesIsNoCandidate() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(5);
    LinkedPeer leaver = neighbors.get(2);
    Actions actions = fixture.receive(leaver, leaving(peer(60), leaver.peer()));
    assertThat(actions.the(PeerDown.class))
        .isEqualTo(new PeerDown(leaver.peer(), leaver.link(), DownReason.LEFT));
    assertThat(actions.closed()).containsExactly(leaver.link());
    assertThat(fixture.passive()).containsExactly(peer(60));
  }

  @ParameterizedTest
  @EnumSource(DisconnectReason.class)
  void disconnectIsNeverAnswered(DisconnectReason reason) {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(5);
    Disconnect message = new Disconnect(reason, List.of());
    assertThat(fixture.receive(neighbors.get(2), message).of(Send.class)).isEmpty();
    assertThat(fixture.receive(FRESH_LINK, peer(3), message).of(Send.class)).isEmpty();
  }

  // Crossed requests

  private final Peer smaller = peer(10);
  private final Peer larger = peer(90);

  @Test
  void ofTwoCrossedRequestsThatOfTheSmallerIdGoesAhead() {
    long own = askEndOfWalk(larger);
    Actions actions = fixture.receive(FRESH_LINK, larger, neighbor(Priority.HIGH));
    NeighborReply reply = actions.theSent(NeighborReply.class);
    assertThat(reply.outcome()).isEqualTo(Outcome.CROSSED);
    assertThat(actions.linksOf(NeighborReply.class)).containsExactly(FRESH_LINK);
    assertThat(actions.closed()).containsExactly(FRESH_LINK);
    assertThat(actions.all()).hasSize(2);
    assertThat(fixture.receive(own, larger, reply(Outcome.ACCEPTED)).the(PeerUp.class))
        .isEqualTo(new PeerUp(larger, own));
    assertThat(machine.pendingRequests()).isZero();
  }

  @Test
  void theLargerIdWithdrawsItsOwnRequestAndAccepts() {
    long own = askEndOfWalk(smaller);
    Actions actions = fixture.receive(FRESH_LINK, smaller, neighbor(Priority.LOW));
    assertThat(actions.on(own))
        .as("the other may have agreed already")
        .containsExactly(new Disconnect(DisconnectReason.EVICTED, List.of()));
    assertThat(actions.closed()).containsExactly(own);
    assertThat(actions.theSent(NeighborReply.class).outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(actions.the(PeerUp.class)).isEqualTo(new PeerUp(smaller, FRESH_LINK));
    assertThat(machine.pendingRequests()).isZero();
    assertThat(fixture.receive(own, smaller, reply(Outcome.CROSSED)).all())
        .containsExactly(new Close(own));
    assertThat(fixture.linkLost(own).all()).isEmpty();
    assertThat(fixture.active()).contains(smaller);
  }

  @Test
  void theLargerIdWaitsForTheOthersRequestWhenItsOwnCameFirst() {
    long own = askEndOfWalk(smaller);
    Actions crossed = fixture.receive(own, smaller, reply(Outcome.CROSSED));
    assertThat(crossed.all()).containsExactly(new Close(own));
    assertThat(machine.pendingRequests()).isOne();
    Actions actions = fixture.receive(FRESH_LINK, smaller, neighbor(Priority.LOW));
    assertThat(actions.the(PeerUp.class)).isEqualTo(new PeerUp(smaller, FRESH_LINK));
    assertThat(actions.all()).hasSize(2);
    assertThat(machine.pendingRequests()).isZero();
  }

  @Test
  void whoWaitsForTheOthersRequestInVainGivesUpInTime() {
    long deadline = fixture.now + CONFIG.requestTimeout();
    long own = askEndOfWalk(smaller);
    fixture.now += 1_000;
    fixture.receive(own, smaller, reply(Outcome.CROSSED));
    fixture.now = deadline;
    Actions actions = fixture.wake();
    assertThat(actions.of(Cancel.class)).isEmpty();
    assertThat(actions.sent(Disconnect.class)).isEmpty();
    assertThat(actions.closed()).isEmpty();
    assertThat(machine.pendingRequests()).isZero();
  }

  @Test
  void whoIsStillDialingCancelsAndAccepts() {
    for (Peer other : List.of(smaller, larger)) {
      MachineFixture node = new MachineFixture();
      Connect own = node.receive(node.neighbor(peer(1)), new ForwardJoin(other, TimeToLive.of(0)))
          .the(Connect.class);
      Actions actions = node.receive(FRESH_LINK, other, neighbor(Priority.LOW));
      assertThat(actions.the(Cancel.class)).isEqualTo(new Cancel(own.request()));
      assertThat(actions.ups()).containsExactly(other);
      assertThat(node.machine.pendingRequests()).isZero();
    }
  }

  @Test
  void aCrossedLowRequestOfANewNodeIsAcceptedEvenIfTheViewIsFull() {
    LinkedPeer sender = fixture.joined().neighbors(5).get(0);
    fixture.receive(sender, new ForwardJoin(smaller, TimeToLive.of(0)));
    Actions actions = fixture.receive(FRESH_LINK, smaller, neighbor(Priority.LOW));
    assertThat(actions.ups()).containsExactly(smaller);
    assertThat(actions.the(PeerDown.class).reason()).isEqualTo(DownReason.EVICTED);
  }

  @Test
  void aCrossedLowRequestOfACandidateFindsNoSlotThatFilledMeanwhile() {
    LinkedPeer teller = fixture.joined().neighbors(5).get(0);
    fixture.knows(teller, smaller);
    LinkedPeer lost = new LinkedPeer(peer(4), machine.links()[4]);
    long own = fixture.open(fixture.linkLost(lost.link()).the(Connect.class));
    fixture.neighbor(peer(5));
    Actions actions = fixture.receive(FRESH_LINK, smaller, neighbor(Priority.LOW));
    assertThat(actions.closed()).containsExactly(own, FRESH_LINK);
    assertThat(actions.theSent(NeighborReply.class).outcome()).isEqualTo(Outcome.FULL);
    assertThat(machine.pendingRequests()).isZero();
  }

  @Test
  void aCrossedLowRequestOfACandidateTakesTheSlotThatWasHeldForIt() {
    LinkedPeer teller = fixture.joined().neighbors(5).get(0);
    fixture.knows(teller, smaller);
    fixture.linkLost(machine.links()[4]);
    assertThat(machine.pendingRequests()).isOne();
    Actions actions = fixture.receive(FRESH_LINK, smaller, neighbor(Priority.LOW));
    assertThat(actions.ups()).containsExactly(smaller);
  }

  private long askEndOfWalk(Peer newNode) {
    LinkedPeer only = fixture.joined().neighbor(peer(1));
    Actions actions = fixture.receive(only, new ForwardJoin(newNode, TimeToLive.of(0)));
    return fixture.open(actions.the(Connect.class));
  }

  @Test
  void ofTwoCrossedJoinsTheSmallerIdsGoesAhead() {
    long own = fixture.open(fixture.join(larger.address()).the(Connect.class));
    Actions actions = fixture.receive(FRESH_LINK, larger, new Join(label(larger)));
    assertThat(actions.theSent(NeighborReply.class).outcome()).isEqualTo(Outcome.CROSSED);
    assertThat(actions.closed()).containsExactly(FRESH_LINK);
    assertThat(machine.activeSize()).isZero();
    assertThat(fixture.receive(own, larger, reply(Outcome.ACCEPTED)).ups()).containsExactly(larger);
  }

  @Test
  void ofTwoCrossedJoinsTheLargerIdsIsWithdrawn() {
    long own = fixture.open(fixture.join(smaller.address()).the(Connect.class));
    Actions actions = fixture.receive(FRESH_LINK, smaller, new Join(label(smaller)));
    assertThat(actions.closed()).containsExactly(own);
    assertThat(actions.ups()).containsExactly(smaller);
    assertThat(machine.pendingRequests()).isZero();
  }

  @Test
  void aCrossedJoinThatCameFirstWaitsForTheOther() {
    long own = fixture.open(fixture.join(smaller.address()).the(Connect.class));
    assertThat(fixture.receive(own, smaller, reply(Outcome.CROSSED)).all())
        .containsExactly(new Close(own));
    assertThat(fixture.receive(FRESH_LINK, smaller, new Join(label(smaller))).ups())
        .containsExactly(smaller);
    assertThat(machine.pendingRequests()).isZero();
    assertThat(machine.deadline()).isNotEqualTo(Machine.NEVER);
  }
}
