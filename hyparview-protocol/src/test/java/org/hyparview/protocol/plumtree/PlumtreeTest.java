package org.hyparview.protocol.plumtree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.CONFIG;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.PAYLOAD;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.SELF;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.gossip;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.id;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.ihave;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Delivered;
import org.hyparview.protocol.plumtree.PlumtreeFixture.Actions;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Announcement;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Gossip;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Graft;
import org.hyparview.protocol.plumtree.PlumtreeMessage.IHave;
import org.junit.jupiter.api.Test;

/** Payloads, announcements, grafts and limits. The shape of the tree and waves have their own. */
class PlumtreeTest {

  private static final MessageId M = id(50, 0);
  private static final MessageId OWN = new MessageId(SELF.id(), SELF.incarnation(), 0);

  private final PlumtreeFixture fixture = new PlumtreeFixture();

  private static PlumtreeFixture fixture(PlumtreeConfig.Builder config) {
    return new PlumtreeFixture(config.build());
  }

  private static PlumtreeConfig.Builder some() {
    return PlumtreeConfig.builder();
  }

  // Broadcast and eager push

  @Test
  void aBroadcastIsDeliveredAtHomeAndPushedToAllNeighbors() {
    Actions actions = fixture.neighbors(3).broadcast();
    assertThat(actions.delivered()).containsExactly(OWN);
    assertThat(actions.of(Delivered.class).get(0).round()).isZero();
    assertThat(actions.sent(Gossip.class))
        .hasSize(3)
        .containsOnly(new Gossip(OWN, 0, 0, true, PAYLOAD));
    assertThat(actions.linksOf(Gossip.class)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void messagesAreCountedFromZeroInEachLife() {
    fixture.broadcast();
    assertThat(fixture.broadcast().delivered()).containsExactly(new MessageId(SELF.id(), 7, 1));
    fixture.renamed(SELF.withIncarnation(9));
    assertThat(fixture.broadcast().delivered()).containsExactly(new MessageId(SELF.id(), 9, 0));
    assertThat(fixture.machine.self().incarnation()).isEqualTo(9);
  }

  @Test
  void aPayloadThatIsTooLongIsRefused() {
    PlumtreeFixture small = fixture(some().maxPayload(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> small.machine.broadcast(new byte[3], 1))
        .withMessage("The length of a payload must be in 0..2, but is 3");
    assertThat(small.machine.broadcast(new byte[2], 1).sequence()).isZero();
  }

  @Test
  void aNewMessageIsDeliveredAndPushedToAllButItsSender() {
    Actions actions = fixture.neighbors(3).receive(2, gossip(M, 4));
    Delivered delivery = actions.of(Delivered.class).get(0);
    assertThat(delivery.id()).isEqualTo(M);
    assertThat(delivery.round()).isEqualTo(5);
    assertThat(delivery.payload()).isSameAs(PAYLOAD);
    assertThat(actions.linksOf(Gossip.class)).containsExactly(1L, 3L);
    assertThat(actions.sent(Gossip.class)).containsOnly(gossip(M, 5));
  }

  @Test
  void aDuplicateIsNeitherDeliveredNorPassedOn() {
    fixture.neighbors(3).receive(2, gossip(M));
    assertThat(fixture.receive(3, gossip(M)).all()).isEmpty();
    assertThat(fixture.machine.duplicates()).isOne();
  }

  @Test
  void aMessageFromALinkThatIsNoNeighborsIsIgnored() {
    fixture.neighbors(2);
    assertThat(fixture.receive(9, gossip(M)).all()).isEmpty();
    assertThat(fixture.receive(9, ihave(M)).all()).isEmpty();
    assertThat(fixture.pass(10_000).all()).isEmpty();
  }

  @Test
  void theRoundStopsAtItsHighest() {
    Actions actions = fixture.neighbors(2).receive(1, gossip(M, PlumtreeMessage.MAX_ROUND));
    assertThat(actions.sent(Gossip.class).get(0).round()).isEqualTo(PlumtreeMessage.MAX_ROUND);
  }

  // Lazy push

  @Test
  void lazyNeighborsGetAnnouncementsTogetherWhenTheIntervalIsOver() {
    fixture.neighbors(3).lazy(2, 3);
    Actions first = fixture.receive(1, gossip(M, 4));
    fixture.now += CONFIG.ihaveInterval() - 1;
    Actions second = fixture.receive(1, gossip(id(51, 0), 6));
    assertThat(first.sent(IHave.class)).isEmpty();
    assertThat(second.sent(IHave.class)).isEmpty();
    Actions flushed = fixture.pass(1);
    assertThat(flushed.linksOf(IHave.class)).containsExactly(2L, 3L);
    assertThat(flushed.sent(IHave.class))
        .containsOnly(
            new IHave(List.of(new Announcement(M, 5, 0), new Announcement(id(51, 0), 7, 0))));
    assertThat(fixture.pass(CONFIG.ihaveInterval()).all()).isEmpty();
  }

  @Test
  void aFullBatchDoesNotWait() {
    PlumtreeFixture batched = fixture(some().ihaveBatch(3)).neighbors(2).lazy(2);
    assertThat(batched.receive(1, gossip(id(50, 0))).sent(IHave.class)).isEmpty();
    assertThat(batched.receive(1, gossip(id(50, 1))).sent(IHave.class)).isEmpty();
    Actions third = batched.receive(1, gossip(id(50, 2)));
    assertThat(third.sent(IHave.class).get(0).announcements()).hasSize(3);
    assertThat(batched.pass(20).all()).isEmpty();
  }

  @Test
  void withoutAnIntervalEachAnnouncementGoesAtOnce() {
    PlumtreeFixture eager = fixture(some().ihaveInterval(0)).neighbors(2).lazy(2);
    assertThat(eager.receive(1, gossip(M)).to(2)).containsExactly(ihave(M, 3, 0));
  }

  @Test
  void theSenderGetsNoAnnouncement() {
    fixture.neighbors(2).lazy(1, 2).receive(1, gossip(M));
    assertThat(fixture.pass(100).linksOf(IHave.class)).containsExactly(2L);
  }

  // Neighbors

  @Test
  void aNewNeighborIsToldTheLatestMessagesAndIsEager() {
    fixture.neighbors(1).receive(1, gossip(M, 2));
    fixture.receive(1, gossip(id(51, 0), 3));
    Actions actions = fixture.up(2);
    assertThat(actions.to(2))
        .containsExactly(
            new IHave(List.of(new Announcement(M, 3, 0), new Announcement(id(51, 0), 4, 0))));
    assertThat(fixture.receive(1, gossip(id(52, 0))).linksOf(Gossip.class)).containsExactly(2L);
  }

  @Test
  void aNewNeighborIsToldNoMoreThanABoundedNumberInBatches() {
    fixture.neighbors(1);
    LongStream.range(0, 300).forEach(i -> fixture.receive(1, gossip(id(50, i))));
    List<IHave> told = fixture.up(2).sent(IHave.class);
    assertThat(told).allMatch(ihave -> ihave.announcements().size() <= CONFIG.ihaveBatch());
    List<MessageId> ids = new ArrayList<>();
    told.forEach(ihave -> ihave.announcements().forEach(a -> ids.add(a.id())));
    assertThat(ids)
        .containsExactlyElementsOf(
            LongStream.range(44, 300).mapToObj(i -> id(50, i)).toList());
  }

  @Test
  void aNewNeighborIsToldNothingOld() {
    fixture.neighbors(1).receive(1, gossip(M));
    fixture.pass(CONFIG.retention());
    assertThat(fixture.up(2).all()).isEmpty();
  }

  @Test
  void aLostNeighborGetsNothing() {
    fixture.neighbors(3).lazy(3).receive(1, gossip(M));
    fixture.down(2);
    fixture.linkLost(3);
    assertThat(fixture.pass(100).all()).isEmpty();
    assertThat(fixture.receive(1, gossip(id(51, 0))).sent(Gossip.class)).isEmpty();
  }

  @Test
  void theLossOfAStrangersLinkIsNothing() {
    fixture.neighbors(1);
    assertThat(fixture.down(7).all()).isEmpty();
    assertThat(fixture.machine.neighbors().size()).isOne();
  }

  @Test
  void aLinkThatComesAgainReplacesItself() {
    fixture.neighbors(1).lazy(1);
    fixture.up(1);
    assertThat(fixture.machine.neighbors().size()).isOne();
    assertThat(fixture.isEager(1)).isTrue();
  }

  // Grafts

  @Test
  void whatIsAnnouncedAndDoesNotComeIsGrafted() {
    fixture.neighbors(2).lazy(1, 2).receive(1, ihave(M));
    assertThat(fixture.pass(CONFIG.graftTimeout1() - 1).all()).isEmpty();
    Actions actions = fixture.pass(1);
    assertThat(actions.to(1)).containsExactly(new Graft(M, 0));
    assertThat(fixture.isEager(1)).isTrue();
    assertThat(fixture.isEager(2)).isFalse();
  }

  @Test
  void whatHasComeIsNotGrafted() {
    fixture.neighbors(2).lazy(1).receive(1, ihave(M));
    fixture.receive(2, gossip(M));
    assertThat(fixture.pass(10_000).sent(Graft.class)).isEmpty();
  }

  @Test
  void announcersAreAskedInTurnUntilTheMessageComes() {
    fixture.neighbors(3).receive(3, ihave(M));
    fixture.receive(1, ihave(M));
    fixture.receive(2, ihave(M));
    assertThat(fixture.pass(CONFIG.graftTimeout1()).linksOf(Graft.class)).containsExactly(3L);
    assertThat(fixture.pass(3 * CONFIG.graftTimeout2()).linksOf(Graft.class))
        .containsExactly(1L, 2L, 3L);
    fixture.receive(1, gossip(M));
    assertThat(fixture.pass(10_000).sent(Graft.class)).isEmpty();
  }

  @Test
  void aMessageIsGraftedSoOftenAndThenWaitsToBeAnnouncedAnew() {
    fixture.neighbors(1).receive(1, ihave(M));
    assertThat(fixture.pass(60_000).sent(Graft.class)).hasSize(CONFIG.graftAttempts());
    assertThat(fixture.isResting()).isTrue();
    fixture.receive(1, ihave(M));
    assertThat(fixture.pass(CONFIG.graftTimeout1()).sent(Graft.class)).hasSize(1);
  }

  @Test
  void theLossOfTheLastAnnouncerEndsTheWait() {
    fixture.neighbors(2).receive(1, ihave(M));
    fixture.down(1);
    assertThat(fixture.pass(10_000).all()).isEmpty();
    fixture.receive(2, ihave(M));
    assertThat(fixture.pass(CONFIG.graftTimeout1()).linksOf(Graft.class)).containsExactly(2L);
  }

  @Test
  void theLossOfOneAnnouncerLeavesTheOther() {
    fixture.neighbors(2).receive(1, ihave(M));
    fixture.receive(2, ihave(M));
    fixture.down(1);
    assertThat(fixture.pass(CONFIG.graftTimeout1()).linksOf(Graft.class)).containsExactly(2L);
  }

  @Test
  void aGraftIsAnsweredWithThePayloadAndTheRoundThatItHasHere() {
    fixture.neighbors(2).lazy(2).receive(1, gossip(M, 4));
    assertThat(fixture.receive(2, new Graft(M, 0)).to(2)).containsExactly(gossip(M, 5));
    assertThat(fixture.isEager(2)).isTrue();
  }

  @Test
  void aGraftForWhatIsNotHereOnlyMakesTheLinkEager() {
    fixture.neighbors(2).lazy(1, 2);
    assertThat(fixture.receive(1, new Graft(M, 0)).all()).isEmpty();
    assertThat(fixture.receive(2, Graft.LINK_ONLY).all()).isEmpty();
    assertThat(fixture.isEager(1)).isTrue();
    assertThat(fixture.isEager(2)).isTrue();
  }

  @Test
  void anAnnouncementOfWhatIsHereIsNothing() {
    fixture.neighbors(2).receive(1, gossip(M));
    assertThat(fixture.receive(2, ihave(M)).all()).isEmpty();
    assertThat(fixture.pass(10_000).all()).isEmpty();
  }

  @Test
  void noMoreIsMissedThanTheLimit() {
    PlumtreeFixture small = fixture(some().missingMessages(2)).neighbors(1);
    small.receive(1, ihave(id(50, 0), id(50, 1), id(50, 2)));
    assertThat(small.pass(small.config.graftTimeout1()).sent(Graft.class))
        .containsExactly(new Graft(id(50, 0), 0), new Graft(id(50, 1), 0));
  }

  // What is kept

  @Test
  void payloadsAreForgottenAfterTheRetentionAndNotDeliveredAgain() {
    fixture.neighbors(2).receive(1, gossip(M));
    fixture.pass(CONFIG.retention() - 1);
    assertThat(fixture.receive(2, new Graft(M, 0)).sent(Gossip.class)).hasSize(1);
    fixture.pass(1);
    assertThat(fixture.receive(2, new Graft(M, 0)).all()).isEmpty();
    assertThat(fixture.receive(2, gossip(M)).all()).isEmpty();
  }

  @Test
  void theOldestPayloadsGoFirst() {
    PlumtreeFixture few = fixture(some().cachedMessages(2).cachedBytes(1_000)).neighbors(1);
    LongStream.range(0, 3).forEach(i -> few.receive(1, gossip(id(50, i))));
    assertThat(few.receive(1, new Graft(id(50, 0), 0)).all()).isEmpty();
    assertThat(few.receive(1, new Graft(id(50, 1), 0)).all()).hasSize(1);
  }

  @Test
  void payloadsAreBoundedInBytesButForTheLatest() {
    PlumtreeFixture tight = fixture(some().cachedMessages(100).cachedBytes(5)).neighbors(1);
    tight.receive(1, gossip(id(50, 0)));
    tight.receive(1, gossip(id(50, 1)));
    assertThat(tight.receive(1, new Graft(id(50, 0), 0)).all()).isEmpty();
    tight.receive(1, new Gossip(id(50, 2), 0, 0, false, new byte[9]));
    assertThat(tight.receive(1, new Graft(id(50, 2), 0)).all()).hasSize(1);
  }

  /** The clock of its host was set back, or it is another message of before. */
  @Test
  void anEarlierIncarnationOfTheOriginIsDelivered() {
    fixture.neighbors(1).receive(1, gossip(new MessageId(peer(50).id(), Long.MAX_VALUE, 0)));
    MessageId earlier = new MessageId(peer(50).id(), 7, 0);
    assertThat(fixture.receive(1, gossip(earlier)).delivered()).containsExactly(earlier);
    assertThat(fixture.receive(1, gossip(earlier)).all()).isEmpty();
  }

  // Entering the overlay

  @Test
  void whatWasBroadcastBeforeANodeEnteredIsNotAskedFor() {
    fixture.neighbors(1).now += 500;
    int since = (int) CONFIG.settleTime() + 1 + 500;
    fixture.receive(1, new IHave(List.of(new Announcement(id(50, 0), 2, 0, since + 1))));
    assertThat(fixture.pass(10_000).all()).isEmpty();
    fixture.receive(1, new IHave(List.of(new Announcement(id(50, 1), 2, 0, since))));
    assertThat(fixture.pass(10_000).sent(Graft.class)).isNotEmpty();
  }

  @Test
  void aNodeThatTakesEarlierBroadcastsAsksForThem() {
    fixture.neighbors(1).machine.takeEarlierBroadcasts();
    fixture.receive(1, new IHave(List.of(new Announcement(M, 2, 0, 20_000))));
    assertThat(fixture.pass(10_000).sent(Graft.class)).isNotEmpty();
  }

  /** It may be on its way on another link, and is new then. */
  @Test
  void whatWasNotAskedForIsDeliveredWhenItComes() {
    fixture.neighbors(2);
    fixture.receive(1, new IHave(List.of(new Announcement(M, 2, 0, 20_000))));
    assertThat(fixture.receive(2, gossip(M)).delivered()).containsExactly(M);
  }

  @Test
  void aNewNeighborLearnsHowOldTheLatestMessagesAre() {
    fixture.neighbors(1).receive(1, gossip(M));
    fixture.now += 3_000;
    Actions actions = fixture.up(2);
    assertThat(actions.to(2)).containsExactly(new IHave(List.of(new Announcement(M, 3, 0, 3_000))));
  }

  @Test
  void ownMessagesOfAFormerIncarnationAreNotDelivered() {
    MessageId former = new MessageId(SELF.id(), SELF.incarnation() - 1, 3);
    MessageId later = new MessageId(SELF.id(), SELF.incarnation() + 1, 3);
    fixture.neighbors(1);
    assertThat(fixture.receive(1, gossip(former)).delivered()).isEmpty();
    assertThat(fixture.receive(1, gossip(later)).delivered()).isEmpty();
  }

  @Test
  void aForgedSequenceSilencesNoOrigin() {
    fixture.neighbors(1).receive(1, gossip(id(50, MessageId.MAX_SEQUENCE)));
    for (int sequence = 0; sequence < 10; sequence++) {
      MessageId next = id(50, sequence);
      assertThat(fixture.receive(1, gossip(next)).delivered()).containsExactly(next);
    }
  }

  @Test
  void aMachineWithNothingToDoHasNoDeadline() {
    fixture.neighbors(3).lazy(3);
    assertThat(fixture.isResting()).isTrue();
    fixture.broadcast();
    fixture.receive(1, ihave(M));
    fixture.receive(2, gossip(M));
    fixture.pass(CONFIG.retention());
    assertThat(fixture.isResting()).isTrue();
  }

  @Test
  void wakingTooEarlyIsHarmless() {
    fixture.neighbors(2).lazy(2).receive(1, gossip(M));
    long deadline = fixture.machine.deadline();
    assertThat(fixture.wake().all()).isEmpty();
    assertThat(fixture.machine.deadline()).isEqualTo(deadline);
  }

  @Test
  void whatANeighborPutsOffIsAskedForUntilItComes() {
    fixture.neighbors(1).receive(1, ihave(M));
    fixture.pass(CONFIG.graftTimeout1());

    for (int i = 0; i < 5 * CONFIG.graftAttempts(); i++) {
      assertThat(fixture.receive(1, ihave(M)).all()).isEmpty();
      assertThat(fixture.pass(CONFIG.graftTimeout2()).to(1)).containsExactly(new Graft(M, 0));
    }
    assertThat(fixture.receive(1, gossip(M)).delivered()).containsExactly(M);
  }

  @Test
  void whatIsAnnouncedAgainWithoutHavingBeenAskedForIsGivenUpAsEver() {
    fixture.neighbors(1).receive(1, ihave(M));
    for (int i = 0; i < 5; i++) {
      fixture.receive(1, ihave(M));
    }
    fixture.pass(CONFIG.graftTimeout1());

    for (int i = 1; i < CONFIG.graftAttempts(); i++) {
      assertThat(fixture.pass(CONFIG.graftTimeout2()).to(1)).hasSize(1);
    }
    assertThat(fixture.pass(CONFIG.graftTimeout2()).all()).isEmpty();
  }
}
