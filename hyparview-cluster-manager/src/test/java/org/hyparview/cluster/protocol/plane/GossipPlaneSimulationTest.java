package org.hyparview.cluster.protocol.plane;

import java.util.stream.LongStream;
import org.hyparview.cluster.Seeds;
import org.hyparview.simulation.scenario.Scenario;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories of whole clusters: first faults, during which invariants hold, then everything
 * heals and progress is demanded.
 *
 * <ol>
 *   <li>The reported events add up, and each makes sense after those before.
 *   <li>An acknowledged change is known at every reachable node when it is completed.
 *   <li>The dead stay dead: a node returns only in a later incarnation than that of its death.
 *   <li>Without network faults no living node is ever declared dead.
 *   <li>With a working network no living node stays away for long.
 *   <li>After each turn of each node its list of members, what its events add up to, and its
 *       registry are equal.
 *   <li>After healing the replicated maps of all nodes are equal, and nothing in them is owned by a
 *       node that is not there.
 *   <li>After healing all nodes have equal states: exactly the living nodes, with all they have.
 * </ol>
 */
@Execution(ExecutionMode.CONCURRENT)
class GossipPlaneSimulationTest {

  private static final String REPLAY =
      "mvn test -pl hyparview-cluster-manager -am -Dtest=GossipPlaneSimulationTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dhyparview.seed=%d";

  private static final Scenario<PlaneCluster> PROCESSES = Scenario.of(
          "processes come and go", REPLAY, PlaneCluster::new)
      .then("start", cluster -> cluster.start(3 + cluster.random().nextInt(6)))
      .then("chaos", cluster -> new Chaos(cluster, Chaos.Kind.PROCESSES).run(100))
      .demand(
          "nobody wrongly dead",
          cluster -> PlaneCluster.demand(
              cluster.wrongDeclarations() == 0, cluster.wrongDeclarations() + " times"))
      .demand("convergence", cluster -> cluster.demandConvergence(60_000))
      .demand("promises", GossipPlaneSimulationTest::demandPromises);

  private static final Scenario<PlaneCluster> ALL = Scenario.of(
          "everything breaks", REPLAY, PlaneCluster::new)
      .then("start", cluster -> cluster.start(3 + cluster.random().nextInt(6)))
      .then("chaos", cluster -> new Chaos(cluster, Chaos.Kind.ALL).run(150))
      .then("heal", PlaneCluster::heal)
      .demand("convergence", cluster -> cluster.demandConvergence(120_000))
      .then("quiet", cluster -> cluster.run(PlaneCluster.QUIET))
      .then("more work", cluster -> new Chaos(cluster, Chaos.Kind.PROCESSES).run(30))
      .demand("convergence again", cluster -> cluster.demandConvergence(60_000))
      .demand("promises", GossipPlaneSimulationTest::demandPromises);

  private static void demandPromises(PlaneCluster cluster) {
    PlaneCluster.demand(
        cluster.unkeptPromises().isEmpty(), "Not kept: " + cluster.unkeptPromises());
    PlaneCluster.demand(cluster.checkedPromises() > 0, "Nothing was looked at");
  }

  private static LongStream seeds() {
    return Seeds.all(100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void processesComeAndGo(long seed) {
    PROCESSES.run(seed);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everythingBreaksAndHeals(long seed) {
    ALL.run(seed);
  }
}
