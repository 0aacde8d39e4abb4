package org.hyparview.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.UnaryOperator;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.simulation.host.HyParViewHost;
import org.hyparview.simulation.metrics.OverlayGraph;
import org.hyparview.simulation.net.Partition;
import org.hyparview.simulation.net.SimulatedNode;
import org.hyparview.simulation.net.Simulation;
import org.hyparview.simulation.net.SimulationFailure;
import org.hyparview.simulation.net.SimulationOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scenarios in two phases. First faults, during which only the invariants hold, after each input of
 * each machine. Then the faults end, a bounded time passes, and progress is demanded: one symmetric
 * component of nearly full views, in which nothing is pending.
 *
 * <p>{@link SeedRange} says with how many seeds and nodes.
 */
class MembershipScenariosSimulationTest {

  private static final HyParViewConfig CONFIG = HyParViewConfig.DEFAULT;

  /** A scenario takes as long as so many random histories. */
  private static final int HISTORIES = 500;

  /** The time to heal: the patience for a lost root, and some probes. */
  private static final int MOST_TICKS = 100;

  /** For so long all must be well before it counts as healed. */
  private static final int STABLE_TICKS = 5;

  private static final long MOST_EVENTS_TO_REST = 100_000_000;

  @Test
  void partsOfTheNetworkFindTogether(TestInfo test) {
    sweep(
        test,
        HISTORIES,
        overlay -> overlay
            .then(
                "the network falls into three",
                cluster -> cluster.simulation().partition(Partition.sides(index -> index % 3)))
            .then("each lives on", cluster -> cluster.ticks(20)));
  }

  @Test
  void nodesThatNobodyHeardComeBack(TestInfo test) {
    sweep(
        test,
        HISTORIES,
        overlay -> overlay
            .then(
                "a third hears, but isn't heard",
                cluster -> cluster.simulation().partition(Partition.mute(index -> index % 3 == 0)))
            .then("time passes", cluster -> cluster.ticks(20)));
  }

  @Test
  void aNetworkThatBreaksAgainAndAgainHealsAfterTheLastTime(TestInfo test) {
    sweep(
        test,
        HISTORIES,
        overlay -> overlay.then("it breaks and heals", cluster -> {
          Simulation<HyParViewHost> simulation = cluster.simulation();
          for (int i = 0; i < 20; i++) {
            int parts = 2 + simulation.random().nextInt(3);
            simulation.partition(
                simulation.random().nextBoolean()
                    ? Partition.sides(index -> index % parts)
                    : Partition.mute(index -> index % parts == 0));
            simulation.run(1 + simulation.random().nextLong(2 * CONFIG.shuffleInterval()));
            simulation.heal();
            simulation.run(1 + simulation.random().nextLong(CONFIG.shuffleInterval()));
          }
        }));
  }

  @Test
  void dialsThatTheNetworkDoublesLeaveNothingBehind(TestInfo test) {
    sweep(
        test,
        HISTORIES,
        overlay -> overlay
            .then(
                "every other dial is doubled", cluster -> cluster.simulation().duplicateDials(0.5))
            .then("half crash", cluster -> cluster.crash(0.5, cluster::isContact))
            .then("others join", cluster -> cluster.burst(SeedRange.nodes() / 4))
            .then("time passes", cluster -> cluster.ticks(5)));
  }

  @Test
  void slowNodesHoldNobodyUp(TestInfo test) {
    sweep(
        test,
        HISTORIES,
        overlay -> overlay
            .then("each tenth does all 2 s later", cluster -> slow(cluster, 2_000))
            .then("a third crashes", cluster -> cluster.crash(0.3, cluster::isContact))
            .then("time passes", cluster -> cluster.ticks(10)));
  }

  private static void slow(MembershipCluster<HyParViewHost> cluster, long millis) {
    cluster.simulation().alive().stream()
        .filter(node -> node.index() % 10 == 3)
        .forEach(node -> cluster.simulation().slow(node, millis));
  }

  @Test
  void restartedNodesReplaceTheirFormerLives(TestInfo test) {
    sweep(
        test,
        HISTORIES,
        overlay -> overlay
            .then("each third vanishes", cluster -> vanishThird(cluster))
            .then("half of those restart before it is noticed", cluster -> restart(cluster, 2))
            .then("time passes", cluster -> cluster.ticks(3))
            .then("so do the others", cluster -> restart(cluster, 1)));
  }

  private static void vanishThird(MembershipCluster<HyParViewHost> cluster) {
    cluster.simulation().alive().stream()
        .filter(node -> node.index() % 3 == 1)
        .forEach(cluster.simulation()::vanish);
  }

  private static void restart(MembershipCluster<HyParViewHost> cluster, int each) {
    List<SimulatedNode<HyParViewHost>> dead =
        cluster.simulation().nodes().stream().filter(node -> !node.isAlive()).toList();
    for (int i = 0; i < dead.size(); i += each) {
      cluster.restart(dead.get(i));
    }
  }

  @Test
  void nodesWhoseClocksWereSetBackAreLetIn(TestInfo test) {
    sweep(
        test,
        HISTORIES,
        overlay -> overlay
            .then("each third vanishes", cluster -> vanishThird(cluster))
            .then("all restart as in the past", cluster -> restartInThePast(cluster))
            .then("time passes", cluster -> cluster.ticks(3)));
  }

  private static void restartInThePast(MembershipCluster<HyParViewHost> cluster) {
    for (SimulatedNode<HyParViewHost> node : cluster.simulation().nodes()) {
      if (!node.isAlive()) {
        cluster.restart(node, node.host().self().incarnation() - 500);
      }
    }
  }

  @Test
  void comingAndGoingEndsInOneOverlay(TestInfo test) {
    sweep(
        test,
        HISTORIES,
        overlay -> overlay.then(
            "a fifth is replaced each minute", cluster -> cluster.churn(0.2, 20 * 60_000)));
  }

  @Test
  void lostMessagesLeaveNothingBehind(TestInfo test) {
    sweep(
        test,
        HISTORIES,
        overlay -> overlay
            .then("each tenth message is lost", cluster -> cluster.simulation().loss(0.1))
            .then("a third crashes", cluster -> cluster.crash(0.3, cluster::isContact))
            .then("time passes", cluster -> cluster.ticks(20)));
  }

  @Test
  void allAtOnceForLong(TestInfo test) {
    sweep(
        test,
        2 * HISTORIES,
        overlay -> overlay
            .then("messages get lost, dials are doubled, some are slow", cluster -> {
              cluster.simulation().loss(0.02);
              cluster.simulation().duplicateDials(0.1);
              slow(cluster, 500);
            })
            .then("nodes come and go, and the network breaks", cluster -> {
              for (int i = 0; i < 10; i++) {
                int parts = 2 + i % 3;
                cluster.churn(0.1, 3 * 60_000);
                cluster.simulation().partition(Partition.sides(index -> index % parts));
                cluster.churn(0.1, 60_000);
                cluster.simulation().heal();
              }
            }));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.8, 0.9, 0.95})
  void survivorsFindEachOther(double failed, TestInfo test) {
    String name = "Of " + 10 * SeedRange.nodes() + " nodes " + failed + " die";
    Scenario<MembershipCluster<HyParViewHost>> scenario = overlay(name, test, 10)
        .then("most die", cluster -> cluster.crash(failed, cluster::isContact))
        .then("five ticks pass", cluster -> cluster.ticks(5));
    sweep(name, test, 4 * HISTORIES, healed(scenario));
  }

  @Test
  void allWhoJoinAtOnceFindTogether(TestInfo test) {
    String name = 10 * SeedRange.nodes() + " nodes join at once";
    Scenario<MembershipCluster<HyParViewHost>> scenario = Scenario.of(
            name, replay(test), MembershipScenariosSimulationTest::cluster)
        .then("all join", cluster -> cluster.burst(10 * SeedRange.nodes()))
        .then("five ticks pass", cluster -> cluster.ticks(5));
    sweep(name, test, 4 * HISTORIES, healed(scenario));
  }

  @Test
  void theDeathOfTheContactWithMostOthersIsSurvived(TestInfo test) {
    sweep(
        test,
        HISTORIES,
        overlay -> overlay
            .then("most die, and who all joined through", cluster -> {
              cluster.simulation().crash(cluster.simulation().node(0));
              cluster.crash(0.6, node -> false);
            })
            .then("time passes", cluster -> cluster.ticks(10)));
  }

  // The two phases

  private static void sweep(
      TestInfo test,
      int histories,
      UnaryOperator<Scenario<MembershipCluster<HyParViewHost>>> faults) {
    String name = methodOf(test) + " (" + SeedRange.nodes() + " nodes)";
    sweep(name, test, histories, healed(faults.apply(overlay(name, test, 1))));
  }

  private static void sweep(
      String name,
      TestInfo test,
      int histories,
      Scenario<MembershipCluster<HyParViewHost>> scenario) {
    SeedRange.oneOf(histories).each(name, replay(test), scenario::run);
  }

  private static String methodOf(TestInfo test) {
    return test.getTestMethod().orElseThrow().getName();
  }

  private static String replay(TestInfo test) {
    return SeedRange.replayOfThisSize(MembershipScenariosSimulationTest.class, methodOf(test));
  }

  private static Scenario<MembershipCluster<HyParViewHost>> overlay(
      String name, TestInfo test, int times) {
    return overlay(name, replay(test), times * SeedRange.nodes());
  }

  private static Scenario<MembershipCluster<HyParViewHost>> overlay(
      String name, String replay, int nodes) {
    return Scenario.of(name, replay, MembershipScenariosSimulationTest::cluster)
        .then("nodes join", cluster -> join(cluster, nodes))
        .then("the overlay forms", cluster -> cluster.ticks(5));
  }

  private static MembershipCluster<HyParViewHost> cluster(long seed) {
    MembershipCluster<HyParViewHost> cluster =
        MembershipCluster.of(SimulationOptions.seed(seed), CONFIG);
    cluster.simulation().check(MembershipInvariants.ofEachNode(CONFIG));
    return cluster;
  }

  /** At once, one after the other, or at even pauses; chance says which. */
  private static void join(MembershipCluster<HyParViewHost> cluster, int nodes) {
    switch (cluster.simulation().random().nextInt(3)) {
      case 0 -> cluster.burst(nodes);
      case 1 -> cluster.sequential(nodes, 20);
      default -> {
        cluster.sequential(nodes / 2, 50);
        cluster.burst(nodes - nodes / 2);
      }
    }
  }

  private static Scenario<MembershipCluster<HyParViewHost>> healed(
      Scenario<MembershipCluster<HyParViewHost>> faults) {
    return faults
        .then("the faults end", MembershipScenariosSimulationTest::endFaults)
        .then("a bounded time passes", MembershipScenariosSimulationTest::letItHeal)
        .then("all arrives", cluster -> cluster.simulation().runUntilQuiet(MOST_EVENTS_TO_REST))
        .demand("one component", MembershipValidations::connected)
        .demand("symmetric", MembershipValidations::symmetric)
        .demand("nothing pending", MembershipValidations::quiet)
        .demand("full views", MembershipValidations.filled(0.1));
  }

  private static void endFaults(MembershipCluster<HyParViewHost> cluster) {
    Simulation<HyParViewHost> simulation = cluster.simulation();
    simulation.heal();
    simulation.loss(0);
    simulation.duplicateDials(0);
    for (SimulatedNode<HyParViewHost> node : simulation.nodes()) {
      simulation.slow(node, 0);
      if (cluster.isContact(node) && !node.isAlive()) {
        cluster.restart(node);
      }
    }
  }

  private static void letItHeal(MembershipCluster<HyParViewHost> cluster) {
    int healedFor = 0;
    for (int tick = 0; tick < MOST_TICKS && healedFor < STABLE_TICKS; tick++) {
      cluster.ticks(1);
      healedFor = isHealed(cluster) ? healedFor + 1 : 0;
    }
  }

  private static boolean isHealed(MembershipCluster<HyParViewHost> cluster) {
    OverlayGraph graph = cluster.activeViews();
    return graph.components().count() == 1 && graph.oneWayEdges() == 0;
  }

  // What can be relied on

  @Test
  void theSameSeedGivesTheSameTraceOnEveryJvm() {
    assertThat(trace(42)).isEqualTo(trace(42)).isNotEqualTo(trace(43));
    assertThat(trace(42)).as("the same on every JVM").isEqualTo(6193392487420909795L);
  }

  private static long trace(long seed) {
    return healed(overlay("golden", "%d", 60)
            .then("half crash", cluster -> cluster.crash(0.5, cluster::isContact))
            .then("each tenth message is lost", cluster -> cluster.simulation().loss(0.1))
            .then("time passes", cluster -> cluster.ticks(5)))
        .run(seed)
        .simulation()
        .traceHash();
  }

  @Test
  void aFailureTellsTheSeedAndHowToSeeItAgain(TestInfo test) {
    Scenario<MembershipCluster<HyParViewHost>> broken =
        overlay("broken", test, 1).demand("a full mesh", MembershipValidations.filled(-100));
    assertThatThrownBy(() -> broken.run(17))
        .isInstanceOf(SimulationFailure.class)
        .hasMessageStartingWith(
            "Scenario \"broken\" failed at \"a full mesh\" with seed 17: " + "The mean degree is ")
        .hasMessageEndingWith("\nReplay: mvn test -pl hyparview-simulation -am"
            + " -Dsurefire.failIfNoSpecifiedTests=false"
            + " -Dtest=MembershipScenariosSimulationTest#aFailureTellsTheSeedAndHowToSeeItAgain"
            + " -Dhyparview.seed=17 -Dhyparview.nodes=" + SeedRange.nodes());
  }
}
