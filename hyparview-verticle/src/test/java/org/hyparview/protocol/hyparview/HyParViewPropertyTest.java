package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.hyparview.protocol.peer.PeerAddress;
import org.junit.jupiter.api.Test;

/**
 * Random histories of joins, crashes, restarts, leaves, partitions and loss, 1,000 seeds. After
 * each input of each machine its invariants are checked; then everything heals, and progress is
 * demanded: one symmetric component, nothing pending.
 *
 * <p>To replay a seed: {@code mvn test -pl hyparview-verticle -Dtest=HyParViewPropertyTest
 * -Dhyparview.seed=SEED}.
 */
class HyParViewPropertyTest {

  private static final int SEEDS = 1_000;
  private static final int STEPS = 40;

  /** The time to heal: the patience for a lost root, and some probes. */
  private static final int MOST_TICKS = 100;

  /**
   * For so long all must be well. Two components that meet are tied by several nodes at once, each
   * of which evicts a neighbour; with views of three that may split them once more.
   */
  private static final int STABLE_TICKS = 10;

  @Test
  void randomHistoriesKeepTheInvariantsAndEndInOneComponent() {
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
              + " fails; replay it by: mvn test -pl hyparview-verticle"
              + " -Dtest=HyParViewPropertyTest -Dhyparview.seed="
              + seed,
          e);
    }
  }

  /** One history. The first two nodes are the contacts; they may crash, but come back. */
  private static final class History {
    private final SplittableRandom random;
    private final Cluster cluster;
    private final List<PeerAddress> contacts = new ArrayList<>();

    History(long seed) {
      random = new SplittableRandom(seed);
      HyParViewConfig config = config(random.nextInt(3));
      cluster =
          random.nextBoolean() ? Cluster.fifo(seed, config) : Cluster.interleaved(seed, config);
      for (int i = 0; i < 2; i++) {
        contacts.add(cluster.addNode().address);
      }
      cluster.nodes.forEach(node -> cluster.join(node, contacts));
    }

    /** Small views make conflicts frequent. */
    private static HyParViewConfig config(int kind) {
      int active = List.of(5, 3, 4).get(kind);
      int passive = List.of(30, 6, 12).get(kind);
      return HyParViewSimulationTest.withViews(active, passive);
    }

    void run() {
      for (int i = 0; i < STEPS; i++) {
        step(random.nextInt(20));
        cluster.advance(1 + random.nextInt(random.nextInt(4) == 0 ? 60_000 : 500));
      }
      heal();
      int healedFor = 0;
      for (int tick = 0; tick < MOST_TICKS && healedFor < STABLE_TICKS; tick++) {
        cluster.ticks(1);
        healedFor = isHealed() ? healedFor + 1 : 0;
      }
      cluster.drain();
      assertThat(cluster.oneWayEntries()).as("7: one-way entries").isZero();
      assertThat(cluster.pending()).as("8: pending requests").isZero();
      assertThat(cluster.components()).as("components").isOne();
    }

    private boolean isHealed() {
      return cluster.components() == 1 && cluster.oneWayEntries() == 0;
    }

    private void step(int kind) {
      switch (kind) {
        case 0 -> {
          cluster.partition(index -> index % 3 == 0 ? 1 : 0);
        }
        case 1 -> {
          cluster.heal();
        }
        case 2 -> cluster.loss = random.nextInt(3) * 0.05;
        case 3, 4, 5 -> crashOne();
        case 6, 7 -> restartOne(1_000);
        case 8 -> restartOne(-500);
        case 9 -> leaveOne();
        default -> joinSome(1 + random.nextInt(4));
      }
    }

    private void joinSome(int count) {
      for (int i = 0; i < count; i++) {
        cluster.join(cluster.addNode(), contacts);
      }
    }

    private void crashOne() {
      Cluster.Node node = any();
      if (node.alive && random.nextBoolean()) {
        cluster.crash(node);
      } else if (node.alive) {
        cluster.vanish(node);
      }
    }

    private void restartOne(long incarnations) {
      Cluster.Node node = any();
      if (!node.alive) {
        long incarnation = Math.max(0, node.self().incarnation() + incarnations);
        cluster.restart(node, incarnation, contacts);
      }
    }

    private void leaveOne() {
      Cluster.Node node = any();
      if (node.alive && node.index > 1) {
        cluster.leave(node);
      }
    }

    private Cluster.Node any() {
      return cluster.nodes.get(random.nextInt(cluster.nodes.size()));
    }

    private void heal() {
      cluster.loss = 0;
      cluster.heal();
      for (int i = 0; i < 2; i++) {
        Cluster.Node contact = cluster.nodes.get(i);
        if (!contact.alive) {
          cluster.restart(contact, contact.self().incarnation() + 1_000, contacts);
        }
      }
    }
  }
}
