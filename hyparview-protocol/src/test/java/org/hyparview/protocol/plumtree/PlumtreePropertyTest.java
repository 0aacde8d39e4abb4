package org.hyparview.protocol.plumtree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.PAYLOAD;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.SELF;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.peer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Acknowledged;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Unacknowledged;
import org.hyparview.protocol.plumtree.PlumtreeFixture.Actions;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Ack;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Announcement;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Gossip;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Graft;
import org.hyparview.protocol.plumtree.PlumtreeMessage.IHave;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Prune;
import org.junit.jupiter.api.Test;

/**
 * One machine among neighbors that say anything, also what no machine of ours would: after each
 * input its invariants hold, no message is delivered twice, each acknowledged broadcast ends once
 * and in time, and in the end it rests. Whole clusters are in OverlayPropertyTest.
 *
 * <p>To replay a seed: {@code mvn test -pl hyparview-protocol -Dtest=PlumtreePropertyTest
 * -Dhyparview.seed=SEED}.
 */
class PlumtreePropertyTest {

  private static final int SEEDS = 1_000;
  private static final int STEPS = 300;
  private static final long TIMEOUT = 5_000;

  @Test
  void whateverNeighborsSayTheInvariantsHold() {
    String one = System.getProperty("hyparview.seed", "");
    if (!one.isEmpty()) {
      check(Long.parseLong(one));
      return;
    }
    for (long seed = 0; seed < SEEDS; seed++) {
      check(seed);
    }
  }

  private static void check(long seed) {
    try {
      new History(seed).run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "Seed "
              + seed
              + " fails; replay it by: mvn test -pl hyparview-protocol"
              + " -Dtest=PlumtreePropertyTest -Dhyparview.seed="
              + seed,
          e);
    }
  }

  private static final class History {
    private final SplittableRandom random;
    private final PlumtreeFixture fixture;
    private final Set<MessageId> delivered = new HashSet<>();
    private final Set<MessageId> waitedFor = new HashSet<>();
    private long own;

    History(long seed) {
      random = new SplittableRandom(seed);
      fixture = new PlumtreeFixture(PlumtreeConfig.builder()
          .cachedMessages(1 + random.nextInt(20))
          .cachedBytes(100)
          .missingMessages(1 + random.nextInt(20))
          .waves(1 + random.nextInt(20))
          .waveAttempts(1 + random.nextInt(5))
          .pruneDelay(random.nextInt(2) * 1_000L)
          .ihaveInterval(random.nextInt(2) * 20L)
          .ihaveBatch(1 + random.nextInt(5))
          .seenOrigins(16)
          .seenWidth(64)
          .build());
    }

    void run() {
      for (int i = 0; i < STEPS; i++) {
        look(step(random.nextInt(20)));
        look(fixture.pass(random.nextInt(random.nextInt(10) == 0 ? 3_000 : 100)));
      }
      look(fixture.pass(TIMEOUT));
      assertThat(waitedFor).as("5").isEmpty();
      look(fixture.pass(2 * fixture.config.retention()));
      assertThat(fixture.isResting()).as("9").isTrue();
    }

    private void look(Actions actions) {
      actions
          .delivered()
          .forEach(id -> assertThat(delivered.add(id)).as("1: %s", id).isTrue());
      for (PlumtreeEvent outcome : actions.outcomes()) {
        MessageId id = outcome instanceof Acknowledged a ? a.id() : ((Unacknowledged) outcome).id();
        assertThat(waitedFor.remove(id)).as("5: %s", outcome).isTrue();
      }
    }

    private Actions step(int kind) {
      return switch (kind) {
        case 0, 1 -> fixture.up(link());
        case 2 -> fixture.down(link());
        case 3 -> broadcast();
        case 4 -> acknowledged();
        default -> fixture.receive(link(), message(random.nextInt(9)));
      };
    }

    private Actions broadcast() {
      own++;
      return fixture.broadcast();
    }

    private Actions acknowledged() {
      waitedFor.add(new MessageId(SELF.id(), SELF.incarnation(), own++));
      return fixture.broadcastAcknowledged(TIMEOUT);
    }

    private PlumtreeMessage message(int kind) {
      return switch (kind) {
        case 0, 1, 2 -> new Gossip(id(), round(), attempt(), random.nextBoolean(), PAYLOAD);
        case 3, 4 -> new IHave(announcements());
        case 5 -> new Graft(random.nextInt(3) == 0 ? null : id(), attempt());
        case 6 -> Prune.INSTANCE;
        default -> ack();
      };
    }

    private Ack ack() {
      boolean clean = random.nextBoolean();
      List<PeerId> missing = clean || random.nextBoolean()
          ? List.of()
          : List.of(peer(random.nextInt(30)).id());
      return new Ack(id(), 1 + random.nextInt(3), clean, missing);
    }

    private List<Announcement> announcements() {
      List<Announcement> announcements = new ArrayList<>();
      for (int i = random.nextInt(5); i >= 0; i--) {
        announcements.add(new Announcement(id(), round(), attempt()));
      }
      return announcements;
    }

    /** Of few origins, this node itself among them, in two lives, and of few sequences. */
    private MessageId id() {
      PeerId origin =
          random.nextInt(4) == 0 ? SELF.id() : peer(50 + random.nextInt(4)).id();
      long incarnation = random.nextInt(50) == 0 ? 6 : SELF.incarnation();
      long sequence = Math.max(0, own - random.nextInt(20));
      if (origin.equals(SELF.id())) {
        return new MessageId(origin, incarnation, Math.min(sequence, Math.max(0, own - 1)));
      }
      return new MessageId(origin, incarnation, sequence);
    }

    private int round() {
      return random.nextInt(random.nextInt(10) == 0 ? PlumtreeMessage.MAX_ROUND + 1 : 20);
    }

    private int attempt() {
      return random.nextInt(random.nextInt(10) == 0 ? 256 : 3);
    }

    private long link() {
      return 1 + random.nextLong(7);
    }
  }
}
