package org.hyparview.benchmarks.paper;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hyparview.protocol.hyparview.HyParView;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.simulation.host.HyParViewHost;
import org.hyparview.simulation.metrics.BroadcastMetrics;
import org.hyparview.simulation.metrics.Flood;
import org.hyparview.simulation.metrics.OverlayGraph;
import org.hyparview.simulation.net.SimulatedNode;
import org.hyparview.simulation.net.Simulation;
import org.hyparview.simulation.net.SimulationOptions;
import org.hyparview.simulation.scenario.MembershipCluster;

/** One simulated overlay, from its first join to the last broadcast over it. */
final class Overlay {

  private static final long SILENCE = 4_000;

  private final Policy policy;
  private final MembershipCluster<HyParViewHost> cluster;
  private final Simulation<HyParViewHost> simulation;

  private OverlayGraph graph = OverlayGraph.of(new int[0][]);
  private Flood flood = new Flood(graph);
  private long graphIsOf = -1;

  private Overlay(Policy policy, MembershipCluster<HyParViewHost> cluster) {
    this.policy = policy;
    this.cluster = cluster;
    this.simulation = cluster.simulation();
  }

  /** An overlay whose nodes have joined one by one through the first, before any periodic step. */
  static Overlay join(Policy policy, int nodes, long seed) {
    Pace pace = new Pace(policy);
    SimulationOptions options = new SimulationOptions(seed, pace, SILENCE, policy.refusal());
    Overlay overlay = new Overlay(policy, MembershipCluster.of(options, policy.config()));
    overlay.cluster.sequential(nodes);
    pace.joinsAreOver();
    return overlay;
  }

  /** The same after so many cycles. Where the policy has none, the contacts are forgotten. */
  static Overlay stable(Policy policy, int nodes, long seed, int cycles) {
    Overlay overlay = join(policy, nodes, seed);
    overlay.cluster.ticks(cycles);
    if (!policy.keepsContacts()) {
      overlay.forgetContacts();
    }
    return overlay;
  }

  private void forgetContacts() {
    for (SimulatedNode<HyParViewHost> node : simulation.nodes()) {
      simulation.input(node, (host, now) -> host.join(List.of(), now));
    }
  }

  MembershipCluster<HyParViewHost> cluster() {
    return cluster;
  }

  /** That share of the nodes dies at this moment; nobody has noticed yet. */
  void fail(double share) {
    cluster.crash(share, node -> policy.keepsContacts() && cluster.isContact(node));
    graphIsOf = -1;
  }

  /**
   * Goes from the failure to the end of the first message step: the resets take a hop to arrive,
   * then there is time for one dial of each empty slot.
   */
  void firstStep() {
    simulation.run(policy.keepsContacts() ? policy.step() : Policy.HOP + policy.step());
  }

  /** Goes to the end of the next message step. */
  void step() {
    simulation.run(policy.step());
  }

  /** The links between living nodes that both ends agree on; made anew only after an event. */
  OverlayGraph graph() {
    if (graphIsOf != simulation.events()) {
      graph = mutual(cluster.activeViews());
      flood = new Flood(graph);
      graphIsOf = simulation.events();
    }
    return graph;
  }

  /** A link is one-way while the news of its end is on its way; no message goes over it. */
  private static OverlayGraph mutual(OverlayGraph views) {
    if (views.oneWayEdges() == 0) {
      return views;
    }
    OverlayGraph.Builder builder = new OverlayGraph.Builder(views.size());
    for (int node = 0; node < views.size(); node++) {
      for (int place = 0; place < views.outDegree(node); place++) {
        int neighbor = views.neighbor(node, place);
        if (views.hasEdge(neighbor, node)) {
          builder.add(node, neighbor);
        }
      }
    }
    return builder.build();
  }

  /** A message that a random living node floods at this moment (§4.1). */
  BroadcastMetrics broadcast() {
    int sender = simulation.random().nextInt(graph().size());
    return flood.from(sender);
  }

  /** The mean reliability of some broadcasts at this moment, 0..1. */
  double meanReliability(int broadcasts) {
    double sum = 0;
    for (int i = 0; i < broadcasts; i++) {
      sum += broadcast().reliability();
    }
    return sum / broadcasts;
  }

  /** The share of the living nodes in the largest component of the active views, 0..1. */
  double largestComponent() {
    return share(graph());
  }

  private static double share(OverlayGraph graph) {
    return (double) graph.components().largest() / graph.size();
  }

  /**
   * The share of the living nodes in the largest component of all that they know of each other,
   * active and passive: more than that can't find together without a contact.
   */
  double largestKnowledge() {
    List<SimulatedNode<HyParViewHost>> alive = simulation.alive();
    int[] place = new int[simulation.size()];
    for (int i = 0; i < alive.size(); i++) {
      place[alive.get(i).index()] = i;
    }
    OverlayGraph.Builder known = new OverlayGraph.Builder(alive.size());
    for (int i = 0; i < alive.size(); i++) {
      for (int other : known(alive.get(i).host().membership())) {
        if (simulation.node(other).isAlive()) {
          known.add(i, place[other]);
        }
      }
    }
    return share(known.build());
  }

  private Set<Integer> known(HyParView machine) {
    Set<Integer> indices = new HashSet<>();
    for (Peer peer : machine.activeView()) {
      indices.add(simulation.indexOf(peer));
    }
    for (Peer peer : machine.passiveView()) {
      indices.add(simulation.indexOf(peer));
    }
    return indices;
  }

  /** Who is in whose passive view, as a graph. */
  OverlayGraph passiveViews() {
    OverlayGraph.Builder views = new OverlayGraph.Builder(simulation.size());
    for (SimulatedNode<HyParViewHost> node : simulation.alive()) {
      for (Peer peer : node.host().membership().passiveView()) {
        views.add(node.index(), simulation.indexOf(peer));
      }
    }
    return views.build();
  }
}
