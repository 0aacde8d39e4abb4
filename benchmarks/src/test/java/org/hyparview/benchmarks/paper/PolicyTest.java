package org.hyparview.benchmarks.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hyparview.protocol.hyparview.HyParView;
import org.hyparview.simulation.host.HyParViewHost;
import org.hyparview.simulation.net.SimulatedNode;
import org.hyparview.simulation.net.Simulation;
import org.hyparview.simulation.scenario.MembershipCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the policies are what they are said to be. */
class PolicyTest {

  private static final int NODES = 300;
  private static final int CYCLES = 5;

  private static long freeSlots(MembershipCluster<HyParViewHost> cluster) {
    return cluster.simulation().alive().stream()
        .map(node -> node.host().membership())
        .mapToLong(machine -> cluster.config().activeViewSize() - machine.activeSize())
        .sum();
  }

  @Test
  void nobodyHasNoticedTheFailureAtTheFirstMessage() {
    Overlay overlay = Overlay.stable(Policy.paper(), NODES, 1, CYCLES);
    long before = overlay.cluster().simulation().dials();
    overlay.fail(0.8);
    assertThat(overlay.cluster().pendingRequests()).isZero();
    assertThat(overlay.cluster().simulation().dials()).isEqualTo(before);
  }

  @Test
  void allSurvivorsNoticeTheirDeadNeighborsBetweenTheFirstTwoMessages() {
    Overlay overlay = Overlay.stable(Policy.paper(), NODES, 2, CYCLES);
    overlay.fail(0.5);
    Simulation<HyParViewHost> simulation = overlay.cluster().simulation();
    simulation.run(Policy.HOP);
    for (SimulatedNode<HyParViewHost> node : simulation.alive()) {
      assertThat(node.host().membership().activeView())
          .allMatch(peer -> simulation.node(simulation.indexOf(peer)).isAlive());
    }
  }

  /**
   * A dial takes one step, to the dead and to the living. So a slot whose dial has failed dials
   * anew at the end of the step; later slots whose candidates are used up come back in between.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anEmptySlotDialsOncePerMessageStep(long seed) {
    Overlay overlay = Overlay.stable(Policy.paper(), NODES, seed, CYCLES);
    MembershipCluster<HyParViewHost> cluster = overlay.cluster();
    overlay.fail(0.95);
    cluster.simulation().run(Policy.HOP);
    for (int step = 0; step < 20; step++) {
      long slots = freeSlots(cluster);
      assertThat(cluster.pendingRequests()).as("step %s", step).isLessThanOrEqualTo((int) slots);
      long before = cluster.simulation().dials();
      cluster.simulation().run(Policy.STEP - 1);
      long early = cluster.simulation().dials() - before;
      cluster.simulation().run(1);
      long all = cluster.simulation().dials() - before;
      assertThat(all).as("dials in step %s", step).isLessThanOrEqualTo(slots);
      assertThat(early).as("dials before its end, step %s", step).isLessThanOrEqualTo(step * 2L);
    }
  }

  @Test
  void eachSlotDialsAtOnceAfterTheFailure() {
    Overlay overlay = Overlay.stable(Policy.paper(), NODES, 4, CYCLES);
    MembershipCluster<HyParViewHost> cluster = overlay.cluster();
    overlay.fail(0.5);
    cluster.simulation().run(Policy.HOP);
    assertThat(cluster.pendingRequests()).isEqualTo((int) freeSlots(cluster)).isPositive();
  }

  @Test
  void hardlyAPeriodicStepFallsBetweenTheMessages() {
    long window = Settings.PAPER_MESSAGES * Policy.STEP;
    double perNode = (double) window / Policy.paper().config().shuffleInterval();
    assertThat(perNode).as("expected steps of a node").isLessThan(0.005);
  }

  @Test
  void tenMessageStepsAreACycleOfThePolicyForHealingTimes() {
    assertThat(Policy.paperInCycles().config().shuffleInterval()).isEqualTo(10 * Policy.STEP);
  }

  @Test
  void whoeverKnowsNobodyAliveStaysAloneWithoutContacts() {
    Overlay overlay = Overlay.stable(Policy.paper(), NODES, 5, CYCLES);
    overlay.fail(0.98);
    overlay.firstStep();
    for (int step = 0; step < 100; step++) {
      overlay.step();
    }
    assertThat(overlay.cluster().pendingRequests()).isZero();
    long before = overlay.cluster().simulation().dials();
    overlay.cluster().ticks(1);
    List<HyParView> alone = overlay.cluster().simulation().alive().stream()
        .map(node -> node.host().membership())
        .filter(machine -> machine.activeSize() + machine.passiveSize() == 0)
        .toList();
    assertThat(alone).isNotEmpty();
    assertThat(overlay.cluster().simulation().dials() - before).isLessThan(100);
  }

  @Test
  void ourPolicyBringsBackEverybodyThroughTheContact() {
    Overlay overlay = Overlay.stable(Policy.ours(), NODES, 5, CYCLES);
    overlay.fail(0.95);
    for (int step = 0; step < 100; step++) {
      overlay.step();
    }
    assertThat(overlay.largestComponent()).isEqualTo(1);
  }
}
