package org.hyparview.protocol.plumtree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.simulation.host.OverlayHost;
import org.hyparview.simulation.metrics.BroadcastMetrics;
import org.hyparview.simulation.net.Latency;
import org.hyparview.simulation.net.SimulatedNode;
import org.hyparview.simulation.net.SimulationOptions;
import org.hyparview.simulation.scenario.BroadcastCluster;
import org.hyparview.simulation.scenario.BroadcastCounts;
import org.hyparview.simulation.scenario.BroadcastRecord;
import org.junit.jupiter.api.Test;

/**
 * The paper's experiments with whole clusters as a test, as {@code PlumtreePaperTest} has the
 * algorithms of a single node.
 */
class PlumtreePaperSimulationTest {

  private static final int NODES = 500;

  // Experiments, figure of the RMR and table 1: the first broadcast floods and makes the tree, by
  // the third there is little redundancy; then N - 1 payloads and some 3 announcements a node.

  @Test
  void treeIsBuiltByTheFirstBroadcastsAndCostsOnePayloadANode() {
    BroadcastCluster cluster = cluster();
    SimulatedNode<OverlayHost> origin = cluster.simulation().node(3);

    BroadcastMetrics first = cluster.metrics(broadcast(cluster, origin));
    broadcast(cluster, origin);
    BroadcastMetrics third = cluster.metrics(broadcast(cluster, origin));
    BroadcastCounts before = cluster.counts();
    BroadcastMetrics tenth = cluster.metrics(broadcast(cluster, origin));
    BroadcastCounts cost = cluster.counts().since(before);

    assertThat(first.redundancy()).isCloseTo(3, within(0.1));
    assertThat(third.redundancy()).isLessThan(0.04);
    assertThat(tenth.payloads()).isEqualTo(NODES - 1);
    assertThat(cost.announcements()).isBetween(29L * NODES / 10, 31L * NODES / 10);
    assertThat(cost.control()).isLessThanOrEqualTo(cost.announcements());
  }

  // Experiments: with a single sender the last delivery hop is near that of the flood.

  @Test
  void treeOfASingleSenderIsNoDeeperThanTheFlood() {
    BroadcastCluster cluster = cluster();
    SimulatedNode<OverlayHost> origin = cluster.simulation().node(3);

    BroadcastRecord flood = broadcast(cluster, origin);
    BroadcastRecord tree = broadcast(cluster, origin);

    assertThat(tree.lastDeliveryHop()).isLessThanOrEqualTo(flood.lastDeliveryHop());
  }

  // Experiments: after massive failures reliability is back as soon as the overlay is.

  @Test
  void treeHealsWithTheOverlay() {
    BroadcastCluster cluster = cluster();
    SimulatedNode<OverlayHost> origin = cluster.simulation().node(0);
    broadcast(cluster, origin);

    cluster.membership().crash(0.6, node -> node.index() == 0);
    cluster.membership().ticks(2);

    assertThat(cluster.metrics(broadcast(cluster, origin)).isAtomic()).isTrue();
    assertThat(cluster.metrics(broadcast(cluster, origin)).redundancy()).isLessThan(0.12);
  }

  private static BroadcastCluster cluster() {
    BroadcastCluster cluster = BroadcastCluster.of(
        SimulationOptions.seed(1).latency(Latency.fixed(20)),
        HyParViewConfig.DEFAULT,
        PlumtreeConfig.builder().ihaveInterval(0).build());
    cluster.membership().sequential(NODES);
    cluster.membership().ticks(20);
    return cluster;
  }

  private static BroadcastRecord broadcast(
      BroadcastCluster cluster, SimulatedNode<OverlayHost> origin) {
    BroadcastRecord sent = cluster.broadcast(origin);
    cluster.membership().ticks(1);
    return sent;
  }
}
