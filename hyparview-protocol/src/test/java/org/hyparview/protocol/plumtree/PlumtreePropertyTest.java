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
import org.hyparview.protocol.plumtree.FoldResult.Collected;
import org.hyparview.protocol.plumtree.FoldResult.Ranked;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Acknowledged;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Answered;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Asked;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Unacknowledged;
import org.hyparview.protocol.plumtree.PlumtreeFixture.Actions;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Ack;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Announcement;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Gossip;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Graft;
import org.hyparview.protocol.plumtree.PlumtreeMessage.IHave;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Prune;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Question;
import org.jspecify.annotations.Nullable;
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
    private final List<MessageId> questions = new ArrayList<>();
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
          .questions(new QuestionConfig(1 + random.nextInt(10), 20, 100, random.nextInt(300)))
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
        assertThat(waitedFor.remove(idOf(outcome))).as("5: %s", outcome).isTrue();
      }
      actions.of(Asked.class).forEach(asked -> questions.add(asked.id()));
    }

    private static MessageId idOf(PlumtreeEvent outcome) {
      if (outcome instanceof Answered answered) {
        return answered.id();
      }
      return outcome instanceof Acknowledged a ? a.id() : ((Unacknowledged) outcome).id();
    }

    private Actions step(int kind) {
      return switch (kind) {
        case 5 -> ask();
        case 6 -> answer();
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

    private Actions ask() {
      Actions actions = fixture.ask(fold(), 1 + random.nextLong(TIMEOUT));
      if (fixture.asked != null) {
        waitedFor.add(fixture.asked);
        own++;
      }
      return actions;
    }

    /** Answers a question, or what is none, perhaps again. */
    private Actions answer() {
      MessageId id = questions.isEmpty() || random.nextInt(5) == 0
          ? id()
          : questions.get(random.nextInt(questions.size()));
      Answer answer = random.nextInt(3) == 0 ? Answer.FAILED : Answer.NONE;
      return fixture.answer(id, answer);
    }

    private Fold fold() {
      return switch (random.nextInt(4)) {
        case 0 -> Fold.collect(1 + random.nextInt(100));
        case 1 -> Fold.SUM;
        case 2 -> Fold.COUNT;
        default -> Fold.top(1 + random.nextInt(5));
      };
    }

    private @Nullable Question question() {
      return random.nextBoolean() ? null : new Question(fold(), random.nextInt(3) * 1_000);
    }

    private @Nullable FoldResult answers() {
      if (random.nextBoolean()) {
        return null;
      }
      List<Collected> collected = new ArrayList<>();
      List<Ranked> ranked = new ArrayList<>();
      for (int i = random.nextInt(5); i >= 0; i--) {
        collected.add(new Collected(peer(i).id(), new byte[random.nextInt(60)]));
        ranked.add(new Ranked(peer(i).id(), random.nextLong()));
      }
      long nodes = random.nextInt(10) == 0 ? FoldResult.MAX_COUNT : 10;
      long sum = random.nextLong();
      return new FoldResult(nodes, 6, 2, 1, sum, List.of(peer(9).id()), ranked, collected);
    }

    private PlumtreeMessage message(int kind) {
      return switch (kind) {
        case 0, 1, 2 ->
          new Gossip(id(), round(), attempt(), random.nextBoolean(), PAYLOAD, question());
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
      return new Ack(id(), 1 + random.nextInt(3), clean, missing, 0, answers());
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
