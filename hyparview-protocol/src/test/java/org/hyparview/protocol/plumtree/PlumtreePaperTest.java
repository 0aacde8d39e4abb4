package org.hyparview.protocol.plumtree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.CONFIG;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.PAYLOAD;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.gossip;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.id;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.ihave;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.shaping;

import org.hyparview.protocol.plumtree.PlumtreeFixture.Actions;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Gossip;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Graft;
import org.hyparview.protocol.plumtree.PlumtreeMessage.IHave;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Prune;
import org.junit.jupiter.api.Test;

/**
 * The paper as a test: one test a claim, by the algorithms of the technical report DI-FCUL TR-07-14
 * (Leitão, Pereira, Rodrigues: Epidemic Broadcast Trees). Each has three parts: a situation, what
 * happens, what the paper says of it. Where it is departed from, the comment says how. What the
 * experiments show of whole clusters is in the module of the simulation.
 */
class PlumtreePaperTest {

  private static final MessageId M = id(50, 0);

  private final PlumtreeFixture fixture = new PlumtreeFixture().neighbors(4);

  // Algorithm 1: at first all neighbors are eager.

  @Test
  void initiallyAllNeighborsAreEager() {
    assertThat(fixture.isEager(1)).isTrue();
    assertThat(fixture.isEager(4)).isTrue();
  }

  // Algorithm 1, broadcast: eager push with round 0, lazy push, deliver.

  @Test
  void broadcastPushesEagerlyAndLazilyWithRoundZeroAndDelivers() {
    fixture.lazy(3, 4);

    Actions actions = fixture.broadcast();

    assertThat(actions.delivered()).hasSize(1);
    assertThat(actions.linksOf(Gossip.class)).containsExactly(1L, 2L);
    assertThat(actions.sent(Gossip.class)).allMatch(gossip -> gossip.round() == 0);
    assertThat(fixture.pass(CONFIG.ihaveInterval()).linksOf(IHave.class)).containsExactly(3L, 4L);
  }

  // Algorithm 1, GOSSIP that is new: deliver, push with the next round. The report excludes this
  // node and not the sender from the push, so that the payload would go back: we exclude the
  // sender.

  @Test
  void newGossipIsPushedOnWithTheNextRoundButNotBack() {
    fixture.lazy(4);

    Actions actions = fixture.receive(1, gossip(M, 4));

    assertThat(actions.delivered()).containsExactly(M);
    assertThat(actions.linksOf(Gossip.class)).containsExactly(2L, 3L);
    assertThat(actions.sent(Gossip.class)).containsOnly(gossip(M, 5));
    assertThat(fixture.pass(CONFIG.ihaveInterval()).to(4)).containsExactly(ihave(M, 5, 0));
  }

  // Algorithm 1, GOSSIP that is new: its sender becomes eager. We do so for shaping messages only;
  // others may have been under way when the link was pruned.

  @Test
  void senderOfNewGossipBecomesEager() {
    fixture.lazy(2);

    fixture.receive(2, shaping(M));

    assertThat(fixture.isEager(2)).isTrue();
  }

  // Algorithm 1, GOSSIP that is a duplicate: the sender becomes lazy and gets a PRUNE. The paper
  // does so at once and for each message; we after a delay, and for one message at a time.

  @Test
  void duplicateGossipPrunesItsSender() {
    fixture.receive(1, shaping(M));
    fixture.receive(2, shaping(M));

    Actions actions = fixture.pass(CONFIG.pruneDelay());

    assertThat(actions.to(2)).containsExactly(Prune.INSTANCE);
    assertThat(fixture.isEager(2)).isFalse();
  }

  // Algorithm 1, PRUNE: the sender becomes lazy.

  @Test
  void pruneMakesItsSenderLazy() {
    fixture.receive(3, Prune.INSTANCE);

    assertThat(fixture.isEager(3)).isFalse();
  }

  // Algorithm 1, dispatch: a policy may send several announcements at once, but each goes in time.

  @Test
  void eachAnnouncementIsSent() {
    fixture.lazy(2);
    for (int i = 0; i < 100; i++) {
      fixture.receive(1, gossip(id(50, i)));
    }

    Actions flushed = fixture.pass(CONFIG.ihaveInterval());

    assertThat(flushed.sent(IHave.class).get(0).announcements()).hasSize(100 - CONFIG.ihaveBatch());
  }

  // Algorithm 2, IHAVE of what was not received: a timer is started, once.

  @Test
  void announcementOfAnUnknownMessageStartsOneTimer() {
    fixture.receive(1, ihave(M));
    fixture.pass(CONFIG.graftTimeout1() / 2);
    fixture.receive(2, ihave(M));

    Actions actions = fixture.pass(CONFIG.graftTimeout1() / 2);

    assertThat(actions.sent(Graft.class)).hasSize(1);
  }

  // Algorithm 2, timer: the first announcer becomes eager and gets a GRAFT; the timer is set again,
  // to the shorter timeout2, for the next.

  @Test
  void timerGraftsTheFirstAnnouncerAndIsSetAgain() {
    fixture.lazy(1, 2).receive(2, ihave(M));
    fixture.receive(1, ihave(M));

    Actions first = fixture.pass(CONFIG.graftTimeout1());
    Actions second = fixture.pass(CONFIG.graftTimeout2());

    assertThat(first.to(2)).containsExactly(new Graft(M, 0));
    assertThat(fixture.isEager(2)).isTrue();
    assertThat(second.to(1)).containsExactly(new Graft(M, 0));
    assertThat(CONFIG.graftTimeout2()).isLessThan(CONFIG.graftTimeout1());
  }

  // Algorithm 2, GRAFT: the sender becomes eager and gets the payload. The paper answers with the
  // round that the GRAFT repeats; we with the round that the message has here.

  @Test
  void graftMakesItsSenderEagerAndIsAnsweredWithThePayload() {
    fixture.lazy(2).receive(1, gossip(M, 4));

    Actions actions = fixture.receive(2, new Graft(M, 0));

    assertThat(fixture.isEager(2)).isTrue();
    assertThat(actions.to(2)).containsExactly(new Gossip(M, 5, 0, false, PAYLOAD));
  }

  // Algorithm 3, NeighborDown: the peer leaves both sets, and its announcements are forgotten.

  @Test
  void neighborDownForgetsThePeerAndItsAnnouncements() {
    fixture.receive(1, ihave(M));

    fixture.down(1);

    assertThat(fixture.pass(CONFIG.graftTimeout1()).all()).isEmpty();
    assertThat(fixture.broadcast().linksOf(Gossip.class)).containsExactly(2L, 3L, 4L);
  }

  // Algorithm 3, NeighborUp: the peer is eager (the text of §4.3 says lazy).

  @Test
  void neighborUpMakesThePeerEager() {
    fixture.up(5);

    assertThat(fixture.isEager(5)).isTrue();
  }

  // Algorithm 4: if a lazy link would have brought the message in fewer hops, by the threshold, it
  // is grafted and the sender is pruned.

  @Test
  void optimizationExchangesLinks() {
    fixture.lazy(2).receive(2, ihave(M, 1, 0));
    fixture.receive(1, shaping(M, 1 + CONFIG.optimizationThreshold()));

    Actions actions = fixture.pass(CONFIG.pruneDelay());

    assertThat(actions.to(2)).contains(Graft.LINK_ONLY);
    assertThat(actions.to(1)).containsExactly(Prune.INSTANCE);
  }
}
