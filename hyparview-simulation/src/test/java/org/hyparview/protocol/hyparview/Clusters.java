package org.hyparview.protocol.hyparview;

import java.util.ArrayList;
import java.util.List;
import org.hyparview.simulation.host.HyParViewHost;
import org.hyparview.simulation.net.Latency;
import org.hyparview.simulation.net.SimulatedNode;
import org.hyparview.simulation.net.SimulationOptions;
import org.hyparview.simulation.scenario.MembershipCluster;

/** Simulated clusters of which each machine is checked with each input. */
final class Clusters {

  static final long MOST_EVENTS_TO_REST = 3_000_000;

  private Clusters() {}

  /** What some machine reported to its user. */
  record Report(SimulatedNode<?> node, HyParViewEvent event) {}

  /** All messages take the same time: the worst case for livelocks. */
  static MembershipCluster<HyParViewHost> fifo(long seed, HyParViewConfig config) {
    return cluster(seed, config, Latency.fixed(1), new ArrayList<>());
  }

  /** Messages of different links overtake each other at random. */
  static MembershipCluster<HyParViewHost> interleaved(long seed, HyParViewConfig config) {
    return interleaved(seed, config, new ArrayList<>());
  }

  /** The same, and all that the machines report is collected. */
  static MembershipCluster<HyParViewHost> interleaved(
      long seed, HyParViewConfig config, List<Report> reports) {
    return cluster(seed, config, Latency.uniform(1, 50), reports);
  }

  private static MembershipCluster<HyParViewHost> cluster(
      long seed, HyParViewConfig config, Latency latency, List<Report> reports) {
    MembershipCluster<HyParViewHost> cluster = MembershipCluster.of(
        SimulationOptions.seed(seed).latency(latency),
        config,
        (node, event) -> reports.add(new Report(node, event)));
    cluster.simulation().check((simulation, node) -> {
      HyParView machine = node.host().membership();
      Invariants.check(machine, config, machine.isMember(), simulation.now());
    });
    return cluster;
  }

  /** Lets all that is on its way arrive, and answers be answered. */
  static void drain(MembershipCluster<?> cluster) {
    cluster.simulation().runUntilQuiet(MOST_EVENTS_TO_REST);
  }

  static HyParViewConfig withViews(int active, int passive) {
    return HyParViewConfig.builder()
        .activeViewSize(active)
        .passiveViewSize(passive)
        .build();
  }
}
