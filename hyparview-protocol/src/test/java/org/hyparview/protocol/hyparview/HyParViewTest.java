package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.hyparview.protocol.hyparview.MachineFixture.CONFIG;
import static org.hyparview.protocol.hyparview.MachineFixture.SELF;
import static org.hyparview.protocol.hyparview.MachineFixture.evicted;
import static org.hyparview.protocol.hyparview.MachineFixture.label;
import static org.hyparview.protocol.hyparview.MachineFixture.later;
import static org.hyparview.protocol.hyparview.MachineFixture.leaving;
import static org.hyparview.protocol.hyparview.MachineFixture.neighbor;
import static org.hyparview.protocol.hyparview.MachineFixture.peer;
import static org.hyparview.protocol.hyparview.MachineFixture.peers;
import static org.hyparview.protocol.hyparview.MachineFixture.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.hyparview.protocol.hyparview.HyParViewAction.Cancel;
import org.hyparview.protocol.hyparview.HyParViewAction.Close;
import org.hyparview.protocol.hyparview.HyParViewAction.Connect;
import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.hyparview.HyParViewAction.Send;
import org.hyparview.protocol.hyparview.HyParViewEvent.DownReason;
import org.hyparview.protocol.hyparview.HyParViewEvent.PeerDown;
import org.hyparview.protocol.hyparview.HyParViewMessage.Disconnect;
import org.hyparview.protocol.hyparview.HyParViewMessage.DisconnectReason;
import org.hyparview.protocol.hyparview.HyParViewMessage.ForwardJoin;
import org.hyparview.protocol.hyparview.HyParViewMessage.Join;
import org.hyparview.protocol.hyparview.HyParViewMessage.Outcome;
import org.hyparview.protocol.hyparview.HyParViewMessage.Priority;
import org.hyparview.protocol.hyparview.HyParViewMessage.Probe;
import org.hyparview.protocol.hyparview.HyParViewMessage.Shuffle;
import org.hyparview.protocol.hyparview.MachineFixture.Actions;
import org.hyparview.protocol.hyparview.MachineFixture.LinkedPeer;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.machine.Output;
import org.hyparview.protocol.peer.Peer;
import org.junit.jupiter.api.Test;

/** The life of one machine: start, deadlines, links and leaving. */
class HyParViewTest {

  private static final long UNKNOWN_LINK = 999;

  private final MachineFixture fixture = new MachineFixture();
  private final HyParView machine = fixture.machine;

  // Start and deadlines

  @Test
  void aNewMachineWaits() {
    assertThat(machine.deadline()).isEqualTo(Machine.NEVER);
    assertThat(machine.outbox().isEmpty()).isTrue();
    assertThat(machine.self()).isEqualTo(SELF);
    assertThat(machine.activeView()).isEmpty();
    assertThat(machine.passiveView()).isEmpty();
    assertThat(machine.componentLabel()).isEqualTo(label(SELF));
  }

  @Test
  void aMachineThatHasNotJoinedIsWokenToNoEffect() {
    assertThat(fixture.wake().all()).isEmpty();
    assertThat(machine.deadline()).isEqualTo(Machine.NEVER);
  }

  @Test
  void aMachineThatHasNotJoinedLetsOthersInAlready() {
    fixture.neighbor(peer(1));
    assertThat(fixture.active()).containsExactly(peer(1));
    assertThat(machine.deadline()).isEqualTo(Machine.NEVER);
  }

  @Test
  void aNodeWithNoContactsAsksForNothingAndWaits() {
    assertThat(fixture.join().all()).isEmpty();
    assertThat(fixture.pass(100 * CONFIG.shuffleInterval()).all()).isEmpty();
    assertThat(machine.deadline()).isNotEqualTo(Machine.NEVER);
  }

  @Test
  void theFirstStepsOfManyNodesSpreadOverOneInterval() {
    HyParViewConfig tenMillis = HyParViewConfig.builder().shuffleInterval(10).build();
    ChiSquare<Long> delays =
        new ChiSquare<>(LongStream.rangeClosed(1, 10).boxed().toList());
    for (int seed = 0; seed < 2_000; seed++) {
      MachineFixture node = new MachineFixture(tenMillis, seed).joined();
      node.neighbor(peer(1));
      long start = node.now;
      assertThat(node.wakeAtDeadline().sent(Shuffle.class)).hasSize(1);
      delays.count(node.now - start);
    }
    delays.assertEven();
  }

  @Test
  void theStepsFollowEachOtherByOneInterval() {
    fixture.joined();
    fixture.neighbor(peer(1));
    List<Long> times = new ArrayList<>();
    for (int step = 0; step < 4; step++) {
      fixture.until(wake -> !wake.sent(Shuffle.class).isEmpty());
      times.add(fixture.now);
    }
    for (int i = 1; i < times.size(); i++) {
      assertThat(times.get(i) - times.get(i - 1)).isEqualTo(CONFIG.shuffleInterval());
    }
  }

  @Test
  void aLateWakeMakesOneStepAndNotOneForEachThatWasMissed() {
    fixture.joined();
    fixture.neighbor(peer(1));
    fixture.now += 10 * CONFIG.shuffleInterval();
    assertThat(fixture.wake().sent(Shuffle.class)).hasSize(1);
    assertThat(fixture.wake().all()).isEmpty();
  }

  @Test
  void wakingTooEarlyIsHarmless() {
    fixture.joined();
    fixture.neighbors(3);
    long deadline = machine.deadline();
    fixture.now = deadline - 1;
    assertThat(fixture.wake().all()).isEmpty();
    assertThat(machine.deadline()).isEqualTo(deadline);
  }

  @Test
  void theDeadlineIsThatOfTheFirstRequestToEnd() {
    // Before join there is no other deadline.
    LinkedPeer only = fixture.neighbor(peer(1));
    long asked = fixture.now;
    walkEnds(only, peer(60));
    assertThat(machine.deadline()).isEqualTo(asked + CONFIG.requestTimeout());
    fixture.now += 1_000;
    walkEnds(only, peer(61));
    assertThat(machine.deadline()).isEqualTo(asked + CONFIG.requestTimeout());
    assertThat(fixture.wakeAtDeadline().of(Cancel.class)).hasSize(1);
    assertThat(machine.deadline()).isEqualTo(asked + 1_000 + CONFIG.requestTimeout());
    assertThat(fixture.wakeAtDeadline().of(Cancel.class)).hasSize(1);
    assertThat(machine.deadline()).isEqualTo(Machine.NEVER);
  }

  @Test
  void joiningAgainDoesNotShiftThePeriodicStep() {
    fixture.joined();
    long deadline = machine.deadline();
    fixture.now += 10;
    fixture.joined();
    assertThat(machine.deadline()).isEqualTo(deadline);
  }

  @Test
  void theSameInputsWithTheSameSeedGiveTheSameActions() {
    assertThat(story(7)).isEqualTo(story(7)).isNotEqualTo(story(8));
  }

  private static List<Output<?>> story(long seed) {
    MachineFixture node = new MachineFixture(seed);
    List<Output<?>> actions = new ArrayList<>();
    actions.addAll(node.join(peer(200).address(), peer(201).address()).all());
    List<LinkedPeer> neighbors = node.neighbors(5);
    node.knows(neighbors.get(0), peers(60, 80));
    actions.addAll(node.linkLost(neighbors.get(1).link()).all());
    actions.addAll(node.pass(3 * CONFIG.shuffleInterval()).all());
    actions.addAll(node.leave().all());
    return actions;
  }

  @Test
  void requestsAreNumberedInTheirOrder() {
    List<Long> numbers = new ArrayList<>();
    for (Output<?> action : story(7)) {
      if (action instanceof Connect connect) {
        numbers.add(connect.request());
      }
    }
    assertThat(numbers)
        .hasSizeGreaterThan(5)
        .isEqualTo(LongStream.rangeClosed(1, numbers.size()).boxed().toList());
  }

  @Test
  void theViewsThatAreHandedOutAreCopies() {
    LinkedPeer first = fixture.neighbor(peer(1));
    fixture.knows(first, peer(60));
    List<Peer> active = machine.activeView();
    List<Peer> passive = machine.passiveView();
    fixture.neighbor(peer(2));
    fixture.knows(first, peer(61));
    assertThat(active).containsExactly(peer(1));
    assertThat(passive).containsExactly(peer(60));
    assertThat(machine.activeSize()).isEqualTo(2);
    assertThat(machine.passiveSize()).isEqualTo(2);
  }

  // Links

  @Test
  void aLostNeighborIsReportedAndIsNoCandidate() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(3);
    LinkedPeer lost = neighbors.get(1);
    Actions actions = fixture.linkLost(lost.link());
    assertThat(actions.all())
        .containsExactly(new PeerDown(lost.peer(), lost.link(), DownReason.FAILED));
    assertThat(fixture.active()).containsExactlyInAnyOrder(peer(0), peer(2));
    assertThat(fixture.passive()).isEmpty();
  }

  @Test
  void theLossOfALinkThatIsNobodysIsIgnored() {
    fixture.joined().neighbors(3);
    assertThat(fixture.linkLost(UNKNOWN_LINK).all()).isEmpty();
    assertThat(machine.activeSize()).isEqualTo(3);
  }

  @Test
  void aMessageFromANodeWithOurOwnIdClosesItsLink() {
    fixture.joined();
    for (Peer twin : List.of(SELF, later(SELF))) {
      Actions actions = fixture.receive(UNKNOWN_LINK, twin, neighbor(Priority.HIGH));
      assertThat(actions.all()).containsExactly(new Close(UNKNOWN_LINK));
    }
    assertThat(machine.activeSize()).isZero();
  }

  @Test
  void messagesForNeighborsOnALinkThatIsNobodysCloseItAndDoNothingElse() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(3);
    List<HyParViewMessage> misplaced = List.of(
        new ForwardJoin(peer(60), TimeToLive.of(0)),
        new ForwardJoin(peer(60), TimeToLive.of(3)),
        evicted(peer(61)),
        leaving(peer(61)),
        new Shuffle(peer(62), 1, TimeToLive.of(1), label(peer(0)), List.of(peer(63))),
        reply(Outcome.ACCEPTED, peer(64)),
        reply(Outcome.FULL, peer(64)));
    for (HyParViewMessage message : misplaced) {
      for (Peer sender : List.of(peer(70), neighbors.get(0).peer())) {
        Actions actions = fixture.receive(UNKNOWN_LINK, sender, message);
        assertThat(actions.all()).as("%s", message).containsExactly(new Close(UNKNOWN_LINK));
      }
    }
    assertThat(fixture.active()).containsExactlyInAnyOrderElementsOf(peers(0, 3));
    assertThat(fixture.passive()).isEmpty();
    assertThat(machine.componentLabel()).isEqualTo(label(SELF));
  }

  @Test
  void anotherMessageThanTheAnswerOnTheLinkOfARequestEndsTheRequest() {
    LinkedPeer only = fixture.joined().neighbor(peer(1));
    fixture.knows(only, peer(60));
    Connect connect = walkEnds(only, peer(60));
    long link = fixture.open(connect);
    Actions actions = fixture.receive(link, peer(60), new ForwardJoin(peer(61), TimeToLive.of(0)));
    assertThat(actions.closed()).containsExactly(link);
    assertThat(machine.pendingRequests()).isZero();
    assertThat(fixture.passive()).doesNotContain(peer(60));
    assertThat(fixture.receive(link, peer(60), reply(Outcome.ACCEPTED)).ups()).isEmpty();
  }

  @Test
  void aNewerLinkOfANeighborReplacesTheOlder() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(5);
    LinkedPeer old = neighbors.get(2);
    Actions actions = fixture.receive(UNKNOWN_LINK, old.peer(), neighbor(Priority.LOW));
    assertThat(actions.the(PeerDown.class))
        .isEqualTo(new PeerDown(old.peer(), old.link(), DownReason.SUPERSEDED));
    assertThat(actions.closed()).containsExactly(old.link());
    assertThat(actions.ups()).containsExactly(old.peer());
    assertThat(fixture.active()).containsExactlyInAnyOrderElementsOf(peers(0, 5));
    assertThat(machine.links()).contains(UNKNOWN_LINK).doesNotContain(old.link());
  }

  @Test
  void lateNewsOfASupersededLinkIsIgnored() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(5);
    LinkedPeer old = neighbors.get(2);
    fixture.receive(UNKNOWN_LINK, old.peer(), neighbor(Priority.LOW));
    for (HyParViewMessage late : List.of(
        leaving(), evicted(), reply(Outcome.FULL), new ForwardJoin(peer(60), TimeToLive.of(0)))) {
      assertThat(fixture.receive(old, late).all()).containsExactly(new Close(old.link()));
    }
    assertThat(fixture.linkLost(old.link()).all()).isEmpty();
    assertThat(fixture.active()).containsExactlyInAnyOrderElementsOf(peers(0, 5));
  }

  @Test
  void aLaterLifeReplacesTheEarlierWithItsLink() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(5);
    Peer reborn = later(peer(2));
    Actions actions = fixture.receive(UNKNOWN_LINK, reborn, neighbor(Priority.LOW));
    assertThat(actions.downs()).containsExactly(peer(2));
    assertThat(actions.ups()).containsExactly(reborn);
    assertThat(actions.closed()).containsExactly(neighbors.get(2).link());
    assertThat(fixture.active()).contains(reborn).doesNotContain(peer(2));
  }

  @Test
  void aQuestionOnTheLinkOfTheNeighborItselfIsAnsweredAgainAndChangesNothing() {
    LinkedPeer neighbor = fixture.joined().neighbors(5).get(3);
    for (HyParViewMessage again : List.of(neighbor(Priority.LOW), new Join(label(SELF)))) {
      Actions actions = fixture.receive(neighbor, again);
      assertThat(actions.all()).hasSize(1);
      assertThat(actions.theSent(HyParViewMessage.NeighborReply.class).outcome())
          .isEqualTo(Outcome.ACCEPTED);
    }
  }

  @Test
  void aLinkThatOpensForNobodyIsClosed() {
    fixture.joined();
    Connect never = new Connect(77, peer(60).address(), peer(60).id());
    assertThat(fixture.connected(never, UNKNOWN_LINK, peer(60)).all())
        .containsExactly(new Close(UNKNOWN_LINK));
    assertThat(fixture.connectFailed(never, ConnectFailure.SELF).all()).isEmpty();
  }

  @Test
  void aLinkToANodeThatBecameANeighborMeanwhileIsClosedUnused() {
    Connect toContact = fixture.join(peer(2).address()).the(Connect.class);
    fixture.neighbor(peer(2));
    Actions actions = fixture.connected(toContact, UNKNOWN_LINK, peer(2));
    assertThat(actions.all()).containsExactly(new Close(UNKNOWN_LINK));
    assertThat(machine.pendingRequests()).isZero();
    assertThat(fixture.active()).containsExactly(peer(2));
  }

  // Leaving

  @Test
  void leavingTellsEachNeighborAndThenClosesItsLink() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(3);
    fixture.knows(neighbors.get(0), peer(60));
    Actions actions = fixture.leave();
    assertThat(actions.all()).hasSize(9);
    for (LinkedPeer neighbor : neighbors) {
      List<Output<?>> own = actions.all().stream()
          .filter(action -> concerns(action, neighbor.link()))
          .toList();
      assertThat(own).hasSize(3);
      Disconnect farewell = (Disconnect) ((Send) own.get(0)).message();
      assertThat(farewell.reason()).isEqualTo(DisconnectReason.LEAVING);
      assertThat(farewell.sample()).contains(peer(60)).doesNotContain(neighbor.peer(), SELF);
      assertThat(own.get(1))
          .isEqualTo(new PeerDown(neighbor.peer(), neighbor.link(), DownReason.LEFT));
      assertThat(own.get(2)).isEqualTo(new Close(neighbor.link()));
    }
    assertThat(fixture.active()).isEmpty();
    assertThat(machine.deadline()).isEqualTo(Machine.NEVER);
  }

  private static boolean concerns(Output<?> action, long link) {
    return (action instanceof Send send && send.link() == link)
        || (action instanceof PeerDown down && down.link() == link)
        || action.equals(new Close(link));
  }

  @Test
  void leavingWithdrawsTheRequests() {
    LinkedPeer only = fixture.joined().neighbor(peer(1));
    Connect dialing = walkEnds(only, peer(60));
    long asked = fixture.open(walkEnds(only, peer(61)));
    Actions actions = fixture.leave();
    assertThat(actions.the(Cancel.class).request()).isEqualTo(dialing.request());
    assertThat(actions.on(asked))
        .containsExactly(new Disconnect(DisconnectReason.LEAVING, List.of()));
    assertThat(actions.closed()).containsExactlyInAnyOrder(asked, only.link());
    assertThat(machine.pendingRequests()).isZero();
  }

  @Test
  void whoHasLeftClosesWhatLinksStillComeAndDoesNothingMore() {
    LinkedPeer neighbor = fixture.joined().neighbors(3).get(0);
    Connect connect = new Connect(1, peer(60).address(), peer(60).id());
    fixture.leave();
    assertThat(fixture.receive(neighbor, evicted(peer(61))).all())
        .containsExactly(new Close(neighbor.link()));
    assertThat(
            fixture.receive(UNKNOWN_LINK, peer(60), new Probe(1, label(SELF))).all())
        .containsExactly(new Close(UNKNOWN_LINK));
    assertThat(fixture.connected(connect, UNKNOWN_LINK, peer(60)).all())
        .containsExactly(new Close(UNKNOWN_LINK));
    assertThat(fixture.connectFailed(connect, ConnectFailure.UNREACHABLE).all()).isEmpty();
    assertThat(fixture.linkLost(neighbor.link()).all()).isEmpty();
    fixture.now += 10 * CONFIG.shuffleInterval();
    assertThat(fixture.wake().all()).isEmpty();
    assertThat(fixture.leave().all()).isEmpty();
    assertThat(machine.deadline()).isEqualTo(Machine.NEVER);
  }

  @Test
  void whoHasLeftCannotJoinAgain() {
    fixture.leave();
    assertThatIllegalStateException()
        .isThrownBy(() -> machine.join(List.of(), fixture.now))
        .withMessage(SELF + " has left and can't join again");
  }

  /** Lets a walk end here, so that we ask the new node to be our neighbor. */
  private Connect walkEnds(LinkedPeer sender, Peer newNode) {
    return fixture.receive(sender, new ForwardJoin(newNode, TimeToLive.of(0))).the(Connect.class);
  }
}
