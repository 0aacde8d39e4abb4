package org.hyparview.protocol.plumtree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.CONFIG;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.gossip;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.id;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.ihave;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.shaping;

import org.hyparview.protocol.plumtree.PlumtreeFixture.Actions;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Gossip;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Graft;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Prune;
import org.junit.jupiter.api.Test;

/** Which links leave the tree and which enter it. */
class TreeShapeTest {

  private static final MessageId M = id(50, 0);
  private static final long DELAY = CONFIG.pruneDelay();

  private final PlumtreeFixture fixture = new PlumtreeFixture().neighbors(4);

  private static PlumtreeFixture fixture(PlumtreeConfig.Builder config) {
    return new PlumtreeFixture(config.build()).neighbors(4);
  }

  // Duplicates

  @Test
  void linksWithDuplicatesOfAShapingMessageArePrunedTogetherAfterTheDelay() {
    fixture.receive(1, shaping(M));
    assertThat(fixture.receive(2, shaping(M)).all()).isEmpty();
    fixture.receive(3, shaping(M));
    fixture.receive(3, shaping(M));
    assertThat(fixture.pass(DELAY - 1).all()).isEmpty();
    Actions actions = fixture.pass(1);
    assertThat(actions.sent(Prune.class)).hasSize(2);
    assertThat(actions.linksOf(Prune.class)).containsExactly(2L, 3L);
    assertThat(fixture.isEager(1)).isTrue();
    assertThat(fixture.isEager(2)).isFalse();
    assertThat(fixture.isEager(3)).isFalse();
    assertThat(fixture.isEager(4)).isTrue();
  }

  @Test
  void duplicatesOfOtherMessagesPruneNothing() {
    fixture.receive(1, gossip(M));
    fixture.receive(2, gossip(M));
    assertThat(fixture.pass(10 * DELAY).sent(Prune.class)).isEmpty();
    assertThat(fixture.isEager(2)).isTrue();
  }

  @Test
  void duplicatesThatComeAfterTheDelayPruneAtOnce() {
    fixture.receive(1, shaping(M));
    fixture.pass(DELAY);
    assertThat(fixture.receive(2, shaping(M)).to(2)).containsExactly(Prune.INSTANCE);
    assertThat(fixture.isEager(2)).isFalse();
  }

  @Test
  void ofConcurrentShapingMessagesTheOneWithTheSmallestIdDecides() {
    MessageId smaller = id(40, 0);
    fixture.receive(1, shaping(M));
    fixture.receive(2, shaping(M));
    fixture.receive(2, shaping(smaller));
    fixture.receive(3, shaping(smaller));
    fixture.receive(3, shaping(M));
    assertThat(fixture.pass(DELAY).linksOf(Prune.class)).containsExactly(3L);
    assertThat(fixture.receive(4, shaping(M)).all()).isEmpty();
  }

  @Test
  void aLargerIdThatComesMeanwhileDoesNotDecide() {
    MessageId larger = id(60, 0);
    fixture.receive(1, shaping(M));
    fixture.receive(2, shaping(larger));
    fixture.receive(3, shaping(larger));
    fixture.receive(4, shaping(M));
    assertThat(fixture.pass(DELAY).linksOf(Prune.class)).containsExactly(4L);
  }

  @Test
  void theNextShapingMessageDecidesAnew() {
    fixture.receive(1, shaping(M));
    fixture.pass(2 * DELAY);
    fixture.receive(3, shaping(id(60, 0)));
    fixture.receive(1, shaping(id(60, 0)));
    assertThat(fixture.pass(DELAY).linksOf(Prune.class)).containsExactly(1L);
  }

  @Test
  void aLinkThatIsLazyHereButSendsPayloadsIsPrunedAgain() {
    fixture.lazy(2).receive(1, shaping(M));
    fixture.receive(2, shaping(M));
    assertThat(fixture.pass(DELAY).linksOf(Prune.class)).containsExactly(2L);
  }

  @Test
  void aLinkThatIsLostIsNotPruned() {
    fixture.receive(1, shaping(M));
    fixture.receive(2, shaping(M));
    fixture.down(2);
    assertThat(fixture.pass(DELAY).all()).isEmpty();
  }

  @Test
  void whatIsDueIsDoneBeforeTheNextInputIsLookedAt() {
    fixture.receive(1, shaping(M));
    fixture.receive(2, shaping(M));
    fixture.now += DELAY;
    Actions actions = fixture.receive(1, shaping(id(60, 0)));
    assertThat(actions.linksOf(Prune.class)).containsExactly(2L);
    assertThat(actions.linksOf(Gossip.class)).containsExactly(3L, 4L);
  }

  @Test
  void withoutADelayEachDuplicatePrunesAsInThePaper() {
    PlumtreeFixture prompt = fixture(PlumtreeConfig.builder().pruneDelay(0));
    prompt.receive(1, shaping(M));
    assertThat(prompt.receive(2, shaping(M)).to(2)).containsExactly(Prune.INSTANCE);
    assertThat(prompt.broadcast().sent(Gossip.class)).allMatch(Gossip::shaping);
    assertThat(prompt.broadcast().sent(Gossip.class)).allMatch(Gossip::shaping);
  }

  @Test
  void aPruneMakesTheLinkLazy() {
    fixture.receive(2, Prune.INSTANCE);
    assertThat(fixture.isEager(2)).isFalse();
    assertThat(fixture.broadcast().linksOf(Gossip.class)).containsExactly(1L, 3L, 4L);
  }

  @Test
  void aMessageThatWasUnderWayWhenItsLinkWasPrunedDoesNotUndoThat() {
    fixture.receive(1, shaping(M));
    fixture.receive(2, shaping(M));
    fixture.pass(DELAY);
    assertThat(fixture.receive(2, gossip(id(51, 0))).delivered()).hasSize(1);
    assertThat(fixture.isEager(2)).isFalse();
  }

  @Test
  void aNewShapingMessageMakesItsSenderEager() {
    fixture.lazy(2).receive(2, shaping(M));
    assertThat(fixture.isEager(2)).isTrue();
  }

  // Which messages shape

  @Test
  void anOriginMarksOneMessageInTwoDelaysAsShaping() {
    assertThat(fixture.broadcast().sent(Gossip.class)).allMatch(Gossip::shaping);
    fixture.now += 2 * DELAY - 1;
    assertThat(fixture.broadcast().sent(Gossip.class)).noneMatch(Gossip::shaping);
    fixture.now += 1;
    assertThat(fixture.broadcast().sent(Gossip.class)).allMatch(Gossip::shaping);
  }

  @Test
  void anOriginMarksNoneWhileSomebodyElsesIsUnderWay() {
    fixture.receive(1, shaping(M));
    assertThat(fixture.broadcast().sent(Gossip.class)).noneMatch(Gossip::shaping);
  }

  @Test
  void theMarkStaysOnTheWay() {
    assertThat(fixture.receive(1, shaping(M)).sent(Gossip.class)).allMatch(Gossip::shaping);
    assertThat(fixture.receive(1, gossip(id(51, 0))).sent(Gossip.class)).noneMatch(Gossip::shaping);
    assertThat(fixture.receive(2, new Graft(M, 0)).sent(Gossip.class)).allMatch(Gossip::shaping);
  }

  // Optimization

  @Test
  void aLazyLinkThatSavesEnoughHopsTakesThePlaceOfTheFirst() {
    fixture.lazy(2, 3).receive(2, ihave(M, 2, 0));
    fixture.receive(1, shaping(M, 9));
    fixture.receive(3, ihave(M, 1, 0));
    Actions actions = fixture.pass(DELAY);
    assertThat(actions.to(3)).contains(Graft.LINK_ONLY);
    assertThat(actions.to(1)).containsExactly(Prune.INSTANCE);
    assertThat(actions.to(2)).doesNotContain(Graft.LINK_ONLY);
    assertThat(fixture.isEager(1)).isFalse();
    assertThat(fixture.isEager(3)).isTrue();
  }

  @Test
  void aLazyLinkThatSavesTooLittleStaysLazy() {
    fixture.lazy(2).receive(1, shaping(M, 9));
    fixture.receive(2, ihave(M, 9 - CONFIG.optimizationThreshold() + 1, 0));
    assertThat(fixture.pass(DELAY).sent(Graft.class)).isEmpty();
    PlumtreeFixture other = new PlumtreeFixture().neighbors(4).lazy(2);
    other.receive(1, shaping(M, 9));
    other.receive(2, ihave(M, 9 - CONFIG.optimizationThreshold(), 0));
    assertThat(other.pass(DELAY).sent(Graft.class)).hasSize(1);
  }

  @Test
  void nothingIsExchangedOnceOneOfTheTwoLinksIsLost() {
    fixture.lazy(2).receive(1, shaping(M, 9));
    fixture.receive(2, ihave(M, 1, 0));
    fixture.down(1);
    assertThat(fixture.pass(DELAY).sent(Graft.class)).isEmpty();
    fixture.lazy(3).receive(4, shaping(id(60, 0), 9));
    fixture.receive(3, ihave(id(60, 0), 1, 0));
    fixture.down(3);
    assertThat(fixture.pass(DELAY).sent(Prune.class)).isEmpty();
  }

  @Test
  void messagesThatDoNotShapeExchangeNothing() {
    fixture.lazy(2).receive(1, gossip(M, 9));
    fixture.receive(2, ihave(M, 1, 0));
    assertThat(fixture.pass(DELAY).sent(Graft.class)).isEmpty();
  }

  @Test
  void withoutADelayTheExchangeIsMadeByWhatWasAnnouncedBefore() {
    PlumtreeFixture prompt = fixture(PlumtreeConfig.builder().pruneDelay(0)).lazy(2);
    prompt.receive(2, ihave(M, 1, 0));
    prompt.receive(1, shaping(M, 9));
    Actions actions = prompt.pass(1);
    assertThat(actions.to(2)).contains(Graft.LINK_ONLY);
    assertThat(actions.to(1)).containsExactly(Prune.INSTANCE);
  }
}
