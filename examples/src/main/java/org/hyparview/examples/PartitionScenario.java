package org.hyparview.examples;

import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.simulation.host.HyParViewHost;
import org.hyparview.simulation.net.Partition;
import org.hyparview.simulation.net.SimulationOptions;
import org.hyparview.simulation.scenario.MembershipCluster;
import org.hyparview.simulation.scenario.MembershipInvariants;
import org.hyparview.simulation.scenario.MembershipValidations;
import org.hyparview.simulation.scenario.Scenario;

/**
 * A scenario in the simulator: first faults, then their end, then what must hold.
 *
 * <p>Prints after which virtual time two halves of an overlay have merged. Ends by itself.
 */
public final class PartitionScenario {

  private PartitionScenario() {}

  /** Runs the scenario with the seed {@code args[0]}, by default 1. */
  public static void main(String[] args) {
    long seed = args.length == 0 ? 1 : Long.parseLong(args[0]);
    MembershipCluster<HyParViewHost> cluster = halves(200).run(seed);
    System.out.println("The halves are one again after " + cluster.simulation().now() / 1_000
        + " s of virtual time, trace " + Long.toHexString(cluster.simulation().traceHash()));
  }

  /** The network breaks into halves, which live on, and heals. */
  static Scenario<MembershipCluster<HyParViewHost>> halves(int nodes) {
    return Scenario.of(
            "halves find together",
            "java -cp hyparview-demo.jar org.hyparview.examples.PartitionScenario %d",
            PartitionScenario::cluster)
        .then("nodes join", cluster -> cluster.burst(nodes))
        .then("the overlay forms", cluster -> cluster.ticks(5))
        .then("the network breaks", cluster -> {
          cluster.simulation().partition(Partition.sides(index -> index % 2));
          cluster.simulation().loss(0.01);
        })
        .then("each half lives on", cluster -> cluster.ticks(20))
        .then("the faults end", cluster -> {
          cluster.simulation().heal();
          cluster.simulation().loss(0);
        })
        .then("a bounded time passes", cluster -> cluster.ticks(40))
        .then("all arrives", cluster -> cluster.simulation().runUntilQuiet(1_000_000))
        .demand("one component", MembershipValidations::connected)
        .demand("symmetric", MembershipValidations::symmetric)
        .demand("nothing pending", MembershipValidations::quiet);
  }

  private static MembershipCluster<HyParViewHost> cluster(long seed) {
    HyParViewConfig config = HyParViewConfig.DEFAULT;
    MembershipCluster<HyParViewHost> cluster =
        MembershipCluster.of(SimulationOptions.seed(seed), config);
    cluster.simulation().check(MembershipInvariants.ofEachNode(config));
    return cluster;
  }
}
