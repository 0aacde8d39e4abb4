package org.hyparview.protocol.plumtree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.CONFIG;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.PAYLOAD;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.SELF;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.ack;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.acknowledged;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.gossip;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.id;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.ihave;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.peer;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.unclean;

import java.util.List;
import java.util.stream.IntStream;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Acknowledged;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Unacknowledged;
import org.hyparview.protocol.plumtree.PlumtreeFixture.Actions;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Ack;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Gossip;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Graft;
import org.hyparview.protocol.plumtree.PlumtreeMessage.IHave;
import org.junit.jupiter.api.Test;

/** Waves: who waits for whom, and what becomes of an attempt that is not clean. */
class AcknowledgedBroadcastTest {

  private static final MessageId M = id(50, 0);
  private static final MessageId OWN = new MessageId(SELF.id(), SELF.incarnation(), 0);
  private static final long TIMEOUT = 20_000;
  private static final long SETTLE = CONFIG.settleTime();

  private final PlumtreeFixture fixture = new PlumtreeFixture();

  private static PlumtreeFixture fixture(PlumtreeConfig.Builder config) {
    return new PlumtreeFixture(config.build());
  }

  private static PlumtreeConfig.Builder some() {
    return PlumtreeConfig.builder();
  }

  // The origin

  @Test
  void anOriginWithoutNeighborsHasReachedAll() {
    Actions actions = fixture.broadcastAcknowledged(TIMEOUT);
    assertThat(actions.delivered()).containsExactly(OWN);
    assertThat(actions.outcome()).isEqualTo(new Acknowledged(OWN, 1));
  }

  @Test
  void anOriginWaitsForAllItsNeighbors() {
    Actions sent = fixture.neighbors(4).lazy(3, 4).broadcastAcknowledged(TIMEOUT);
    assertThat(sent.linksOf(Gossip.class)).containsExactly(1L, 2L);
    assertThat(sent.sent(Gossip.class)).containsOnly(new Gossip(OWN, 0, 1, true, PAYLOAD));
    assertThat(sent.linksOf(IHave.class)).as("at once").containsExactly(3L, 4L);
    assertThat(sent.sent(IHave.class)).containsOnly(ihave(OWN, 0, 1));
    assertThat(fixture.receive(1, ack(OWN, 1)).outcomes()).isEmpty();
    assertThat(fixture.receive(2, new Gossip(OWN, 3, 1, true, PAYLOAD)).outcomes())
        .isEmpty();
    assertThat(fixture.receive(3, ihave(OWN, 3, 1)).outcomes()).isEmpty();
    assertThat(fixture.receive(4, ihave(OWN, 3, 1)).outcome()).isEqualTo(new Acknowledged(OWN, 1));
    assertThat(fixture.pass(2 * TIMEOUT).outcomes()).isEmpty();
  }

  @Test
  void whatBelongsToNoAttemptOrAnotherIsNoAnswer() {
    fixture.neighbors(1).broadcastAcknowledged(TIMEOUT);
    assertThat(fixture.receive(1, gossip(OWN)).outcomes()).isEmpty();
    assertThat(fixture.receive(1, ihave(OWN, 1, 0)).outcomes()).isEmpty();
    assertThat(fixture.receive(1, ack(OWN, 2)).outcomes()).isEmpty();
    assertThat(fixture.receive(1, ihave(OWN, 1, 2)).all())
        .as("an origin joins nothing")
        .isEmpty();
    assertThat(fixture.receive(1, ack(OWN, 1)).outcomes()).hasSize(1);
  }

  @Test
  void anAckFromOneWhoIsNotWaitedForIsNothing() {
    fixture.neighbors(2).broadcastAcknowledged(TIMEOUT);
    fixture.receive(1, ack(OWN, 1));
    assertThat(fixture.receive(1, unclean(OWN, 1)).all()).isEmpty();
    fixture.up(9);
    assertThat(fixture.receive(9, unclean(OWN, 1)).all()).isEmpty();
    assertThat(fixture.receive(1, ack(M, 1)).all()).isEmpty();
    assertThat(fixture.receive(2, ack(OWN, 1)).outcome()).isEqualTo(new Acknowledged(OWN, 1));
  }

  @Test
  void timeoutsHaveARange() {
    for (long timeout : new long[] {0, CONFIG.retention() + 1}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> fixture.machine.broadcastAcknowledged(PAYLOAD, timeout, 1))
          .withMessage("A timeout must be in 1..30000, but is %d", timeout);
    }
  }

  // Others on the way

  @Test
  void aLeafAcknowledgesAtOnce() {
    Actions actions = fixture.neighbors(1).receive(1, acknowledged(M, 1));
    assertThat(actions.delivered()).containsExactly(M);
    assertThat(actions.to(1)).containsExactly(ack(M, 1));
  }

  @Test
  void aNodeAcknowledgesItsParentWhenTheOthersHaveAnswered() {
    Actions passedOn = fixture.neighbors(4).lazy(4).receive(2, acknowledged(M, 1));
    assertThat(passedOn.linksOf(Gossip.class)).containsExactly(1L, 3L);
    assertThat(passedOn.sent(Gossip.class)).containsOnly(new Gossip(M, 3, 1, false, PAYLOAD));
    assertThat(passedOn.to(4)).containsExactly(ihave(M, 3, 1));
    fixture.receive(1, ack(M, 1));
    fixture.receive(4, ihave(M, 4, 1));
    assertThat(fixture.receive(3, acknowledged(M, 1)).to(2)).containsExactly(ack(M, 1));
    assertThat(fixture.isResting()).isFalse();
    fixture.pass(CONFIG.retention());
    assertThat(fixture.isResting()).isTrue();
  }

  @Test
  void whoHasAnnouncedBeforeNeedNotAnswerAgain() {
    fixture.neighbors(3).lazy(3).receive(3, ihave(M, 1, 1));
    Actions actions = fixture.receive(1, acknowledged(M, 1));
    assertThat(actions.to(3)).as("but waits for our answer").containsExactly(ihave(M, 3, 1));
    assertThat(fixture.receive(2, ack(M, 1)).to(1)).containsExactly(ack(M, 1));
  }

  /** Of the two ends of a new link, one has the other as a neighbor first. */
  @Test
  void aNeighborThatCameAfterTheWaveIsAnsweredWhenItSpeaksOfIt() {
    fixture.neighbors(1).receive(1, acknowledged(M, 1));
    fixture.up(2);
    assertThat(fixture.receive(2, acknowledged(M, 1)).to(2)).containsExactly(ihave(M, 3, 1));
    assertThat(fixture.receive(2, ihave(M, 1, 0)).to(2)).isEmpty();
  }

  @Test
  void whoWasToldOfTheWaveIsNotAnsweredTwice() {
    fixture.neighbors(3).receive(1, acknowledged(M, 1));
    assertThat(fixture.receive(2, acknowledged(M, 1)).to(2)).isEmpty();
    assertThat(fixture.receive(2, ihave(M, 1, 1)).to(2)).isEmpty();
    assertThat(fixture.receive(1, acknowledged(M, 1)).to(1)).isEmpty();
  }

  @Test
  void aGraftedNeighborBecomesTheParent() {
    fixture.neighbors(2).lazy(2).receive(2, ihave(M, 1, 1));
    assertThat(fixture.pass(CONFIG.graftTimeout1()).to(2)).containsExactly(new Graft(M, 1));
    fixture.receive(2, acknowledged(M, 1));
    assertThat(fixture.receive(1, ack(M, 1)).to(2))
        .as("too late for a node in motion to be found")
        .containsExactly(unclean(M, 1));
  }

  @Test
  void aGraftIsAnsweredWithItsAttempt() {
    fixture.neighbors(2).lazy(2).receive(1, acknowledged(M, 1));
    assertThat(fixture.receive(2, new Graft(M, 1)).to(2))
        .containsExactly(new Gossip(M, 3, 1, false, PAYLOAD));
  }

  @Test
  void aMessageThatComesInNoAttemptIsJoinedToTheOneThatWasAnnounced() {
    fixture.neighbors(3).lazy(2).receive(2, ihave(M, 5, 1));
    Actions actions = fixture.receive(1, gossip(M));
    assertThat(actions.delivered()).containsExactly(M);
    assertThat(actions.to(1)).containsExactly(ihave(M, 3, 1));
    assertThat(actions.to(2)).isEmpty();
    assertThat(actions.to(3)).containsExactly(new Gossip(M, 3, 1, false, PAYLOAD));
    fixture.receive(1, ack(M, 1));
    assertThat(fixture.receive(3, ack(M, 1)).to(2)).containsExactly(ack(M, 1));
  }

  @Test
  void aMessageThatWasHereBeforeIsJoinedByAnnouncementsAlone() {
    fixture.neighbors(3).receive(1, gossip(M));
    Actions actions = fixture.receive(2, acknowledged(M, 1));
    assertThat(actions.delivered()).isEmpty();
    assertThat(actions.to(1)).containsExactly(ihave(M, 3, 1));
    assertThat(actions.to(3)).containsExactly(ihave(M, 3, 1));
    fixture.receive(1, ihave(M, 3, 1));
    assertThat(fixture.receive(3, ack(M, 1)).to(2)).containsExactly(ack(M, 1));
  }

  @Test
  void anAttemptThatIsOverIsNotJoinedAgain() {
    fixture.neighbors(2).receive(1, acknowledged(M, 1));
    fixture.receive(2, ack(M, 1));
    assertThat(fixture.receive(2, acknowledged(M, 1)).all()).isEmpty();
    assertThat(fixture.receive(2, ihave(M, 1, 1)).all()).isEmpty();
  }

  @Test
  void aLaterAttemptTakesThePlaceOfAnEarlierOne() {
    fixture.neighbors(3).receive(1, acknowledged(M, 1));
    Actions actions = fixture.receive(2, ihave(M, 1, 2));
    assertThat(actions.to(1)).containsExactly(ihave(M, 3, 2));
    assertThat(actions.to(3)).containsExactly(ihave(M, 3, 2));
    assertThat(fixture.receive(3, ack(M, 1)).all()).isEmpty();
    fixture.receive(3, ack(M, 2));
    assertThat(fixture.receive(1, ihave(M, 2, 2)).to(2)).containsExactly(ack(M, 2));
  }

  @Test
  void whoLacksTheMessageInALaterAttemptGraftsAtOnce() {
    fixture.neighbors(2).lazy(1, 2);
    assertThat(fixture.receive(1, ihave(M, 1, 2)).to(1)).containsExactly(new Graft(M, 2));
    assertThat(fixture.receive(2, ihave(M, 1, 2)).all()).isEmpty();
    Actions actions = fixture.receive(1, new Gossip(M, 1, 2, false, PAYLOAD));
    assertThat(actions.delivered()).containsExactly(M);
    assertThat(actions.to(2)).containsExactly(ihave(M, 2, 2));
    assertThat(actions.to(1)).containsExactly(ack(M, 2));
  }

  @Test
  void aMessageThatOnlyCountsAsSeenIsNotJoined() {
    fixture.neighbors(2);
    for (int sequence = 1; sequence <= CONFIG.seenWidth(); sequence++) {
      fixture.receive(1, gossip(id(50, sequence)));
    }
    assertThat(fixture.receive(1, acknowledged(M, 1)).all()).isEmpty();
  }

  @Test
  void anAttemptIsJoinedAlsoWhenThePayloadHasBeenForgotten() {
    PlumtreeFixture tight = fixture(some().cachedMessages(1).cachedBytes(0)).neighbors(2);
    tight.receive(1, acknowledged(M, 1));
    tight.receive(2, ack(M, 1));
    tight.receive(1, gossip(id(51, 0)));
    assertThat(tight.receive(1, ihave(M, 1, 2)).to(2))
        .containsExactly(ihave(M, PlumtreeMessage.MAX_ROUND, 2));
  }

  // Neighbors that go

  @Test
  void aNeighborThatGoesUnheardMakesTheAnswerUnclean() {
    fixture.neighbors(3).receive(1, acknowledged(M, 1));
    fixture.receive(2, ack(M, 1));
    assertThat(fixture.down(3).to(1)).containsExactly(unclean(M, 1, peer(3)));
  }

  @Test
  void aNeighborThatGoesWhenItHasAnsweredDoesNotMatter() {
    fixture.neighbors(3).receive(1, acknowledged(M, 1));
    fixture.receive(2, ack(M, 1));
    fixture.down(2);
    assertThat(fixture.receive(3, ack(M, 1)).to(1)).containsExactly(ack(M, 1));
  }

  @Test
  void whoLosesItsParentAnswersNobody() {
    fixture.neighbors(3).receive(1, acknowledged(M, 1));
    fixture.receive(2, ack(M, 1));
    fixture.down(1);
    assertThat(fixture.receive(3, ack(M, 1)).all()).isEmpty();
    assertThat(fixture.receive(2, ihave(M, 1, 2)).to(3)).containsExactly(ihave(M, 3, 2));
  }

  @Test
  void aNeighborLostShortlyBeforeMayBeInMotion() {
    fixture.neighbors(3).down(3);
    fixture.now += SETTLE;
    fixture.receive(1, acknowledged(M, 1));
    assertThat(fixture.receive(2, ack(M, 1)).to(1)).containsExactly(unclean(M, 1, peer(3)));
    fixture.now += 1;
    fixture.receive(1, acknowledged(id(50, 1), 1));
    assertThat(fixture.receive(2, ack(id(50, 1), 1)).to(1)).containsExactly(ack(id(50, 1), 1));
  }

  @Test
  void aNeighborThatHasComeBackIsNotInMotion() {
    fixture.neighbors(2).down(2);
    fixture.up(peer(2), 9);
    fixture.receive(1, acknowledged(M, 1));
    assertThat(fixture.receive(9, ack(M, 1)).to(1)).containsExactly(ack(M, 1));
  }

  @Test
  void moreLossesThanCanBeRememberedAreNotForgotten() {
    IntStream.range(10, 80).forEach(link -> fixture.up(link));
    IntStream.range(10, 80).forEach(link -> fixture.down(link));
    IntStream.range(16, 80).forEach(link -> fixture.up(link));
    assertThat(fixture.broadcastAcknowledged(TIMEOUT).outcomes()).isEmpty();
    IntStream.range(16, 80).forEach(link -> fixture.receive(link, ack(OWN, 1)));
    assertThat(fixture.machine.waves().open()).isZero();
    assertThat(fixture.pass(SETTLE).linksOf(IHave.class)).hasSize(64);
  }

  @Test
  void uncleanAnswersAreHandedOnWithWhomTheyName() {
    fixture.neighbors(3).receive(1, acknowledged(M, 1));
    fixture.receive(2, unclean(M, 1, peer(60), peer(61)));
    assertThat(fixture.receive(3, unclean(M, 1, peer(61), peer(62))).to(1))
        .containsExactly(unclean(M, 1, peer(60), peer(61), peer(62)));
  }

  @Test
  void onlySoManyAreNamed() {
    fixture.neighbors(3).receive(1, acknowledged(M, 1));
    PeerId[] all = IntStream.range(60, 90).mapToObj(i -> peer(i).id()).toArray(PeerId[]::new);
    List<PeerId> list = List.of(all);
    fixture.receive(2, new Ack(M, 1, false, list.subList(0, 16)));
    Actions actions = fixture.receive(3, new Ack(M, 1, false, list.subList(10, 26)));
    assertThat(actions.to(1)).containsExactly(new Ack(M, 1, false, list.subList(0, 16)));
  }

  @Test
  void announcementsToANewNeighborBelongToNoAttempt() {
    fixture.neighbors(2).receive(1, acknowledged(M, 1));
    assertThat(fixture.up(9).to(9)).containsExactly(ihave(M, 3, 0));
    assertThat(fixture.receive(2, ack(M, 1)).to(1)).containsExactly(ack(M, 1));
  }

  // Who is to have it

  /** Self and some peers are to have it. */
  private static Audience audience(int... peers) {
    long sum = Audience.mark(SELF.id())
        + IntStream.of(peers).mapToLong(i -> Audience.mark(peer(i).id())).sum();
    return new Audience() {
      @Override
      public boolean includesSelf() {
        return true;
      }

      @Override
      public boolean isAll(long reached) {
        return reached == sum;
      }
    };
  }

  private static Ack reached(MessageId id, int attempt, boolean clean, int... peers) {
    long sum = IntStream.of(peers).mapToLong(i -> Audience.mark(peer(i).id())).sum();
    return new Ack(id, attempt, clean, List.of(), sum);
  }

  @Test
  void whoIsInTheAudienceAddsItsMarkToThoseOfItsChildren() {
    fixture.machine.setAudience(audience());
    fixture.neighbors(3).receive(1, acknowledged(M, 1));
    fixture.receive(2, reached(M, 1, true, 60, 61));
    long sum = Audience.mark(SELF.id())
        + Audience.mark(peer(60).id())
        + Audience.mark(peer(61).id());
    assertThat(fixture.receive(3, ihave(M, 2, 1)).to(1))
        .containsExactly(new Ack(M, 1, true, List.of(), sum));
  }

  @Test
  void whoIsNotInTheAudienceCountsForNothing() {
    fixture.neighbors(2).receive(1, acknowledged(M, 1));
    assertThat(fixture.receive(2, ack(M, 1)).to(1)).containsExactly(ack(M, 1));
  }

  @Test
  void aRestlessAttemptCountsIfAllTheAudienceHasIt() {
    fixture.machine.setAudience(audience(1, 2, 60));
    fixture.neighbors(3).down(3);
    fixture.broadcastAcknowledged(TIMEOUT);
    assertThat(fixture.receive(1, reached(OWN, 1, false, 1, 60)).outcomes()).isEmpty();
    assertThat(fixture.receive(2, reached(OWN, 1, true, 2)).outcome())
        .isEqualTo(new Acknowledged(OWN, 1));
  }

  @Test
  void aRestlessAttemptThatSomeOfTheAudienceIsMissingFromIsRepeated() {
    fixture.machine.setAudience(audience(1, 2, 60));
    fixture.neighbors(3).down(3);
    fixture.broadcastAcknowledged(TIMEOUT);
    fixture.receive(1, reached(OWN, 1, false, 1));
    assertThat(fixture.receive(2, reached(OWN, 1, true, 2)).outcomes()).isEmpty();
    assertThat(fixture.pass(SETTLE / 4).to(1)).containsExactly(ihave(OWN, 0, 2));
    fixture.receive(1, reached(OWN, 2, false, 1, 60));
    assertThat(fixture.receive(2, reached(OWN, 2, true, 2)).outcome())
        .isEqualTo(new Acknowledged(OWN, 2));
  }

  /** The audience may know of one that is dead, or not yet of one that has joined. */
  @Test
  void aCalmAttemptIsBelievedWhateverTheAudience() {
    fixture.machine.setAudience(audience(1, 60));
    fixture.neighbors(1).broadcastAcknowledged(TIMEOUT);
    assertThat(fixture.receive(1, reached(OWN, 1, true, 1)).outcome())
        .isEqualTo(new Acknowledged(OWN, 1));
  }

  @Test
  void marksAreThoseOfTheWireProtocol() {
    assertThat(Audience.mark(PeerId.of("a")))
        .isNotZero()
        .isNotEqualTo(Audience.mark(peer(1).id()));
  }

  // Attempts

  @Test
  void anUncleanAttemptIsRepeatedByAnnouncementsWhenTheOverlayHasSettled() {
    fixture.neighbors(2).broadcastAcknowledged(TIMEOUT);
    fixture.receive(1, ack(OWN, 1));
    assertThat(fixture.down(2).outcomes()).isEmpty();
    assertThat(fixture.pass(SETTLE / 4 - 1).all()).isEmpty();
    assertThat(fixture.pass(1).to(1)).as("soon").containsExactly(ihave(OWN, 0, 2));
    fixture.receive(1, ack(OWN, 2));
    assertThat(fixture.pass(SETTLE * 3 / 4 - 1).outcomes()).isEmpty();
    fixture.pass(2);
    assertThat(fixture.receive(1, unclean(OWN, 3)).outcomes()).isEmpty();
    assertThat(fixture.pass(SETTLE - 1).all()).isEmpty();
    assertThat(fixture.pass(1).to(1)).containsExactly(ihave(OWN, 0, 4));
    assertThat(fixture.receive(1, ack(OWN, 4)).outcome()).isEqualTo(new Acknowledged(OWN, 4));
  }

  @Test
  void anOriginThatIsLeftByAllDoesNotBelieveThatItHasReachedAll() {
    fixture.neighbors(1).broadcastAcknowledged(TIMEOUT);
    fixture.down(1);
    Actions actions = fixture.pass(TIMEOUT);
    assertThat(actions.outcome())
        .isEqualTo(new Unacknowledged(OWN, CONFIG.waveAttempts(), List.of()));
  }

  @Test
  void attemptsAreBounded() {
    fixture.neighbors(1).broadcastAcknowledged(TIMEOUT);
    for (int attempt = 1; attempt < CONFIG.waveAttempts(); attempt++) {
      assertThat(fixture.receive(1, unclean(OWN, attempt, peer(60))).outcomes()).isEmpty();
      fixture.pass(SETTLE);
    }
    assertThat(fixture.receive(1, unclean(OWN, 5, peer(61))).outcome())
        .isEqualTo(new Unacknowledged(OWN, 5, List.of(peer(61).id())));
    assertThat(fixture.pass(TIMEOUT).outcomes()).isEmpty();
  }

  @Test
  void furtherAttemptsBecomeRarer() {
    PlumtreeFixture many = fixture(some().waves(4).waveAttempts(255)).neighbors(1);
    many.broadcastAcknowledged(TIMEOUT);
    for (int attempt = 1; attempt < 8; attempt++) {
      many.receive(1, unclean(OWN, attempt, peer(60)));
      many.pass(2 * SETTLE);
    }
    many.receive(1, unclean(OWN, 8, peer(60)));
    assertThat(many.pass(2 * SETTLE - 1).all()).isEmpty();
    assertThat(many.pass(1).to(1)).containsExactly(ihave(OWN, 0, 9));
  }

  @Test
  void theTimeoutEndsItAndNamesWhoHasNotAnswered() {
    fixture.neighbors(3).broadcastAcknowledged(1_000);
    fixture.receive(2, ack(OWN, 1));
    assertThat(fixture.pass(999).outcomes()).isEmpty();
    assertThat(fixture.pass(1).outcome())
        .isEqualTo(new Unacknowledged(OWN, 1, List.of(peer(1).id(), peer(3).id())));
    assertThat(fixture.receive(1, ack(OWN, 1)).all()).isEmpty();
    assertThat(fixture.pass(CONFIG.retention()).all()).isEmpty();
    assertThat(fixture.isResting()).isTrue();
  }

  @Test
  void theTimeoutEndsItAlsoBetweenTwoAttempts() {
    fixture.neighbors(1).broadcastAcknowledged(SETTLE / 5);
    fixture.receive(1, unclean(OWN, 1, peer(60)));
    assertThat(fixture.pass(SETTLE / 5).outcome())
        .isEqualTo(new Unacknowledged(OWN, 1, List.of(peer(60).id())));
  }

  @Test
  void anAttemptEndsWhenItsTimeIsUp() {
    fixture.neighbors(2).broadcastAcknowledged(TIMEOUT);
    fixture.receive(2, ack(OWN, 1));
    fixture.pass(CONFIG.waveTimeout());
    assertThat(fixture.pass(SETTLE).to(1)).containsExactly(ihave(OWN, 0, 2));
  }

  @Test
  void whoIsDeeperInTheTreeGivesUpSooner() {
    fixture.neighbors(2).receive(1, acknowledged(M, 1));
    long patience = CONFIG.waveTimeout() - 3 * CONFIG.waveTimeout() / 32;
    assertThat(fixture.pass(patience - 1).all()).isEmpty();
    assertThat(fixture.pass(1).to(1)).containsExactly(unclean(M, 1, peer(2)));
    assertThat(fixture.receive(2, ack(M, 1)).all()).as("too late").isEmpty();
  }

  // Limits

  @Test
  void theOldestWaveEndsWhenThereAreTooMany() {
    PlumtreeFixture few = fixture(some().waves(2)).neighbors(2);
    few.receive(1, acknowledged(id(50, 0), 1));
    few.receive(1, acknowledged(id(50, 1), 1));
    assertThat(few.receive(1, acknowledged(id(50, 2), 1)).to(1))
        .containsExactly(unclean(id(50, 0), 1, peer(2)));
    assertThat(few.receive(2, ack(id(50, 1), 1)).to(1)).containsExactly(ack(id(50, 1), 1));
    assertThat(few.receive(1, acknowledged(id(50, 3), 1)).sent(Ack.class)).isEmpty();
  }

  @Test
  void oneTooManyIsSentButNotAcknowledged() {
    PlumtreeFixture few = fixture(some().waves(1)).neighbors(1);
    few.broadcastAcknowledged(TIMEOUT);
    Actions actions = few.broadcastAcknowledged(TIMEOUT);
    MessageId second = new MessageId(SELF.id(), SELF.incarnation(), 1);
    assertThat(actions.outcome()).isEqualTo(new Unacknowledged(second, 0, List.of()));
    assertThat(actions.sent(Gossip.class)).hasSize(1).allMatch(gossip -> gossip.attempt() == 0);
  }

  @Test
  void aNewNameEndsWhatTheOldOneHasUnderWay() {
    fixture.neighbors(1).broadcastAcknowledged(TIMEOUT);
    assertThat(fixture.renamed(SELF.withIncarnation(8)).outcome())
        .isEqualTo(new Unacknowledged(OWN, 1, List.of()));
    assertThat(fixture.receive(1, ack(OWN, 1)).outcomes()).isEmpty();
  }
}
