package org.hyparview.protocol.hyparview;

import java.util.List;
import java.util.SplittableRandom;
import org.hyparview.simulation.host.HyParViewHost;
import org.hyparview.simulation.metrics.OverlayGraph;
import org.hyparview.simulation.net.Partition;
import org.hyparview.simulation.net.SimulatedNode;
import org.hyparview.simulation.net.Simulation;
import org.hyparview.simulation.scenario.MembershipCluster;
import org.hyparview.simulation.scenario.MembershipValidations;
import org.hyparview.simulation.scenario.SeedRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of joins, crashes, restarts, leaves, partitions and loss, 1,000 seeds, or as
 * many as {@link SeedRange} is told. After each input of each machine its invariants are checked;
 * then everything heals, and progress is demanded: one symmetric component, nothing pending.
 */
class HyParViewPropertyTest {

  private static final int STEPS = 40;

  /** The time to heal: the patience for a lost root, and some probes. */
  private static final int MOST_TICKS = 100;

  /**
   * For so long all must be well. Two components that meet are tied by several nodes at once, each
   * of which evicts a neighbor; with views of three that may split them once more.
   */
  private static final int STABLE_TICKS = 10;

  @Test
  void randomHistoriesKeepTheInvariantsAndEndInOneComponent() {
    SeedRange.all()
        .each(
            "Random histories",
            SeedRange.replay(
                HyParViewPropertyTest.class,
                "randomHistoriesKeepTheInvariantsAndEndInOneComponent"),
            seed -> new History(seed).run());
  }

  /** What once failed: an asked contact was asked as a candidate too. */
  @ParameterizedTest
  @ValueSource(longs = {1_001_843, 1_008_468})
  void historiesThatOnceFailedPass(long seed) {
    new History(seed).run();
  }

  /** One history. The first two nodes are the contacts; they may crash, but come back. */
  private static final class History {
    private final SplittableRandom random;
    private final MembershipCluster<HyParViewHost> cluster;
    private final Simulation<HyParViewHost> simulation;

    History(long seed) {
      random = new SplittableRandom(seed);
      HyParViewConfig config = config(random.nextInt(3));
      cluster =
          random.nextBoolean() ? Clusters.fifo(seed, config) : Clusters.interleaved(seed, config);
      simulation = cluster.simulation();
      cluster.setContacts(List.of(simulation.add().address(), simulation.add().address()));
      simulation.nodes().forEach(cluster::join);
    }

    /** Small views make conflicts frequent. */
    private static HyParViewConfig config(int kind) {
      int active = List.of(5, 3, 4).get(kind);
      int passive = List.of(30, 6, 12).get(kind);
      return Clusters.withViews(active, passive);
    }

    void run() {
      for (int i = 0; i < STEPS; i++) {
        step(random.nextInt(22));
        simulation.run(1 + random.nextInt(random.nextInt(4) == 0 ? 60_000 : 500));
      }
      heal();
      int healedFor = 0;
      for (int tick = 0; tick < MOST_TICKS && healedFor < STABLE_TICKS; tick++) {
        cluster.ticks(1);
        healedFor = isHealed() ? healedFor + 1 : 0;
      }
      Clusters.drain(cluster);
      MembershipValidations.symmetric(cluster);
      MembershipValidations.quiet(cluster);
      MembershipValidations.connected(cluster);
    }

    private boolean isHealed() {
      OverlayGraph graph = cluster.activeViews();
      return graph.components().count() == 1 && graph.oneWayEdges() == 0;
    }

    private void step(int kind) {
      switch (kind) {
        case 0 -> simulation.partition(randomPartition());
        case 1 -> simulation.heal();
        case 2 -> simulation.loss(random.nextInt(3) * 0.05);
        case 3, 4, 5 -> crashOne();
        case 6, 7 -> restartOne();
        case 8 -> restartOneWithItsClockSetBack();
        case 9 -> leaveOne();
        case 10 -> simulation.duplicateDials(random.nextInt(2) * 0.3);
        case 11 -> simulation.slow(any(), random.nextInt(2) * 1_000L);
        default -> joinSome(1 + random.nextInt(4));
      }
    }

    private Partition randomPartition() {
      return random.nextBoolean()
          ? Partition.sides(index -> index % 3 == 0 ? 1 : 0)
          : Partition.mute(index -> index % 3 == 0);
    }

    private void joinSome(int count) {
      for (int i = 0; i < count; i++) {
        cluster.join();
      }
    }

    private void crashOne() {
      SimulatedNode<HyParViewHost> node = any();
      if (node.isAlive() && random.nextBoolean()) {
        simulation.crash(node);
      } else if (node.isAlive()) {
        simulation.vanish(node);
      }
    }

    private void restartOne() {
      SimulatedNode<HyParViewHost> node = any();
      if (!node.isAlive()) {
        cluster.restart(node);
      }
    }

    private void restartOneWithItsClockSetBack() {
      SimulatedNode<HyParViewHost> node = any();
      if (!node.isAlive()) {
        cluster.restart(node, Math.max(0, node.host().self().incarnation() - 500));
      }
    }

    private void leaveOne() {
      SimulatedNode<HyParViewHost> node = any();
      if (node.isAlive() && !cluster.isContact(node)) {
        cluster.leave(node);
      }
    }

    private SimulatedNode<HyParViewHost> any() {
      return simulation.node(random.nextInt(simulation.size()));
    }

    private void heal() {
      simulation.loss(0);
      simulation.duplicateDials(0);
      simulation.heal();
      for (SimulatedNode<HyParViewHost> node : simulation.nodes()) {
        simulation.slow(node, 0);
        if (cluster.isContact(node) && !node.isAlive()) {
          cluster.restart(node);
        }
      }
    }
  }
}
