package org.hyparview.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.simulation.host.HyParViewHost;
import org.hyparview.simulation.net.SimulatedNode;
import org.hyparview.simulation.net.Simulation;
import org.hyparview.simulation.net.SimulationOptions;
import org.junit.jupiter.api.Test;

class MembershipClusterTest {

  private final MembershipCluster<HyParViewHost> cluster =
      MembershipCluster.of(SimulationOptions.seed(1), HyParViewConfig.DEFAULT);
  private final Simulation<HyParViewHost> simulation = cluster.simulation();

  @Test
  void entriesOfTheDeadAreCountedUntilTheyAreNoticed() {
    cluster.burst(30);
    cluster.ticks(2);
    assertThat(cluster.deadEntries()).isZero();

    SimulatedNode<HyParViewHost> victim = simulation.node(5);
    int degree = victim.host().membership().activeSize();
    simulation.crash(victim);
    assertThat(cluster.deadEntries()).isEqualTo(degree).isPositive();

    cluster.ticks(1);
    assertThat(cluster.deadEntries()).isZero();
  }

  @Test
  void churnReplacesNodesButNoContacts() {
    cluster.burst(30);
    cluster.ticks(1);
    cluster.churn(0.5, 4 * 60_000);
    assertThat(simulation.alive()).hasSize(30);
    assertThat(simulation.size()).isEqualTo(90);
    assertThat(simulation.node(0).isAlive()).isTrue();
  }

  @Test
  void nobodyButContactsAreNotReplaced() {
    SimulatedNode<HyParViewHost> contact = cluster.join();
    assertThatIllegalStateException().isThrownBy(cluster::replaceOne);
    assertThat(contact.isAlive()).isTrue();
  }

  @Test
  void nodesThatJoinOneByOneHaveTheirTimersHeldBack() {
    cluster.sequential(40);
    assertThat(cluster.activeViews().components().count()).isOne();
    assertThat(cluster.pendingRequests()).isZero();
    assertThat(simulation.now()).isGreaterThan(HyParViewConfig.DEFAULT.requestTimeout());
  }
}
