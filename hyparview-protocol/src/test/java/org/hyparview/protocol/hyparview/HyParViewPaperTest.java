package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.protocol.hyparview.MachineFixture.CONFIG;
import static org.hyparview.protocol.hyparview.MachineFixture.SELF;
import static org.hyparview.protocol.hyparview.MachineFixture.evicted;
import static org.hyparview.protocol.hyparview.MachineFixture.label;
import static org.hyparview.protocol.hyparview.MachineFixture.neighbor;
import static org.hyparview.protocol.hyparview.MachineFixture.peer;
import static org.hyparview.protocol.hyparview.MachineFixture.peerOf;
import static org.hyparview.protocol.hyparview.MachineFixture.peers;
import static org.hyparview.protocol.hyparview.MachineFixture.reply;

import java.util.List;
import org.hyparview.protocol.hyparview.HyParViewAction.Connect;
import org.hyparview.protocol.hyparview.HyParViewAction.SendDirect;
import org.hyparview.protocol.hyparview.HyParViewEvent.DownReason;
import org.hyparview.protocol.hyparview.HyParViewEvent.PeerDown;
import org.hyparview.protocol.hyparview.HyParViewMessage.Disconnect;
import org.hyparview.protocol.hyparview.HyParViewMessage.DisconnectReason;
import org.hyparview.protocol.hyparview.HyParViewMessage.ForwardJoin;
import org.hyparview.protocol.hyparview.HyParViewMessage.Join;
import org.hyparview.protocol.hyparview.HyParViewMessage.Neighbor;
import org.hyparview.protocol.hyparview.HyParViewMessage.NeighborReply;
import org.hyparview.protocol.hyparview.HyParViewMessage.Outcome;
import org.hyparview.protocol.hyparview.HyParViewMessage.Priority;
import org.hyparview.protocol.hyparview.HyParViewMessage.Shuffle;
import org.hyparview.protocol.hyparview.HyParViewMessage.ShuffleReply;
import org.hyparview.protocol.hyparview.MachineFixture.Actions;
import org.hyparview.protocol.hyparview.MachineFixture.LinkedPeer;
import org.hyparview.protocol.peer.Peer;
import org.junit.jupiter.api.Test;

/**
 * The paper as a test: one test a claim, by the sections of the technical report DI-FCUL TR-07-13
 * (Leitão, Pereira, Rodrigues: HyParView). Each has three parts: a situation, what happens, what
 * the paper says of it. Where the paper is silent, contradicts itself or is departed from, the
 * comment says how we decided.
 */
class HyParViewPaperTest {

  private static final long NEW_LINK = 900;

  private final MachineFixture fixture = new MachineFixture().joined();
  private final HyParView machine = fixture.machine;

  // §5.1: the parameters of the experiments with 10,000 nodes.

  @Test
  void defaultsAreThePapersValues() {
    HyParViewConfig config = HyParViewConfig.DEFAULT;

    assertThat(config.activeViewSize()).as("log(n) + c, with c = 1").isEqualTo(5);
    assertThat(config.passiveViewSize()).as("k (log(n) + c), with k = 6").isEqualTo(30);
    assertThat(config.activeRandomWalkLength()).as("ARWL").isEqualTo(6);
    assertThat(config.passiveRandomWalkLength()).as("PRWL").isEqualTo(3);
    assertThat(config.shuffleActive()).as("ka").isEqualTo(3);
    assertThat(config.shufflePassive()).as("kp").isEqualTo(4);
  }

  // §4.1: the active view is kept by a reactive strategy: with no failure it does not change.

  @Test
  void activeViewOnlyReacts() {
    LinkedPeer teller = fixture.neighbors(5).get(0);
    fixture.knows(teller, peers(60, 80));

    Actions actions = fixture.pass(50 * CONFIG.shuffleInterval());

    assertThat(actions.ups()).isEmpty();
    assertThat(actions.downs()).isEmpty();
    assertThat(actions.connects()).isEmpty();
  }

  // §4.1: the passive view is kept by a cyclic strategy.

  @Test
  void passiveViewIsExchangedInEachCycle() {
    fixture.neighbors(5);

    Actions actions = fixture.pass(10 * CONFIG.shuffleInterval());

    assertThat(actions.sent(Shuffle.class)).hasSize(10);
  }

  // §4.2: the contact takes the new node in, even if a random member must be dropped for it.

  @Test
  void contactDropsARandomMemberForANewNode() {
    fixture.neighbors(5);

    Actions actions = fixture.receive(NEW_LINK, peer(60), new Join(label(peer(60))));

    Peer dropped = actions.the(PeerDown.class).peer();
    assertThat(fixture.active()).hasSize(5).contains(peer(60)).doesNotContain(dropped);
    assertThat(actions.theSent(Disconnect.class).reason()).isEqualTo(DisconnectReason.EVICTED);
    assertThat(fixture.passive()).containsExactly(dropped);
  }

  // §4.2: the contact sends FORWARDJOIN with ARWL to every other member of its active view.

  @Test
  void contactStartsAWalkAtEachOtherMember() {
    List<LinkedPeer> neighbors = fixture.neighbors(4);

    Actions actions = fixture.receive(NEW_LINK, peer(60), new Join(label(peer(60))));

    assertThat(actions.linksOf(ForwardJoin.class))
        .containsExactlyInAnyOrderElementsOf(
            neighbors.stream().map(LinkedPeer::link).toList());
    assertThat(actions.sent(ForwardJoin.class))
        .containsOnly(new ForwardJoin(peer(60), TimeToLive.of(CONFIG.activeRandomWalkLength())));
  }

  // §4.2: with ttl = 0 the new node is entered.

  @Test
  void walkEndsAtTimeToLiveZero() {
    LinkedPeer sender = fixture.neighbors(4).get(0);

    Actions actions = fixture.receive(sender, new ForwardJoin(peer(60), TimeToLive.of(0)));

    assertThat(actions.the(Connect.class).expected()).isEqualTo(peer(60).id());
    assertThat(actions.sent(ForwardJoin.class)).isEmpty();
  }

  // §4.2, Algorithm 1: the walk is looked at before its time to live is decremented, so that it
  // takes ARWL + 1 messages, and leaves the new node in the passive view of the one receiver that
  // sees PRWL, which is the fourth.

  @Test
  void walkTakesOneMessageMoreThanItsLengthAndLeavesOneTrace() {
    ForwardJoin walk = new ForwardJoin(peer(60), TimeToLive.of(CONFIG.activeRandomWalkLength()));
    int messages = 1;
    int traceAt = 0;

    MachineFixture hop = hop();
    Actions actions = hop.receive(1, peer(0), walk);
    while (messages < 100 && !actions.sent(ForwardJoin.class).isEmpty()) {
      traceAt = hop.passive().contains(peer(60)) ? messages : traceAt;
      messages++;
      hop = hop();
      actions = hop.receive(1, peer(0), actions.theSent(ForwardJoin.class));
    }

    assertThat(messages).isEqualTo(CONFIG.activeRandomWalkLength() + 1);
    assertThat(traceAt).isEqualTo(4);
  }

  /** Another node on the way, whose neighbor 0 is at link 1. */
  private static MachineFixture hop() {
    MachineFixture hop = new MachineFixture();
    hop.neighbors(5);
    return hop;
  }

  // §4.2: the walk goes to a random member of the active view other than its sender.

  @Test
  void walkNeverGoesBack() {
    for (int seed = 0; seed < 50; seed++) {
      MachineFixture hop = new MachineFixture(seed);
      List<LinkedPeer> neighbors = hop.neighbors(2);

      Actions actions = hop.receive(neighbors.get(1), new ForwardJoin(peer(60), TimeToLive.of(4)));

      assertThat(actions.linksOf(ForwardJoin.class))
          .containsExactly(neighbors.get(0).link());
    }
  }

  // §4.2: the prose ends a walk where the active view has one member, Algorithm 1 where it has
  // none. Decision: the prose, since the only member is the sender.

  @Test
  void walkEndsEarlyAtAnActiveViewOfOne() {
    LinkedPeer only = fixture.neighbor(peer(1));

    Actions actions = fixture.receive(only, new ForwardJoin(peer(60), TimeToLive.of(6)));

    assertThat(actions.the(Connect.class).expected()).isEqualTo(peer(60).id());
  }

  // §4.2: at the end of a walk the pseudocode enters the new node without telling it, though links
  // are symmetric. Departure: the new node is asked by NEIGHBOR, and entered when it agrees.

  @Test
  void newNodeIsToldAtTheEndOfAWalk() {
    LinkedPeer sender = fixture.neighbors(4).get(0);

    Actions end = fixture.receive(sender, new ForwardJoin(peer(60), TimeToLive.of(0)));
    Actions asked = fixture.connected(end.the(Connect.class), NEW_LINK, peer(60));
    boolean enteredBeforeTheAnswer = fixture.active().contains(peer(60));
    Actions agreed = fixture.receive(NEW_LINK, peer(60), reply(Outcome.ACCEPTED));

    assertThat(asked.theSent(Neighbor.class).priority()).isEqualTo(Priority.LOW);
    assertThat(enteredBeforeTheAnswer).isFalse();
    assertThat(agreed.ups()).containsExactly(peer(60));
  }

  // §4.2: the new node enters at the end of a walk even if a random member must be dropped.

  @Test
  void newNodeReplacesARandomMemberAtTheEndOfAWalk() {
    LinkedPeer sender = fixture.neighbors(5).get(0);

    Actions end = fixture.receive(sender, new ForwardJoin(peer(60), TimeToLive.of(0)));
    long link = fixture.open(end.the(Connect.class));
    Actions agreed = fixture.receive(link, peer(60), reply(Outcome.ACCEPTED));

    assertThat(agreed.the(PeerDown.class).reason()).isEqualTo(DownReason.EVICTED);
    assertThat(fixture.active()).hasSize(5).contains(peer(60));
  }

  // §4.2: DISCONNECT moves its sender from the active to the passive view, and is not answered.

  @Test
  void disconnectedMemberBecomesACandidate() {
    LinkedPeer neighbor = fixture.neighbors(5).get(2);

    Actions actions = fixture.receive(neighbor, evicted());

    assertThat(fixture.active()).hasSize(4).doesNotContain(neighbor.peer());
    assertThat(fixture.passive()).containsExactly(neighbor.peer());
    assertThat(actions.sent(HyParViewMessage.class)).isEmpty();
  }

  // Algorithm 1 answers no DISCONNECT of one who is no neighbor, nor does it change anything.

  @Test
  void disconnectOfAStrangerChangesNothing() {
    fixture.neighbors(5);

    Actions actions = fixture.receive(NEW_LINK, peer(60), evicted(peer(61)));

    assertThat(actions.sent(HyParViewMessage.class)).isEmpty();
    assertThat(fixture.active()).containsExactlyInAnyOrderElementsOf(peers(0, 5));
    assertThat(fixture.passive()).isEmpty();
  }

  // The views are disjoint, but Algorithm 1 enters a node into the active view without removing it
  // from the passive. Decision: always removed.

  @Test
  void newMemberIsNoCandidate() {
    LinkedPeer teller = fixture.neighbors(4).get(0);
    fixture.knows(teller, peers(60, 64));

    fixture.receive(NEW_LINK, peer(60), neighbor(Priority.LOW));

    assertThat(fixture.active()).contains(peer(60));
    assertThat(fixture.passive()).containsExactlyInAnyOrderElementsOf(peers(61, 64));
  }

  // The passive view has a fixed length, but in Algorithm 1 a dropped member enters it past the
  // check. Decision: as for all others a random candidate makes room.

  @Test
  void droppedMemberFindsRoomInAFullPassiveView() {
    LinkedPeer teller = fixture.neighbors(5).get(0);
    fixture.knows(teller, peers(60, 90));

    Actions actions = fixture.receive(NEW_LINK, peer(100), new Join(label(peer(100))));

    assertThat(fixture.passive())
        .hasSize(CONFIG.passiveViewSize())
        .contains(actions.the(PeerDown.class).peer());
  }

  // Algorithm 1 drops a random member before it looks who joins. Decision: who is a member already
  // replaces its own link, and a node that joins itself is sent away.

  @Test
  void joinOfAMemberOrOfOurselvesDropsNobody() {
    fixture.neighbors(5);

    Actions member = fixture.receive(NEW_LINK, peer(2), new Join(label(peer(2))));
    Actions ourselves = fixture.receive(NEW_LINK + 1, SELF, new Join(label(SELF)));

    assertThat(member.the(PeerDown.class).reason()).isEqualTo(DownReason.SUPERSEDED);
    assertThat(ourselves.closed()).containsExactly(NEW_LINK + 1);
    assertThat(fixture.active()).containsExactlyInAnyOrderElementsOf(peers(0, 5));
  }

  // §4.3: a failed member is replaced by a random member of the passive view.

  @Test
  void failedMemberIsReplacedByACandidate() {
    List<LinkedPeer> neighbors = fixture.neighbors(5);
    fixture.knows(neighbors.get(0), peers(60, 80));

    Connect connect = fixture.linkLost(neighbors.get(3).link()).the(Connect.class);
    long link = fixture.open(connect);
    fixture.receive(link, peerOf(connect), reply(Outcome.ACCEPTED));

    assertThat(fixture.active()).hasSize(5).contains(peerOf(connect)).doesNotContain(peer(3));
    assertThat(fixture.passive()).doesNotContain(peerOf(connect), peer(3));
  }

  // §4.3: a candidate to which no connection can be opened is removed and another is tried, until
  // one connection is opened.

  @Test
  void candidateThatCannotBeConnectedIsRemoved() {
    List<LinkedPeer> neighbors = fixture.neighbors(5);
    fixture.knows(neighbors.get(0), peers(60, 80));

    Connect connect = fixture.linkLost(neighbors.get(3).link()).the(Connect.class);
    for (int failures = 0; failures < 19; failures++) {
      connect = fixture.unreachable(connect).the(Connect.class);
    }

    assertThat(fixture.passive()).containsExactly(peerOf(connect));
  }

  // §4.3: the priority is high if the active view is empty, and low otherwise. Departure: of
  // several requests at a time only one is high, else a lone node would evict at all of them.

  @Test
  void priorityIsHighOnlyWithAnEmptyActiveView() {
    List<LinkedPeer> neighbors = fixture.neighbors(2);
    fixture.knows(neighbors.get(0), peers(60, 64));

    Connect withOneLeft = fixture.linkLost(neighbors.get(0).link()).connects().get(0);
    Actions low = fixture.connected(withOneLeft, NEW_LINK, peerOf(withOneLeft));
    fixture.receive(NEW_LINK, peerOf(withOneLeft), reply(Outcome.FULL));
    Connect withNoneLeft = fixture.linkLost(neighbors.get(1).link()).connects().get(0);
    Actions high = fixture.connected(withNoneLeft, NEW_LINK + 1, peerOf(withNoneLeft));

    assertThat(low.theSent(Neighbor.class).priority()).isEqualTo(Priority.LOW);
    assertThat(high.theSent(Neighbor.class).priority()).isEqualTo(Priority.HIGH);
  }

  // §4.3 lets a node starve that has a neighbor and is refused by all others. Departure: one that
  // was refused and lacks several members asks one of its candidates urgently, once a step.

  @Test
  void starvingNodeInsists() {
    List<LinkedPeer> neighbors = fixture.neighbors(2);
    fixture.knows(neighbors.get(0), peer(60));

    Connect refused = fixture.linkLost(neighbors.get(1).link()).the(Connect.class);
    fixture.receive(fixture.open(refused), peer(60), reply(Outcome.FULL));
    Actions step = fixture.until(wake -> {
      boolean isStep = !wake.sent(Shuffle.class).isEmpty();
      if (!isStep) {
        wake.connects()
            .forEach(retry -> fixture.receive(fixture.open(retry), peer(60), reply(Outcome.FULL)));
      }
      return isStep;
    });
    Actions asked = fixture.connected(step.the(Connect.class), NEW_LINK, peer(60));

    assertThat(asked.theSent(Neighbor.class).priority()).isEqualTo(Priority.HIGH);
    assertThat(fixture.active()).containsExactly(peer(0));
  }

  // §4.3: a request of high priority is always accepted, dropping a random member if need be.

  @Test
  void highPriorityIsAlwaysAccepted() {
    fixture.neighbors(5);

    Actions actions = fixture.receive(NEW_LINK, peer(60), neighbor(Priority.HIGH));

    assertThat(actions.theSent(NeighborReply.class).outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(actions.theSent(Disconnect.class).reason()).isEqualTo(DisconnectReason.EVICTED);
    assertThat(fixture.active()).hasSize(5).contains(peer(60));
  }

  // §4.3: a request of low priority is accepted only into a free slot.

  @Test
  void lowPriorityNeedsAFreeSlot() {
    fixture.neighbors(4);

    Actions free = fixture.receive(NEW_LINK, peer(60), neighbor(Priority.LOW));
    Actions full = fixture.receive(NEW_LINK + 1, peer(61), neighbor(Priority.LOW));

    assertThat(free.theSent(NeighborReply.class).outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(full.theSent(NeighborReply.class).outcome()).isEqualTo(Outcome.FULL);
  }

  // §4.3: who refuses stays in the passive view, and another candidate is asked.

  @Test
  void candidateThatRefusesStaysOne() {
    List<LinkedPeer> neighbors = fixture.neighbors(5);
    fixture.knows(neighbors.get(0), peers(60, 80));

    Connect first = fixture.linkLost(neighbors.get(3).link()).the(Connect.class);
    Actions refused = fixture.receive(fixture.open(first), peerOf(first), reply(Outcome.FULL));

    assertThat(fixture.passive()).containsExactlyInAnyOrderElementsOf(peers(60, 80));
    assertThat(peerOf(refused.the(Connect.class))).isNotEqualTo(peerOf(first));
  }

  // §4.3 repeats the procedure while it is refused, without an end. Departure: a round puts up with
  // two refusals a free slot, and then pauses.

  @Test
  void refusalsAreBounded() {
    List<LinkedPeer> neighbors = fixture.neighbors(5);
    fixture.knows(neighbors.get(0), peers(60, 80));

    Connect first = fixture.linkLost(neighbors.get(3).link()).the(Connect.class);
    Connect second =
        fixture.receive(fixture.open(first), peerOf(first), reply(Outcome.FULL)).the(Connect.class);
    Actions last = fixture.receive(fixture.open(second), peerOf(second), reply(Outcome.FULL));

    assertThat(last.connects()).isEmpty();
    assertThat(machine.deadline() - fixture.now).isBetween(1L, CONFIG.rejoinMinDelay() * 3 / 2);
  }

  // The paper refills after a failure only. Departure: after a DISCONNECT too, without which views
  // stay at 4.03 members on average after the joins.

  @Test
  void disconnectedMemberIsReplaced() {
    List<LinkedPeer> neighbors = fixture.neighbors(5);
    fixture.knows(neighbors.get(0), peer(60));

    Actions actions = fixture.receive(neighbors.get(2), evicted());

    assertThat(actions.the(Connect.class).expected()).isEqualTo(peer(60).id());
  }

  // The paper has no message to leave by; a node that leaves is found dead. Departure: it says so
  // with DISCONNECT, and is no candidate any more.

  @Test
  void leavingIsSaid() {
    fixture.neighbors(3);

    Actions actions = fixture.leave();

    assertThat(actions.sent(Disconnect.class))
        .hasSize(3)
        .extracting(Disconnect::reason)
        .containsOnly(DisconnectReason.LEAVING);
    assertThat(actions.closed()).hasSize(3);
  }

  // §4.4: a SHUFFLE carries the node itself, ka members of the active and kp of the passive view.

  @Test
  void shuffleCarriesEightPeers() {
    LinkedPeer teller = fixture.neighbors(5).get(0);
    fixture.knows(teller, peers(60, 80));

    List<Peer> sample = fixture.tick().theSent(Shuffle.class).sample();

    assertThat(sample).hasSize(8).contains(SELF);
    assertThat(sample).filteredOn(peers(0, 5)::contains).hasSize(3);
    assertThat(sample).filteredOn(peers(60, 80)::contains).hasSize(4);
  }

  // §4.4: the receiver of a SHUFFLE decrements first, and lets it walk on if the time to live is
  // above zero and there are at least two members. So a walk of T takes T messages. The paper gives
  // no T. Decision: as long as ARWL.

  @Test
  void shuffleTakesAsManyMessagesAsItsTimeToLive() {
    Shuffle walk = shuffle(peer(70), CONFIG.shuffleTimeToLive());
    int messages = 1;

    Actions actions = hop().receive(1, peer(0), walk);
    while (messages < 100 && !actions.sent(Shuffle.class).isEmpty()) {
      messages++;
      actions = hop().receive(1, peer(0), actions.theSent(Shuffle.class));
    }

    assertThat(messages).isEqualTo(CONFIG.activeRandomWalkLength());
    assertThat(actions.direct(ShuffleReply.class)).hasSize(1);
  }

  private static Shuffle shuffle(Peer origin, int ttl) {
    return new Shuffle(origin, 5, TimeToLive.of(ttl), label(SELF), peers(60, 68));
  }

  // §4.4: a SHUFFLE is accepted where the active view has one member.

  @Test
  void shuffleEndsEarlyAtAnActiveViewOfOne() {
    LinkedPeer only = fixture.neighbor(peer(1));

    Actions actions = fixture.receive(only, shuffle(peer(70), 6));

    assertThat(actions.direct(ShuffleReply.class)).hasSize(1);
  }

  // The paper excludes only the sender from the next hop. Decision: the origin too, and a shuffle
  // that comes back to it all the same is dropped.

  @Test
  void shuffleDoesNotComeBackToItsOrigin() {
    List<LinkedPeer> neighbors = fixture.neighbors(3);

    Actions onward = fixture.receive(neighbors.get(0), shuffle(peer(1), 6));
    Actions back = fixture.receive(neighbors.get(0), shuffle(SELF, 6));

    assertThat(onward.linksOf(Shuffle.class)).containsExactly(neighbors.get(2).link());
    assertThat(back.all()).isEmpty();
  }

  // §4.4: SHUFFLEREPLY goes straight to the origin, over a temporary connection, with as many
  // members of the passive view as were received. Departure: over the link to the origin if there
  // is one.

  @Test
  void shuffleIsAnsweredStraightToItsOrigin() {
    LinkedPeer teller = fixture.neighbors(5).get(0);
    fixture.knows(teller, peers(80, 100));

    Actions actions = fixture.receive(teller, shuffle(peer(70), 1));

    SendDirect direct = actions.the(SendDirect.class);
    assertThat(direct.to()).isEqualTo(peer(70).address());
    assertThat(((ShuffleReply) direct.message()).sample()).hasSize(8).isSubsetOf(peers(80, 100));
  }

  // The paper does not say what is answered when the passive view is too small. Decision: the rest
  // is taken from the active view.

  @Test
  void answerIsToppedUpFromTheActiveView() {
    LinkedPeer teller = fixture.neighbors(5).get(0);
    fixture.knows(teller, peers(80, 85));

    Actions actions = fixture.receive(teller, shuffle(peer(70), 1));

    List<Peer> sample = actions.direct(ShuffleReply.class).get(0).sample();
    assertThat(sample).hasSize(8).containsAll(peers(80, 85));
    assertThat(sample).filteredOn(peers(0, 5)::contains).hasSize(3);
  }

  // §4.4: of the received peers, ourselves and those in either view are left out.

  @Test
  void knownPeersAreNotIntegrated() {
    LinkedPeer teller = fixture.neighbors(5).get(0);
    fixture.knows(teller, peer(80));
    List<Peer> sample = List.of(SELF, peer(1), peer(80), peer(81));

    fixture.receive(teller, new Shuffle(peer(70), 5, TimeToLive.of(1), label(SELF), sample));

    assertThat(fixture.passive()).containsExactlyInAnyOrder(peer(80), peer(81));
  }

  // §4.4: into a full passive view, first those that were sent to the other make room, then random
  // ones.

  @Test
  void whatWasSentMakesRoomFirst() {
    LinkedPeer teller = fixture.neighbors(5).get(0);
    fixture.knows(teller, peers(80, 110));
    List<Peer> sent = fixture.tick().theSent(Shuffle.class).sample();

    fixture.receive(NEW_LINK, peer(70), new ShuffleReply(1, peers(110, 118)));

    assertThat(fixture.passive()).hasSize(30).doesNotContainAnyElementsOf(sent);
    assertThat(fixture.passive()).filteredOn(peers(80, 110)::contains).hasSizeBetween(22, 25);
  }

  // The paper leaves the period and the timeouts open.

  @Test
  void timesThatThePaperLeavesOpenHaveDefaults() {
    assertThat(CONFIG.shuffleInterval()).isEqualTo(30_000);
    assertThat(CONFIG.requestTimeout()).isEqualTo(5_000);
  }
}
