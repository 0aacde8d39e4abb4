package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.protocol.hyparview.MachineFixture.CONFIG;
import static org.hyparview.protocol.hyparview.MachineFixture.SELF;
import static org.hyparview.protocol.hyparview.MachineFixture.earlier;
import static org.hyparview.protocol.hyparview.MachineFixture.evicted;
import static org.hyparview.protocol.hyparview.MachineFixture.label;
import static org.hyparview.protocol.hyparview.MachineFixture.later;
import static org.hyparview.protocol.hyparview.MachineFixture.leaving;
import static org.hyparview.protocol.hyparview.MachineFixture.peer;
import static org.hyparview.protocol.hyparview.MachineFixture.peerOf;
import static org.hyparview.protocol.hyparview.MachineFixture.peers;
import static org.hyparview.protocol.hyparview.MachineFixture.reply;
import static org.hyparview.protocol.hyparview.MachineFixture.stale;

import java.util.ArrayList;
import java.util.List;
import org.hyparview.protocol.hyparview.HyParViewAction.Cancel;
import org.hyparview.protocol.hyparview.HyParViewAction.Close;
import org.hyparview.protocol.hyparview.HyParViewAction.Connect;
import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.hyparview.HyParViewAction.Send;
import org.hyparview.protocol.hyparview.HyParViewEvent.DownReason;
import org.hyparview.protocol.hyparview.HyParViewEvent.Isolated;
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
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Entering the overlay and letting others in: JOIN, FORWARDJOIN, and finding back. */
class HyParViewJoinTest {

  private static final PeerAddress[] CONTACTS = {
    peer(201).address(), peer(202).address(), peer(203).address()
  };

  private static final long FRESH_LINK = 900;

  private final MachineFixture fixture = new MachineFixture();
  private final HyParView machine = fixture.machine;

  // Asking contacts

  @Test
  void joinDialsOneContactWhoeverAnswersThere() {
    Connect connect = fixture.join(CONTACTS[0]).the(Connect.class);
    assertThat(connect.address()).isEqualTo(CONTACTS[0]);
    assertThat(connect.expected()).isNull();
    assertThat(machine.pendingRequests()).isOne();
  }

  @Test
  void theContactIsAskedWithOurLabelOnceItsLinkIsOpen() {
    Connect connect = fixture.join(CONTACTS[0]).the(Connect.class);
    Actions actions = fixture.connected(connect, FRESH_LINK, peer(201));
    assertThat(actions.all()).containsExactly(new Send(FRESH_LINK, new Join(label(SELF))));
  }

  @Test
  void theContactsAreAskedInRandomOrder() {
    ChiSquare<PeerAddress> first = new ChiSquare<>(List.of(CONTACTS));
    for (int seed = 0; seed < 600; seed++) {
      first.count(new MachineFixture(seed).join(CONTACTS).the(Connect.class).address());
    }
    first.assertEven();
  }

  @Test
  void eachContactIsAskedOnceAndThenTheNodeSaysThatItIsIsolated() {
    List<PeerAddress> asked = new ArrayList<>();
    Actions actions = fixture.join(CONTACTS);
    for (int i = 0; i < CONTACTS.length; i++) {
      Connect connect = actions.the(Connect.class);
      asked.add(connect.address());
      actions = fixture.unreachable(connect);
    }
    assertThat(asked).containsExactlyInAnyOrder(CONTACTS);
    assertThat(actions.all()).containsExactly(new Isolated());
  }

  /** Else nodes that took each other for a contact before they had looked for one stay apart. */
  @Test
  void whoHasNeighborsBeforeItJoinsAsksItsContactsAllTheSame() {
    fixture.receive(FRESH_LINK, peer(5), new Join(label(peer(5))));
    Actions actions = fixture.joinInOrder(CONTACTS);
    assertThat(actions.the(Connect.class).address()).isEqualTo(CONTACTS[0]);
    actions = fixture.unreachable(actions.the(Connect.class));
    long link = fixture.open(actions.the(Connect.class));
    fixture.receive(link, peer(201), reply(Outcome.ACCEPTED));
    assertThat(machine.activeSize()).isEqualTo(2);
  }

  @Test
  void whoHasNeighborsAndNoContactThatAnswersIsNotIsolated() {
    fixture.receive(FRESH_LINK, peer(5), new Join(label(peer(5))));
    assertThat(fixture.unreachable(fixture.join(CONTACTS[0]).the(Connect.class)).all())
        .isEmpty();
    assertThat(fixture.pass(CONFIG.shuffleInterval()).connects()).isEmpty();
  }

  @Test
  void whomAContactHasLetInAsksNoOtherWhenItHearsOfMore() {
    fixture.receive(
        fixture.open(fixture.join(CONTACTS[0]).the(Connect.class)),
        peer(201),
        reply(Outcome.ACCEPTED));
    assertThat(fixture.join(CONTACTS).all()).isEmpty();
  }

  @Test
  void aContactThatIsANeighborIsPassedOver() {
    fixture.receive(FRESH_LINK, peer(5), new Join(label(peer(5))));
    Connect dial = fixture.joinInOrder(peer(5).address(), CONTACTS[0]).the(Connect.class);
    assertThat(dial.address()).isEqualTo(CONTACTS[0]);
  }

  @Test
  void whoseOnlyContactIsANeighborAsksNobody() {
    fixture.receive(FRESH_LINK, peer(5), new Join(label(peer(5))));
    assertThat(fixture.join(peer(5).address()).all()).isEmpty();
  }

  @Test
  void ourOwnAddressAndDoublesAreNoContacts() {
    fixture.join(SELF.address(), CONTACTS[1], CONTACTS[1], SELF.address());
    assertThat(machine.contacts()).containsExactly(CONTACTS[1]);
  }

  @Test
  void aContactThatTurnsOutToBeOurselvesIsForgotten() {
    Connect connect = fixture.join(CONTACTS[0]).the(Connect.class);
    assertThat(fixture.connectFailed(connect, ConnectFailure.SELF).all()).isEmpty();
    assertThat(machine.contacts()).isEmpty();
    assertThat(fixture.pass(10 * CONFIG.shuffleInterval()).all()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = ConnectFailure.class,
      names = {"UNREACHABLE", "WRONG_PEER"})
  void aContactThatFailsStaysOneForLater(ConnectFailure reason) {
    Connect connect = fixture.join(CONTACTS[0]).the(Connect.class);
    fixture.connectFailed(connect, reason);
    assertThat(machine.contacts()).containsExactly(CONTACTS[0]);
    assertThat(fixture.wakeAtDeadline().the(Connect.class).address()).isEqualTo(CONTACTS[0]);
  }

  @Test
  void theContactIsANeighborOnlyWhenItHasAnswered() {
    long link = askFirstContact();
    assertThat(machine.activeSize()).isZero();
    Actions actions = fixture.receive(link, peer(201), reply(Outcome.ACCEPTED));
    assertThat(actions.all()).containsExactly(new PeerUp(peer(201), link));
    assertThat(fixture.active()).containsExactly(peer(201));
    assertThat(machine.pendingRequests()).isZero();
  }

  @Test
  void theAnswerBringsCandidatesThatWaitForTheWalksOfTheJoin() {
    long link = askFirstContact();
    long accepted = fixture.now;
    Actions actions = fixture.receive(
        link, peer(201), reply(Outcome.ACCEPTED, peer(201), peer(60), SELF, peer(61)));
    assertThat(actions.connects()).isEmpty();
    assertThat(fixture.passive()).containsExactlyInAnyOrder(peer(60), peer(61));
    assertThat(machine.deadline()).isEqualTo(accepted + CONFIG.rejoinMinDelay());
    assertThat(fixture.wakeAtDeadline().connects())
        .extracting(MachineFixture::peerOf)
        .containsExactlyInAnyOrder(peer(60), peer(61));
  }

  @Test
  void theContactsLabelIsTakenOver() {
    long link = askFirstContact();
    NeighborReply reply = new NeighborReply(Outcome.ACCEPTED, 0, label(peer(3), 40), List.of());
    fixture.receive(link, peer(201), reply);
    assertThat(machine.componentLabel()).isEqualTo(label(peer(3), 40));
  }

  @Test
  void contactsInOrderAreAskedOneAfterTheOtherBeforeTheNodeIsIsolated() {
    Actions actions = fixture.joinInOrder(CONTACTS);
    for (PeerAddress contact : CONTACTS) {
      assertThat(actions.all()).hasSize(1);
      Connect dial = actions.the(Connect.class);
      assertThat(dial.address()).isEqualTo(contact);
      actions = fixture.unreachable(dial);
    }
    assertThat(actions.all()).containsExactly(new Isolated());
  }

  @Test
  void aContactThatRefusesIsACandidateAndTheNextContactIsAsked() {
    Connect first = fixture.join(CONTACTS).the(Connect.class);
    long link = fixture.open(first);
    Actions actions = fixture.receive(link, peerOf(first), reply(Outcome.FULL, peer(60)));
    assertThat(actions.closed()).containsExactly(link);
    assertThat(actions.the(Connect.class).address())
        .isIn((Object[]) CONTACTS)
        .isNotEqualTo(first.address());
    assertThat(fixture.passive()).containsExactlyInAnyOrder(peerOf(first), peer(60));
  }

  @Test
  void aContactThatDoesNotAnswerInTimeIsLeftForTheNext() {
    Connect first = fixture.join(CONTACTS).the(Connect.class);
    long link = fixture.open(first);
    Actions actions = fixture.pass(CONFIG.requestTimeout());
    assertThat(actions.closed()).containsExactly(link);
    assertThat(actions.the(Connect.class).address()).isNotEqualTo(first.address());
    assertThat(fixture.receive(link, peerOf(first), reply(Outcome.ACCEPTED)).all())
        .containsExactly(new Close(link));
    assertThat(machine.activeSize()).isZero();
  }

  @Test
  void aDialThatTakesTooLongIsCancelledAndItsLinkClosedIfItOpensAfterAll() {
    Connect first = fixture.join(CONTACTS[0]).the(Connect.class);
    Actions actions = fixture.pass(CONFIG.requestTimeout());
    assertThat(actions.the(Cancel.class)).isEqualTo(new Cancel(first.request()));
    assertThat(actions.connects()).isEmpty();
    assertThat(fixture.connected(first, FRESH_LINK, peerOf(first)).all())
        .containsExactly(new Close(FRESH_LINK));
  }

  // Dials that overlap

  private static PeerAddress[] contacts(int count) {
    return peers(100, 100 + count).stream().map(Peer::address).toArray(PeerAddress[]::new);
  }

  @Test
  void theFirstContactHasAHeadStart() {
    fixture.joinInOrder(CONTACTS);
    assertThat(fixture.pass(ContactDials.DELAY - 1).connects()).isEmpty();
    assertThat(fixture.pass(1).connects())
        .extracting(Connect::address)
        .containsExactly(CONTACTS[1], CONTACTS[2]);
  }

  @Test
  void tenContactsThatDoNotAnswerDelayTheLivingOneByLessThanASecondWhereverItStands() {
    for (int living = 0; living <= 10; living++) {
      MachineFixture fixture = new MachineFixture();
      PeerAddress[] contacts = contacts(11);
      List<Connect> dials = new ArrayList<>(fixture.joinInOrder(contacts).connects());
      long start = fixture.now;
      PeerAddress wanted = contacts[living];
      while (dials.stream().noneMatch(dial -> dial.address().equals(wanted))) {
        dials.addAll(fixture.wakeAtDeadline().connects());
      }
      assertThat(fixture.now - start).isLessThan(1_000);
      Connect dial = dials.get(living);
      assertThat(dial.address()).isEqualTo(wanted);
      Actions actions = fixture.connected(dial, FRESH_LINK, peerOf(dial));
      assertThat(actions.of(Cancel.class)).hasSize(dials.size() - 1);
      actions = fixture.receive(FRESH_LINK, peerOf(dial), reply(Outcome.ACCEPTED));
      assertThat(actions.ups()).containsExactly(peerOf(dial));
      assertThat(fixture.machine.pendingRequests()).isZero();
    }
  }

  @Test
  void theNumberOfContactsThatAreDialedAtATimeIsBounded() {
    fixture.joinInOrder(contacts(100));
    fixture.pass(4 * ContactDials.DELAY);
    assertThat(machine.pendingRequests()).isEqualTo(ContactDials.MAX);
  }

  @Test
  void whoeverWasDialedMeanwhileIsTheNextIfTheFirstToAnswerDoesNotAdmitUs() {
    List<Connect> dials = new ArrayList<>(fixture.joinInOrder(CONTACTS).connects());
    dials.addAll(fixture.pass(ContactDials.DELAY).connects());
    fixture.connected(dials.get(2), FRESH_LINK, peerOf(dials.get(2)));
    Actions actions = fixture.linkLost(FRESH_LINK);
    assertThat(actions.the(Connect.class).address()).isIn(CONTACTS[0], CONTACTS[1]);
  }

  @Test
  void aDialThatFailsMakesWayForTheNextWhileAnotherOneHangs() {
    List<Connect> dials = new ArrayList<>(fixture.joinInOrder(contacts(6)).connects());
    dials.addAll(fixture.pass(ContactDials.DELAY).connects());
    assertThat(dials).hasSize(4);
    Actions actions = fixture.unreachable(dials.get(3));
    assertThat(actions.the(Connect.class).address()).isEqualTo(contacts(6)[4]);
  }

  @Test
  void theNodeIsIsolatedOnlyWhenAllOverlappingDialsHaveFailed() {
    List<Connect> dials = new ArrayList<>(fixture.joinInOrder(CONTACTS).connects());
    dials.addAll(fixture.pass(ContactDials.DELAY).connects());
    assertThat(fixture.unreachable(dials.get(1)).all()).isEmpty();
    assertThat(fixture.unreachable(dials.get(0)).all()).isEmpty();
    assertThat(fixture.unreachable(dials.get(2)).all()).containsExactly(new Isolated());
  }

  @Test
  void aContactWhoseLinkBreaksBeforeItAnswersIsLeftForTheNext() {
    Connect first = fixture.join(CONTACTS).the(Connect.class);
    Actions actions = fixture.linkLost(fixture.open(first));
    assertThat(actions.the(Connect.class).address()).isNotEqualTo(first.address());
    assertThat(actions.all()).hasSize(1);
  }

  @Test
  void twoContactAddressesOfOneNodeMakeOneRequest() {
    Connect toContact = fixture.join(CONTACTS[0]).the(Connect.class);
    LinkedPeer only = fixture.neighbor(peer(1));
    fixture.receive(only, new ForwardJoin(peer(60), TimeToLive.of(0)));
    Actions actions = fixture.connected(toContact, FRESH_LINK, peer(60));
    assertThat(actions.all()).containsExactly(new Close(FRESH_LINK));
    assertThat(machine.pendingRequests()).isOne();
  }

  /**
   * Who answers at a contact's address is known only then, and may have become a candidate in the
   * meantime, while no slot was free to ask it: dial of the contact; the contact becomes a
   * candidate; its link opens, and it is asked; another request fails, so a slot is free. Found by
   * histories 1,001,843 and 1,008,468.
   */
  @Test
  void aContactThatIsBeingAskedIsNotAskedAsACandidateToo() {
    MachineFixture fixture =
        new MachineFixture(HyParViewConfig.builder().activeViewSize(3).build(), 1);
    Connect toContact = fixture.join(peer(0).address()).the(Connect.class);
    MachineFixture.LinkedPeer lost = fixture.neighbor(peer(8));
    MachineFixture.LinkedPeer teller = fixture.neighbor(peer(9));
    fixture.knows(teller, peer(1));
    Connect toCandidate = fixture.linkLost(lost.link()).the(Connect.class);
    fixture.knows(teller, peer(0));
    fixture.open(toContact, peer(0));

    assertThat(fixture.unreachable(toCandidate).connects()).isEmpty();
    assertThat(fixture.machine.pendingRequests()).isOne();
  }

  @Test
  void joiningAgainAsksTheNewContactsAtOnce() {
    Connect first = fixture.join(CONTACTS[0]).the(Connect.class);
    fixture.unreachable(first);
    Connect second = fixture.join(CONTACTS[1]).the(Connect.class);
    assertThat(second.address()).isEqualTo(CONTACTS[1]);
    assertThat(machine.contacts()).containsExactly(CONTACTS[1]);
  }

  @Test
  void joiningAgainWithANeighborAsksNobody() {
    fixture.joined().neighbor(peer(1));
    assertThat(fixture.join(CONTACTS).all()).isEmpty();
    assertThat(machine.contacts()).containsExactly(CONTACTS);
  }

  private long askFirstContact() {
    return fixture.open(fixture.join(CONTACTS[0]).the(Connect.class));
  }

  // Isolation

  @Test
  void anIsolatedNodePausesLongerFromPassToPassUpToTheMaximum() {
    Actions actions = fixture.join(CONTACTS[0]);
    long delay = CONFIG.rejoinMinDelay();
    for (int pass = 0; pass < 12; pass++) {
      fixture.unreachable(actions.the(Connect.class));
      long failed = fixture.now;
      actions = untilConnect();
      assertThat(fixture.now - failed).isBetween(1 + delay / 2, delay + delay / 2);
      delay = Math.min(2 * delay, CONFIG.rejoinMaxDelay());
    }
    assertThat(delay).isEqualTo(CONFIG.rejoinMaxDelay());
  }

  private Actions untilConnect() {
    return fixture.until(wake -> !wake.connects().isEmpty());
  }

  @Test
  void isolationIsSaidOnceUntilThereIsANeighborAgain() {
    assertThat(isolationsInPasses(fixture.join(CONTACTS[0]), 5)).isOne();
    LinkedPeer neighbor = fixture.neighbor(peer(1));
    Actions actions = fixture.linkLost(neighbor.link());
    assertThat(isolationsInPasses(actions, 5)).isOne();
  }

  private int isolationsInPasses(Actions start, int requests) {
    Actions actions = start;
    int isolations = 0;
    for (int i = 0; i < requests; i++) {
      actions = fixture.unreachable(actions.connects().get(0));
      isolations += actions.of(Isolated.class).size();
      if (actions.connects().isEmpty()) {
        actions = untilConnect();
      }
    }
    fixture.unreachable(actions.connects().get(0));
    return isolations;
  }

  @Test
  void afterTheContactsTheFailedPeersAreAsked() {
    fixture.joined();
    LinkedPeer lost = fixture.neighbor(peer(1));
    fixture.join(CONTACTS[0]);
    Connect toContact = fixture.linkLost(lost.link()).the(Connect.class);
    assertThat(toContact.address()).isEqualTo(CONTACTS[0]);
    Connect toLost = fixture.unreachable(toContact).the(Connect.class);
    assertThat(toLost.address()).isEqualTo(peer(1).address());
    assertThat(toLost.expected()).isNull();
    assertThat(fixture.unreachable(toLost).all()).containsExactly(new Isolated());
  }

  @Test
  void aFailedPeerIsJoinedLikeAContact() {
    LinkedPeer lost = fixture.joined().neighbor(peer(1));
    Connect toLost = fixture.linkLost(lost.link()).the(Connect.class);
    Actions actions = fixture.connected(toLost, FRESH_LINK, later(peer(1)));
    assertThat(actions.on(FRESH_LINK)).containsExactly(new Join(label(SELF)));
    fixture.receive(FRESH_LINK, later(peer(1)), reply(Outcome.ACCEPTED));
    assertThat(fixture.active()).containsExactly(later(peer(1)));
  }

  @Test
  void whoWasNeverInvitedNorLostAnyoneIsNotIsolated() {
    fixture.joined();
    LinkedPeer only = fixture.neighbor(peer(1));
    assertThat(fixture.receive(only, leaving()).all())
        .containsExactly(
            new PeerDown(peer(1), only.link(), DownReason.LEFT), new Close(only.link()));
    assertThat(fixture.pass(10 * CONFIG.shuffleInterval()).all()).isEmpty();
  }

  @Test
  void aNodeThatWasEvictedByItsOnlyNeighborGoesToItsContacts() {
    fixture.joined();
    LinkedPeer only = fixture.neighbor(peer(1));
    fixture.join(CONTACTS[0]);
    Actions actions = fixture.receive(only, evicted());
    assertThat(actions.the(Connect.class).address()).isEqualTo(CONTACTS[0]);
  }

  @Test
  void aNodeWithCandidatesAsksThemBeforeItsContacts() {
    fixture.joined();
    LinkedPeer only = fixture.neighbor(peer(1));
    fixture.join(CONTACTS[0]);
    Actions actions = fixture.receive(only, leaving(peer(60)));
    Connect toCandidate = actions.the(Connect.class);
    assertThat(toCandidate.expected()).isEqualTo(peer(60).id());
    assertThat(fixture.unreachable(toCandidate).the(Connect.class).address())
        .isEqualTo(CONTACTS[0]);
  }

  @Test
  void aNeighborEndsTheHasteOfAnIsolatedNode() {
    Actions actions = fixture.join(CONTACTS[0]);
    for (int i = 0; i < 6; i++) {
      fixture.unreachable(actions.the(Connect.class));
      actions = untilConnect();
    }
    fixture.unreachable(actions.the(Connect.class));
    LinkedPeer neighbor = fixture.neighbor(peer(1));
    Actions afterLoss = fixture.linkLost(neighbor.link());
    Connect again = afterLoss.the(Connect.class);
    fixture.unreachable(fixture.unreachable(again).the(Connect.class));
    long failed = fixture.now;
    untilConnect();
    assertThat(fixture.now - failed).isLessThanOrEqualTo(CONFIG.rejoinMinDelay() * 3 / 2);
  }

  // Being a contact

  @Test
  void aJoinIsAcceptedAndSentOnToAllOtherNeighbors() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(3);
    Actions actions = fixture.receive(FRESH_LINK, peer(60), new Join(label(peer(60))));
    assertThat(actions.on(FRESH_LINK)).hasSize(1);
    assertThat(actions.theSent(NeighborReply.class).outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(actions.ups()).containsExactly(peer(60));
    for (LinkedPeer neighbor : neighbors) {
      assertThat(actions.on(neighbor.link()))
          .containsExactly(
              new ForwardJoin(peer(60), TimeToLive.of(CONFIG.activeRandomWalkLength())));
    }
    assertThat(actions.sent(ForwardJoin.class)).hasSize(3);
  }

  @Test
  void theAnswerIsSentBeforeThePeerIsReportedAndBeforeTheWalks() {
    fixture.joined().neighbors(1);
    Actions actions = fixture.receive(FRESH_LINK, peer(60), new Join(label(peer(60))));
    assertThat(actions.all())
        .extracting(action -> action.getClass().getSimpleName())
        .containsExactly("Send", "PeerUp", "Send");
  }

  @Test
  void theAnswerCarriesSomePeersButNeverTheAskerNorOurselves() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(5);
    fixture.knows(neighbors.get(0), peers(60, 80));
    fixture.knows(neighbors.get(0), peer(90));
    Actions actions = fixture.receive(FRESH_LINK, peer(90), new Join(label(peer(90))));
    List<Peer> sample = actions.theSent(NeighborReply.class).sample();
    assertThat(sample).hasSize(CONFIG.shuffleActive() + CONFIG.shufflePassive());
    assertThat(sample).doesNotHaveDuplicates().doesNotContain(peer(90), SELF);
    assertThat(sample).as("candidates, no neighbors").isSubsetOf(peers(60, 80));
  }

  @Test
  void theAnswerIsFilledUpWithNeighborsWhereCandidatesAreTooFew() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(4);
    fixture.knows(neighbors.get(0), peers(60, 62));
    Actions actions = fixture.receive(FRESH_LINK, peer(90), new Join(label(peer(90))));
    List<Peer> sample = actions.theSent(NeighborReply.class).sample();
    assertThat(sample).hasSize(2 + 4).containsAll(peers(60, 62)).containsAll(peers(0, 4));
  }

  @Test
  void joinEvictsARandomNeighborWhenTheViewIsFull() {
    ChiSquare<Peer> evicted = new ChiSquare<>(peers(0, 5));
    for (int seed = 0; seed < 1_000; seed++) {
      MachineFixture node = new MachineFixture(seed);
      node.neighbors(5);
      Actions actions = node.receive(FRESH_LINK, peer(60), new Join(label(peer(60))));
      evicted.count(actions.the(PeerDown.class).peer());
      assertThat(node.active()).hasSize(5).contains(peer(60));
    }
    evicted.assertEven();
  }

  @Test
  void theEvictedNeighborIsToldSoAndBecomesACandidate() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(5);
    Actions actions = fixture.receive(FRESH_LINK, peer(60), new Join(label(peer(60))));
    PeerDown down = actions.the(PeerDown.class);
    assertThat(down.reason()).isEqualTo(DownReason.EVICTED);
    assertThat(actions.closed()).containsExactly(down.link());
    Disconnect notice = actions.theSent(Disconnect.class);
    assertThat(actions.linksOf(Disconnect.class)).containsExactly(down.link());
    assertThat(notice.reason()).isEqualTo(DisconnectReason.EVICTED);
    assertThat(notice.sample()).hasSize(4).doesNotContain(down.peer());
    assertThat(fixture.passive()).containsExactly(down.peer());
    assertThat(actions.linksOf(ForwardJoin.class))
        .hasSize(4)
        .doesNotContain(down.link())
        .isSubsetOf(neighbors.stream().map(LinkedPeer::link).toList());
  }

  @Test
  void aCandidateThatJoinsIsOneNoLonger() {
    LinkedPeer first = fixture.joined().neighbors(2).get(0);
    fixture.knows(first, peer(60));
    fixture.receive(FRESH_LINK, peer(60), new Join(label(peer(60))));
    assertThat(fixture.passive()).isEmpty();
    assertThat(fixture.active()).contains(peer(60));
  }

  @Test
  void aJoinOfANeighborIsAnsweredAgainButNotSentOnAndEvictsNobody() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(5);
    Actions actions = fixture.receive(FRESH_LINK, peer(3), new Join(label(peer(3))));
    assertThat(actions.theSent(NeighborReply.class).outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(actions.sent(ForwardJoin.class)).isEmpty();
    assertThat(actions.the(PeerDown.class))
        .isEqualTo(new PeerDown(peer(3), neighbors.get(3).link(), DownReason.SUPERSEDED));
    assertThat(fixture.active()).containsExactlyInAnyOrderElementsOf(peers(0, 5));
  }

  @Test
  void aJoinOfAnEarlierLifeIsToldOfTheLater() {
    fixture.joined();
    LinkedPeer neighbor = fixture.neighbor(peer(3));
    Actions actions =
        fixture.receive(FRESH_LINK, earlier(peer(3)), new Join(label(earlier(peer(3)))));
    NeighborReply reply = actions.theSent(NeighborReply.class);
    assertThat(reply.outcome()).isEqualTo(Outcome.STALE);
    assertThat(reply.incarnation()).isEqualTo(peer(3).incarnation());
    assertThat(actions.closed()).containsExactly(FRESH_LINK);
    assertThat(actions.all()).hasSize(2);
    assertThat(machine.links()).containsExactly(neighbor.link());
  }

  @Test
  void aJoinOfALaterLifeIsAcceptedInPlaceOfTheEarlier() {
    fixture.joined();
    LinkedPeer neighbor = fixture.neighbor(peer(3));
    Peer reborn = later(peer(3));
    Actions actions = fixture.receive(FRESH_LINK, reborn, new Join(label(reborn)));
    assertThat(actions.downs()).containsExactly(peer(3));
    assertThat(actions.ups()).containsExactly(reborn);
    assertThat(actions.closed()).containsExactly(neighbor.link());
  }

  // Stale

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1_000_000})
  void whoseLaterLifeIsKnownRaisesItsIncarnationAboveThat(long ahead) {
    long known = SELF.incarnation() + ahead;
    long link = fixture.open(fixture.join(CONTACTS).the(Connect.class));
    Actions actions = fixture.receive(link, peer(201), stale(known));
    Peer raised = SELF.withIncarnation(known + 1);
    assertThat(actions.the(SelfChanged.class).self()).isEqualTo(raised);
    assertThat(machine.self()).isEqualTo(raised);
    assertThat(machine.componentLabel()).isEqualTo(label(raised));
    assertThat(actions.closed()).containsExactly(link);
    assertThat(actions.connects()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_049, Long.MAX_VALUE})
  void newsOfAnEarlierLifeOrOfTheLastPossibleChangesNothing(long known) {
    long link = fixture.open(fixture.join(CONTACTS).the(Connect.class));
    Actions actions = fixture.receive(link, peer(201), stale(known));
    assertThat(actions.of(SelfChanged.class)).isEmpty();
    assertThat(machine.self()).isEqualTo(SELF);
    assertThat(actions.closed()).containsExactly(link);
    assertThat(actions.connects()).hasSize(1);
  }

  // Walks

  @Test
  void aWalkGoesOnToARandomNeighborButNotBack() {
    ChiSquare<Long> next = new ChiSquare<>(List.of(1L, 3L, 4L, 5L));
    for (int seed = 0; seed < 1_000; seed++) {
      MachineFixture node = new MachineFixture(seed);
      LinkedPeer sender = node.neighbors(5).get(1);
      Actions actions = node.receive(sender, new ForwardJoin(peer(60), TimeToLive.of(6)));
      assertThat(actions.all()).hasSize(1);
      next.count(actions.linksOf(ForwardJoin.class).get(0));
    }
    next.assertEven();
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 5, 4, 3, 2, 1})
  void eachHopTakesOneFromTheTimeToLive(int ttl) {
    LinkedPeer sender = fixture.joined().neighbors(5).get(0);
    Actions actions = fixture.receive(sender, new ForwardJoin(peer(60), TimeToLive.of(ttl)));
    ForwardJoin walk = actions.theSent(ForwardJoin.class);
    assertThat(walk).isEqualTo(new ForwardJoin(peer(60), TimeToLive.of(ttl - 1)));
    assertThat(actions.all()).hasSize(1);
    boolean leavesATrace = ttl == CONFIG.passiveRandomWalkLength();
    assertThat(fixture.passive().contains(peer(60))).isEqualTo(leavesATrace);
  }

  @Test
  void aTimeToLiveBeyondOursIsCut() {
    LinkedPeer sender = fixture.joined().neighbors(5).get(0);
    Actions actions =
        fixture.receive(sender, new ForwardJoin(peer(60), TimeToLive.of(TimeToLive.MAX)));
    assertThat(actions.theSent(ForwardJoin.class).ttl().hops())
        .isEqualTo(CONFIG.activeRandomWalkLength() - 1);
  }

  @Test
  void aWalkEndsWhenItsTimeToLiveIsZero() {
    LinkedPeer sender = fixture.joined().neighbors(5).get(0);
    Actions actions = fixture.receive(sender, new ForwardJoin(peer(60), TimeToLive.of(0)));
    Connect connect = actions.the(Connect.class);
    assertThat(connect.address()).isEqualTo(peer(60).address());
    assertThat(connect.expected()).isEqualTo(peer(60).id());
    assertThat(actions.all()).hasSize(1);
    assertThat(fixture.passive()).isEmpty();
    assertThat(fixture.active()).containsExactlyInAnyOrderElementsOf(peers(0, 5));
  }

  /** Nothing proves that there is a new node at an address that a neighbor names. */
  @Test
  void fewOfTheNodesThatAreAnnouncedAreDialed() {
    LinkedPeer sender = fixture.joined().neighbors(5).get(0);
    List<Connect> dials = new ArrayList<>();
    for (int i = 100; i < 1_100; i++) {
      Actions actions = fixture.receive(sender, new ForwardJoin(peer(i), TimeToLive.of(0)));
      for (Connect dial : actions.of(Connect.class)) {
        dials.add(dial);
        fixture.connectFailed(dial, ConnectFailure.UNREACHABLE);
      }
    }
    assertThat(dials).hasSize(100);
    assertThat(fixture.passive()).isNotEmpty();
    fixture.pass(10);
    assertThat(fixture
            .receive(sender, new ForwardJoin(peer(2_000), TimeToLive.of(0)))
            .the(Connect.class)
            .expected())
        .isEqualTo(peer(2_000).id());
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 3, 1})
  void aWalkEndsWhereItsSenderIsTheOnlyNeighbor(int ttl) {
    LinkedPeer sender = fixture.joined().neighbor(peer(1));
    Actions actions = fixture.receive(sender, new ForwardJoin(peer(60), TimeToLive.of(ttl)));
    assertThat(actions.the(Connect.class).expected()).isEqualTo(peer(60).id());
    assertThat(actions.all()).hasSize(1);
    assertThat(fixture.passive()).isEmpty();
  }

  @Test
  void aWalkGoesOnWithTwoNeighbors() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(2);
    Actions actions =
        fixture.receive(neighbors.get(0), new ForwardJoin(peer(60), TimeToLive.of(1)));
    assertThat(actions.linksOf(ForwardJoin.class))
        .containsExactly(neighbors.get(1).link());
  }

  @Test
  void aWalkThatCouldOnlyGoToItsOwnNewNodeEndsSilently() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(2);
    Actions actions = fixture.receive(neighbors.get(0), new ForwardJoin(peer(1), TimeToLive.of(6)));
    assertThat(actions.all()).isEmpty();
  }

  @Test
  void aWalkOfANeighborGoesOnPastIt() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(3);
    Actions actions = fixture.receive(neighbors.get(0), new ForwardJoin(peer(1), TimeToLive.of(3)));
    assertThat(actions.linksOf(ForwardJoin.class))
        .containsExactly(neighbors.get(2).link());
    assertThat(fixture.passive()).isEmpty();
  }

  @Test
  void aWalkAboutOurselvesIsDropped() {
    List<LinkedPeer> neighbors = fixture.joined().neighbors(3);
    for (int ttl = 0; ttl <= 6; ttl++) {
      for (Peer us : List.of(SELF, later(SELF))) {
        ForwardJoin walk = new ForwardJoin(us, TimeToLive.of(ttl));
        assertThat(fixture.receive(neighbors.get(0), walk).all()).isEmpty();
      }
    }
  }

  @Test
  void twoWalksThatEndHereMakeOneRequest() {
    LinkedPeer sender = fixture.joined().neighbors(2).get(0);
    ForwardJoin walk = new ForwardJoin(peer(60), TimeToLive.of(0));
    assertThat(fixture.receive(sender, walk).connects()).hasSize(1);
    assertThat(fixture.receive(sender, walk).all()).isEmpty();
    assertThat(machine.pendingRequests()).isOne();
  }

  @Test
  void walksThatEndHereBeyondTwiceTheActiveViewOnlyLeaveCandidates() {
    LinkedPeer sender = fixture.joined().neighbors(1).get(0);
    int most = 2 * CONFIG.activeViewSize();
    for (int i = 0; i < most; i++) {
      assertThat(walkEnds(sender, peer(60 + i)).connects()).hasSize(1);
    }
    assertThat(fixture.passive()).isEmpty();
    assertThat(walkEnds(sender, peer(80)).all()).isEmpty();
    assertThat(fixture.passive()).containsExactly(peer(80));
    assertThat(machine.pendingRequests()).isEqualTo(most);
  }

  private Actions walkEnds(LinkedPeer sender, Peer newNode) {
    return fixture.receive(sender, new ForwardJoin(newNode, TimeToLive.of(0)));
  }

  @Test
  void theEndOfAWalkAsksWithLowPriority() {
    LinkedPeer sender = fixture.joined().neighbors(5).get(0);
    Connect connect = walkEnds(sender, peer(60)).the(Connect.class);
    Actions actions = fixture.connected(connect, FRESH_LINK, peer(60));
    assertThat(actions.all())
        .containsExactly(
            new Send(FRESH_LINK, new Neighbor(Priority.LOW, machine.componentLabel())));
  }

  @Test
  void theEndOfAWalkEvictsOnlyWhenTheNewNodeHasAgreed() {
    LinkedPeer sender = fixture.joined().neighbors(5).get(0);
    long link = fixture.open(walkEnds(sender, peer(60)).the(Connect.class));
    assertThat(fixture.active()).containsExactlyInAnyOrderElementsOf(peers(0, 5));
    Actions actions = fixture.receive(link, peer(60), reply(Outcome.ACCEPTED));
    assertThat(actions.the(PeerDown.class).reason()).isEqualTo(DownReason.EVICTED);
    assertThat(actions.theSent(Disconnect.class).reason()).isEqualTo(DisconnectReason.EVICTED);
    assertThat(actions.ups()).containsExactly(peer(60));
    assertThat(fixture.active()).hasSize(5).contains(peer(60));
  }

  @Test
  void theEndOfAWalkEvictsNobodyForANewNodeThatRefuses() {
    LinkedPeer sender = fixture.joined().neighbors(5).get(0);
    long link = fixture.open(walkEnds(sender, peer(60)).the(Connect.class));
    Actions actions = fixture.receive(link, peer(60), reply(Outcome.FULL));
    assertThat(actions.all()).containsExactly(new Close(link));
    assertThat(fixture.active()).containsExactlyInAnyOrderElementsOf(peers(0, 5));
    assertThat(fixture.passive()).containsExactly(peer(60));
  }

  @Test
  void theEndOfAWalkEvictsNobodyForANewNodeThatIsUnreachable() {
    LinkedPeer sender = fixture.joined().neighbors(5).get(0);
    Connect connect = walkEnds(sender, peer(60)).the(Connect.class);
    assertThat(fixture.unreachable(connect).all()).isEmpty();
    assertThat(fixture.active()).containsExactlyInAnyOrderElementsOf(peers(0, 5));
  }
}
