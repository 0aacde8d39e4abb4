package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.protocol.hyparview.MachineFixture.CONFIG;
import static org.hyparview.protocol.hyparview.MachineFixture.SELF;
import static org.hyparview.protocol.hyparview.MachineFixture.earlier;
import static org.hyparview.protocol.hyparview.MachineFixture.label;
import static org.hyparview.protocol.hyparview.MachineFixture.later;
import static org.hyparview.protocol.hyparview.MachineFixture.peer;
import static org.hyparview.protocol.hyparview.MachineFixture.peers;

import java.util.ArrayList;
import java.util.List;
import org.hyparview.protocol.hyparview.HyParViewAction.Close;
import org.hyparview.protocol.hyparview.HyParViewAction.SendDirect;
import org.hyparview.protocol.hyparview.HyParViewMessage.Shuffle;
import org.hyparview.protocol.hyparview.HyParViewMessage.ShuffleReply;
import org.hyparview.protocol.hyparview.MachineFixture.Actions;
import org.hyparview.protocol.hyparview.MachineFixture.LinkedPeer;
import org.hyparview.protocol.peer.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exchange of passive views: SHUFFLE, SHUFFLEREPLY, and what is made of the samples. */
class HyParViewShuffleTest {

  private static final long TEMPORARY_LINK = 900;
  private static final int SAMPLE_SIZE = 1 + CONFIG.shuffleActive() + CONFIG.shufflePassive();

  private final MachineFixture fixture = new MachineFixture().joined();
  private final HyParView machine = fixture.machine;

  private static Shuffle shuffle(Peer origin, int ttl, List<Peer> sample) {
    return new Shuffle(origin, 77, TimeToLive.of(ttl), label(SELF), sample);
  }

  // Shuffling

  @Test
  void eachStepSendsOneShuffleToANeighbor() {
    List<LinkedPeer> neighbors = fixture.neighbors(5);
    fixture.knows(neighbors.get(0), peers(60, 80));
    for (int sequence = 1; sequence <= 3; sequence++) {
      Actions actions = fixture.tick();
      Shuffle shuffle = actions.theSent(Shuffle.class);
      assertThat(shuffle.origin()).isEqualTo(SELF);
      assertThat(shuffle.sequence()).isEqualTo(sequence);
      assertThat(shuffle.ttl().hops()).isEqualTo(CONFIG.shuffleTimeToLive());
      assertThat(shuffle.label()).isEqualTo(machine.componentLabel());
      assertThat(actions.all()).hasSize(1);
    }
  }

  @Test
  void theReceiverIsARandomNeighbor() {
    ChiSquare<Long> receivers = new ChiSquare<>(List.of(1L, 2L, 3L, 4L, 5L));
    for (int seed = 0; seed < 1_000; seed++) {
      MachineFixture node = new MachineFixture(seed).joined();
      node.neighbors(5);
      receivers.count(node.tick().linksOf(Shuffle.class).get(0));
    }
    receivers.assertEven();
  }

  @Test
  void theSampleIsOurselvesAndPartsOfBothViewsButNotTheReceiver() {
    List<LinkedPeer> neighbors = fixture.neighbors(5);
    fixture.knows(neighbors.get(0), peers(60, 80));
    for (int i = 0; i < 50; i++) {
      Actions actions = fixture.tick();
      LinkedPeer receiver = neighbors.get((int) (actions.linksOf(Shuffle.class).get(0) - 1));
      List<Peer> sample = actions.theSent(Shuffle.class).sample();
      assertThat(sample).hasSize(SAMPLE_SIZE).doesNotHaveDuplicates();
      assertThat(sample.get(0)).isEqualTo(SELF);
      assertThat(sample.subList(1, 4)).isSubsetOf(peers(0, 5)).doesNotContain(receiver.peer());
      assertThat(sample.subList(4, 8)).isSubsetOf(peers(60, 80));
    }
  }

  @Test
  void smallViewsAreSentWhole() {
    List<LinkedPeer> neighbors = fixture.neighbors(2);
    fixture.knows(neighbors.get(0), peers(60, 62));
    Actions actions = fixture.tick();
    Peer receiver = peer((int) (actions.linksOf(Shuffle.class).get(0) - 1));
    assertThat(actions.theSent(Shuffle.class).sample())
        .hasSize(4)
        .contains(SELF, peer(60), peer(61))
        .doesNotContain(receiver);
  }

  @Test
  void aNodeWithNoNeighborDoesNotShuffle() {
    assertThat(fixture.pass(3 * CONFIG.shuffleInterval()).sent(Shuffle.class)).isEmpty();
  }

  // Walking

  @ParameterizedTest
  @ValueSource(ints = {6, 5, 4, 3, 2})
  void aShuffleWalksOnWhileItsTimeToLiveLasts(int ttl) {
    List<LinkedPeer> neighbors = fixture.neighbors(3);
    Shuffle before = shuffle(peer(70), ttl, peers(60, 64));
    Actions actions = fixture.receive(neighbors.get(0), before);
    Shuffle after = actions.theSent(Shuffle.class);
    assertThat(after.ttl().hops()).isEqualTo(ttl - 1);
    assertThat(after.origin()).isEqualTo(peer(70));
    assertThat(after.sequence()).isEqualTo(before.sequence());
    assertThat(after.sample()).isEqualTo(before.sample());
    assertThat(actions.all()).hasSize(1);
    assertThat(fixture.passive()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 0})
  void aShuffleIsAcceptedWhereItsTimeToLiveEnds(int ttl) {
    List<LinkedPeer> neighbors = fixture.neighbors(3);
    Actions actions = fixture.receive(neighbors.get(0), shuffle(peer(70), ttl, peers(60, 64)));
    assertThat(actions.direct(ShuffleReply.class)).hasSize(1);
    assertThat(actions.all()).hasSize(1);
    assertThat(fixture.passive()).containsExactlyInAnyOrderElementsOf(peers(60, 64));
  }

  @Test
  void aShuffleGoesOnToARandomNeighborButNotBackNorToItsOrigin() {
    ChiSquare<Long> next = new ChiSquare<>(List.of(1L, 3L, 5L));
    for (int seed = 0; seed < 1_000; seed++) {
      MachineFixture node = new MachineFixture(seed);
      List<LinkedPeer> neighbors = node.neighbors(5);
      Actions actions = node.receive(neighbors.get(1), shuffle(peer(3), 6, List.of(peer(3))));
      next.count(actions.linksOf(Shuffle.class).get(0));
    }
    next.assertEven();
  }

  @Test
  void aShuffleIsAcceptedWhereItsSenderIsTheOnlyNeighbor() {
    LinkedPeer only = fixture.neighbor(peer(1));
    Actions actions = fixture.receive(only, shuffle(peer(70), 6, peers(60, 64)));
    assertThat(actions.direct(ShuffleReply.class)).hasSize(1);
    assertThat(fixture.passive()).hasSize(4);
  }

  @Test
  void aShuffleIsAcceptedWhereOnlyItsSenderAndItsOriginAreNeighbors() {
    List<LinkedPeer> neighbors = fixture.neighbors(2);
    Actions actions = fixture.receive(neighbors.get(0), shuffle(peer(1), 6, peers(60, 64)));
    assertThat(actions.linksOf(ShuffleReply.class))
        .containsExactly(neighbors.get(1).link());
    assertThat(actions.all()).hasSize(1);
  }

  @Test
  void aTimeToLiveBeyondOursIsCut() {
    LinkedPeer sender = fixture.neighbors(3).get(0);
    Actions actions = fixture.receive(sender, shuffle(peer(70), TimeToLive.MAX, peers(60, 64)));
    assertThat(actions.theSent(Shuffle.class).ttl().hops())
        .isEqualTo(CONFIG.shuffleTimeToLive() - 1);
  }

  @Test
  void eachHopTakesOverTheLabelAndSendsItsOwn() {
    LinkedPeer sender = fixture.neighbors(3).get(0);
    ComponentLabel better = label(peer(2), 9);
    Shuffle first = new Shuffle(peer(70), 1, TimeToLive.of(4), better, List.of());
    assertThat(fixture.receive(sender, first).theSent(Shuffle.class).label()).isEqualTo(better);
    ComponentLabel worse = label(peer(3), 9);
    Shuffle second = new Shuffle(peer(70), 2, TimeToLive.of(4), worse, List.of());
    assertThat(fixture.receive(sender, second).theSent(Shuffle.class).label()).isEqualTo(better);
  }

  @Test
  void ourOwnShuffleThatComesBackIsDroppedButForItsLabel() {
    LinkedPeer sender = fixture.neighbors(3).get(0);
    for (int ttl = 0; ttl <= 6; ttl++) {
      Shuffle own = new Shuffle(SELF, 1, TimeToLive.of(ttl), label(peer(2), 9), peers(60, 64));
      assertThat(fixture.receive(sender, own).all()).isEmpty();
    }
    assertThat(fixture.passive()).isEmpty();
    assertThat(machine.componentLabel()).isEqualTo(label(peer(2), 9));
  }

  @Test
  void aShuffleOnALinkThatIsNobodysClosesItAndLeavesNoTrace() {
    fixture.neighbors(3);
    Shuffle stray = new Shuffle(peer(0), 1, TimeToLive.of(1), label(peer(2), 9), peers(60, 64));
    assertThat(fixture.receive(TEMPORARY_LINK, peer(0), stray).all())
        .containsExactly(new Close(TEMPORARY_LINK));
    assertThat(fixture.passive()).isEmpty();
    assertThat(machine.componentLabel()).isEqualTo(label(SELF));
  }

  // Answering

  @Test
  void theAnswerGoesStraightToAnOriginThatIsNoNeighbor() {
    List<LinkedPeer> neighbors = fixture.neighbors(3);
    SendDirect direct = fixture
        .receive(neighbors.get(0), shuffle(peer(70), 1, peers(60, 64)))
        .the(SendDirect.class);
    assertThat(direct.to()).isEqualTo(peer(70).address());
    assertThat(direct.expected()).isEqualTo(peer(70).id());
    assertThat(((ShuffleReply) direct.message()).sequence()).isEqualTo(77);
  }

  @Test
  void theAnswerGoesOverTheLinkOfAnOriginThatIsANeighbor() {
    List<LinkedPeer> neighbors = fixture.neighbors(3);
    Actions actions = fixture.receive(neighbors.get(0), shuffle(peer(2), 1, peers(60, 64)));
    assertThat(actions.linksOf(ShuffleReply.class))
        .containsExactly(neighbors.get(2).link());
    assertThat(actions.all()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void theAnswerHasAsManyPassivePeersAsWereReceived(int received) {
    List<LinkedPeer> neighbors = fixture.neighbors(5);
    fixture.knows(neighbors.get(0), peers(60, 80));
    List<Peer> answer = answerTo(neighbors.get(0), peers(90, 90 + received));
    assertThat(answer).hasSize(received).doesNotHaveDuplicates().isSubsetOf(peers(60, 80));
  }

  @Test
  void anEmptyShuffleGetsAnEmptyAnswer() {
    List<LinkedPeer> neighbors = fixture.neighbors(5);
    fixture.knows(neighbors.get(0), peers(60, 80));
    assertThat(answerTo(neighbors.get(0), List.of())).isEmpty();
  }

  @Test
  void whereThePassiveViewFallsShortTheActiveFillsTheAnswer() {
    List<LinkedPeer> neighbors = fixture.neighbors(5);
    fixture.knows(neighbors.get(0), peers(60, 62));
    List<Peer> answer = answerTo(neighbors.get(0), peers(90, 94));
    assertThat(answer).hasSize(4).contains(peer(60), peer(61));
    assertThat(answer).filteredOn(peers(0, 5)::contains).hasSize(2);
  }

  @Test
  void theAnswerDoesNotTellTheOriginOfItself() {
    List<LinkedPeer> neighbors = fixture.neighbors(5);
    fixture.knows(neighbors.get(0), peer(70), peer(60));
    assertThat(answerTo(neighbors.get(0), peers(90, 98)))
        .hasSize(6)
        .contains(peer(60))
        .doesNotContain(peer(70), SELF);
  }

  private List<Peer> answerTo(LinkedPeer sender, List<Peer> sample) {
    Actions actions = fixture.receive(sender, shuffle(peer(70), 1, sample));
    return actions.direct(ShuffleReply.class).get(0).sample();
  }

  @Test
  void oversizedSamplesAreCutToOurOwnSize() {
    List<LinkedPeer> neighbors = fixture.neighbors(5);
    fixture.knows(neighbors.get(0), peers(60, 68));
    List<Peer> many = peers(100, 100 + HyParViewMessage.MAX_SAMPLE);
    List<Peer> answer = answerTo(neighbors.get(0), many);
    assertThat(answer).hasSize(SAMPLE_SIZE);
    assertThat(fixture.passive())
        .containsExactlyInAnyOrderElementsOf(concat(peers(60, 68), many.subList(0, SAMPLE_SIZE)));
  }

  private static List<Peer> concat(List<Peer> a, List<Peer> b) {
    List<Peer> both = new ArrayList<>(a);
    both.addAll(b);
    return both;
  }

  // Answers

  @Test
  void anAnswerIsTakenOnce() {
    fixture.neighbors(5);
    fixture.tick();
    answered(1, peer(60));
    assertThat(fixture.passive()).containsExactly(peer(60));
    answered(1, peer(61));
    assertThat(fixture.passive()).containsExactly(peer(60));
  }

  @Test
  void anAnswerThatWasNotAskedForIsIgnored() {
    fixture.neighbors(5);
    answered(0, peer(60));
    answered(1, peer(60));
    fixture.tick();
    answered(0, peer(60));
    answered(2, peer(60));
    assertThat(fixture.passive()).isEmpty();
    answered(1, peer(61));
    assertThat(fixture.passive()).containsExactly(peer(61));
  }

  @Test
  void theNextShuffleEndsTheWaitForTheAnswerToTheLast() {
    fixture.neighbors(5);
    fixture.tick();
    fixture.tick();
    answered(1, peer(60));
    assertThat(fixture.passive()).isEmpty();
    answered(2, peer(60));
    assertThat(fixture.passive()).containsExactly(peer(60));
  }

  @Test
  void anOversizedAnswerIsCutToOurOwnSize() {
    fixture.neighbors(5);
    fixture.tick();
    answered(1, peers(100, 164).toArray(Peer[]::new));
    assertThat(fixture.passive())
        .containsExactlyInAnyOrderElementsOf(peers(100, 100 + SAMPLE_SIZE));
  }

  private void answered(long sequence, Peer... sample) {
    ShuffleReply reply = new ShuffleReply(sequence, List.of(sample));
    assertThat(fixture.receive(TEMPORARY_LINK, peer(80), reply).all()).isEmpty();
  }

  // Integrating

  @Test
  void ourselvesNeighborsAndKnownCandidatesAreNotTakenAgain() {
    List<LinkedPeer> neighbors = fixture.neighbors(5);
    fixture.knows(neighbors.get(0), peer(60));
    fixture.receive(
        neighbors.get(0),
        shuffle(peer(70), 1, List.of(SELF, later(SELF), peer(1), later(peer(2)), peer(60))));
    assertThat(fixture.passive()).containsExactly(peer(60));
    assertThat(fixture.active()).containsExactlyInAnyOrderElementsOf(peers(0, 5));
  }

  @Test
  void aLaterLifeOfACandidateTakesItsPlace() {
    List<LinkedPeer> neighbors = fixture.neighbors(5);
    fixture.knows(neighbors.get(0), peer(60), peer(61));
    fixture.receive(
        neighbors.get(0), shuffle(peer(70), 1, List.of(later(peer(60)), earlier(peer(61)))));
    assertThat(fixture.passive()).containsExactlyInAnyOrder(later(peer(60)), peer(61));
  }

  @Test
  void whatWasSentMakesRoomForTheAnswer() {
    List<LinkedPeer> neighbors = fixture.neighbors(5);
    fixture.knows(neighbors.get(0), peers(60, 90));
    List<Peer> sent = fixture.tick().theSent(Shuffle.class).sample();
    List<Peer> sentPassive = sent.subList(4, 8);
    answered(1, peers(100, 104).toArray(Peer[]::new));
    assertThat(fixture.passive())
        .hasSize(30)
        .containsAll(peers(100, 104))
        .doesNotContainAnyElementsOf(sentPassive);
  }

  @Test
  void onlyAsManyAsNeededMakeRoom() {
    List<LinkedPeer> neighbors = fixture.neighbors(5);
    fixture.knows(neighbors.get(0), peers(60, 89));
    List<Peer> sent = fixture.tick().theSent(Shuffle.class).sample();
    answered(1, peer(100), peer(101), peer(60));
    assertThat(fixture.passive()).hasSize(30).contains(peer(100), peer(101));
    assertThat(fixture.passive()).filteredOn(sent.subList(4, 8)::contains).hasSize(3);
  }

  @Test
  void whenAllThatWasSentIsGoneChancePicksWhoMakesRoom() {
    List<LinkedPeer> neighbors = fixture.neighbors(5);
    fixture.knows(neighbors.get(0), peers(60, 90));
    List<Peer> sent = fixture.tick().theSent(Shuffle.class).sample();
    answered(1, peers(100, 108).toArray(Peer[]::new));
    assertThat(fixture.passive()).hasSize(30).doesNotContainAnyElementsOf(sent.subList(4, 8));
    assertThat(fixture.passive()).filteredOn(peers(60, 90)::contains).hasSizeBetween(22, 25);
  }

  @Test
  void theReceiverOfAShuffleMakesRoomByWhatItAnswered() {
    List<LinkedPeer> neighbors = fixture.neighbors(5);
    fixture.knows(neighbors.get(0), peers(60, 90));
    List<Peer> answer = answerTo(neighbors.get(0), peers(100, 105));
    assertThat(fixture.passive())
        .hasSize(30)
        .containsAll(peers(100, 105))
        .doesNotContainAnyElementsOf(answer);
  }

  @Test
  void aSampleThatCameForNothingWasSentPushesRandomCandidatesOut() {
    ChiSquare<Peer> gone = new ChiSquare<>(peers(60, 90));
    for (int seed = 0; seed < 2_000; seed++) {
      MachineFixture node = new MachineFixture(seed);
      List<LinkedPeer> neighbors = node.neighbors(5);
      node.knows(neighbors.get(0), peers(60, 90));
      node.receive(neighbors.get(1), MachineFixture.leaving(peer(100)));
      assertThat(node.passive()).hasSize(30).contains(peer(100));
      peers(60, 90).stream().filter(p -> !node.passive().contains(p)).forEach(gone::count);
    }
    gone.assertEven();
  }

  @Test
  void aNodeWithoutAPassiveViewAnswersAndKeepsNothing() {
    HyParViewConfig noPassiveView = HyParViewConfig.builder().passiveViewSize(0).build();
    MachineFixture node = new MachineFixture(noPassiveView, 1).joined();
    List<LinkedPeer> neighbors = node.neighbors(5);
    Actions actions = node.receive(neighbors.get(0), shuffle(peer(70), 1, peers(60, 64)));
    assertThat(actions.direct(ShuffleReply.class).get(0).sample())
        .hasSize(4)
        .isSubsetOf(peers(0, 5));
    assertThat(node.passive()).isEmpty();
  }

  // Limits

  /** Each answer dials the origin, whose address anyone can forge. */
  @Test
  void theAnswersOfAnIntervalAreBounded() {
    List<LinkedPeer> neighbors = fixture.neighbors(5);
    assertThat(answersTo(neighbors, 500)).isEqualTo(HyParView.MAX_ANSWERS);
    assertThat(answersTo(neighbors, 5)).isZero();
    fixture.tick();
    assertThat(answersTo(neighbors, 5)).isEqualTo(5);
  }

  private int answersTo(List<LinkedPeer> neighbors, int shuffles) {
    int answers = 0;
    for (int i = 0; i < shuffles; i++) {
      LinkedPeer neighbor = neighbors.get(i % neighbors.size());
      Actions actions = fixture.receive(neighbor, shuffle(peer(1_000 + i), 1, List.of()));
      answers +=
          (int) actions.all().stream().filter(SendDirect.class::isInstance).count();
    }
    return answers;
  }

  @Test
  void oneNeighborsShufflesAreBounded() {
    List<LinkedPeer> neighbors = fixture.neighbors(3);
    assertThat(passedOn(neighbors.get(0), 100)).isEqualTo(ActiveView.MAX_SHUFFLES);
    assertThat(passedOn(neighbors.get(1), 10)).isEqualTo(10);
    fixture.tick();
    assertThat(passedOn(neighbors.get(0), 10)).isEqualTo(10);
  }

  private int passedOn(LinkedPeer from, int shuffles) {
    int passed = 0;
    for (int i = 0; i < shuffles; i++) {
      Actions actions = fixture.receive(from, shuffle(peer(1_000 + i), 3, List.of()));
      passed += actions.linksOf(Shuffle.class).size();
    }
    return passed;
  }
}
