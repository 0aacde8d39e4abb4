package org.hyparview.protocol.overlay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.protocol.plumtree.PlumtreeConfig;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Acknowledged;
import org.hyparview.protocol.plumtree.PlumtreeInvariants;
import org.hyparview.simulation.host.OverlayHost;
import org.hyparview.simulation.metrics.OverlayGraph;
import org.hyparview.simulation.net.Invariant;
import org.hyparview.simulation.net.Latency;
import org.hyparview.simulation.net.SimulatedNode;
import org.hyparview.simulation.net.Simulation;
import org.hyparview.simulation.net.SimulationOptions;
import org.hyparview.simulation.scenario.BroadcastCluster;
import org.hyparview.simulation.scenario.BroadcastRecord;
import org.hyparview.simulation.scenario.MembershipCluster;
import org.hyparview.simulation.scenario.MembershipInvariants;
import org.hyparview.simulation.scenario.MembershipValidations;

/**
 * A simulated cluster of which each machine is checked with each input, and each acknowledgement by
 * one who sees everything: when a broadcast is acknowledged, every node that has been connected
 * with the origin all the time since it was sent, as far as looking ten times a second shows, and
 * still is, in the same life, has delivered it.
 */
final class Broadcasts {

  private static final long LOOKING = 100;

  final BroadcastCluster cluster;
  final Simulation<OverlayHost> simulation;
  final PlumtreeConfig config;

  /** For each open acknowledged broadcast the nodes that were never apart from its origin. */
  private final Map<MessageId, Set<SimulatedNode<OverlayHost>>> connected = new LinkedHashMap<>();

  private Set<SimulatedNode<OverlayHost>> starting = Set.of();
  private long inputs;
  private long nextLook;
  private int checked;

  Broadcasts(long seed, Latency latency, HyParViewConfig membership, PlumtreeConfig config) {
    this(seed, latency, membership, config, 1);
  }

  /**
   * Creates an empty cluster.
   *
   * @param oneIn the number of inputs for each one after which the membership machine is checked, 1
   *     or more
   */
  Broadcasts(
      long seed, Latency latency, HyParViewConfig membership, PlumtreeConfig config, int oneIn) {
    this.config = config;
    cluster =
        BroadcastCluster.of(SimulationOptions.seed(seed).latency(latency), membership, config);
    simulation = cluster.simulation();
    Invariant<OverlayHost> ofMembership = MembershipInvariants.ofEachNode(membership);
    simulation.check((all, node) -> {
      if (inputs++ % oneIn == 0) {
        ofMembership.check(all, node);
      }
      PlumtreeInvariants.check(node.host().plumtree(), config, all.now());
      look(false);
    });
    cluster.observe((all, broadcast) -> ended(broadcast));
  }

  Broadcasts(long seed, Latency latency) {
    this(seed, latency, HyParViewConfig.DEFAULT, PlumtreeConfig.DEFAULT);
  }

  /** Some living node. */
  SimulatedNode<OverlayHost> any(SplittableRandom random) {
    List<SimulatedNode<OverlayHost>> alive = simulation.alive();
    return alive.get(random.nextInt(alive.size()));
  }

  /**
   * Lets time pass, at most 20 ticks, until the overlay is one component of symmetric active views,
   * which are full by 98 % and name no dead node.
   *
   * @throws IllegalStateException if it is not one component even then
   */
  void settle() {
    long tick = cluster.membership().config().shuffleInterval();
    simulation.runUntil(this::isSettled, tick / 6, 20 * tick);
    MembershipValidations.connected(cluster.membership());
  }

  private boolean isSettled() {
    MembershipCluster<OverlayHost> membership = cluster.membership();
    OverlayGraph graph = membership.activeViews();
    return membership.meanDegree() >= 0.98 * membership.config().activeViewSize()
        && membership.deadEntries() == 0
        && graph.oneWayEdges() == 0
        && graph.components().count() == 1;
  }

  /** Lets ticks pass, at most 20, until only one active view in a thousand changes in a tick. */
  void calm() {
    boolean isCalm = false;
    for (int ticks = 0; !isCalm && ticks < 20; ticks++) {
      List<Set<Peer>> before = views();
      cluster.membership().ticks(1);
      List<Set<Peer>> after = views();
      long changed = IntStream.range(0, after.size())
          .filter(i -> !after.get(i).equals(before.get(i)))
          .count();
      isCalm = changed <= after.size() / 1_000;
    }
  }

  /** Returns the active views of the living nodes. */
  List<Set<Peer>> views() {
    return simulation.alive().stream()
        .map(node -> Set.copyOf(node.host().membership().activeView()))
        .toList();
  }

  BroadcastRecord acknowledged(SimulatedNode<OverlayHost> origin, long timeout) {
    starting = component(origin);
    BroadcastRecord broadcast = cluster.broadcastAcknowledged(origin, timeout);
    if (broadcast.outcome() == null) {
      connected.put(broadcast.id(), starting);
    }
    return broadcast;
  }

  /** The acknowledged broadcasts whose outcome has not been reported. */
  List<BroadcastRecord> open() {
    return connected.keySet().stream().map(cluster::record).toList();
  }

  /** How many acknowledgements have been checked. */
  int checked() {
    return checked;
  }

  private void look(boolean now) {
    if (connected.isEmpty() || (simulation.now() < nextLook && !now)) {
      return;
    }
    nextLook = simulation.now() + LOOKING;
    connected.forEach((id, nodes) -> {
      BroadcastRecord broadcast = cluster.record(id);
      if (broadcast.isAliveSince(broadcast.origin())) {
        nodes.retainAll(component(broadcast.origin()));
      }
    });
  }

  private void ended(BroadcastRecord broadcast) {
    look(true);
    Set<SimulatedNode<OverlayHost>> nodes = connected.remove(broadcast.id());
    if (broadcast.outcome() instanceof Acknowledged) {
      checked++;
      List<SimulatedNode<OverlayHost>> missing =
          broadcast.missing(List.copyOf(nodes == null ? starting : nodes));
      if (!missing.isEmpty()) {
        throw new IllegalStateException(
            broadcast.outcome() + " is reported, but " + missing + " have not got it");
      }
    }
  }

  /** The nodes that links, of which both ends know, connect with a node. */
  private Set<SimulatedNode<OverlayHost>> component(SimulatedNode<OverlayHost> from) {
    Set<SimulatedNode<OverlayHost>> found = new LinkedHashSet<>();
    Deque<SimulatedNode<OverlayHost>> open = new ArrayDeque<>();
    found.add(from);
    open.add(from);
    while (!open.isEmpty()) {
      SimulatedNode<OverlayHost> node = open.remove();
      for (Peer peer : node.host().membership().activeView()) {
        SimulatedNode<OverlayHost> other = simulation.node(simulation.indexOf(peer));
        if (isLinked(other, peer, node) && found.add(other)) {
          open.add(other);
        }
      }
    }
    return found;
  }

  private static boolean isLinked(
      SimulatedNode<OverlayHost> node, Peer inThisLife, SimulatedNode<OverlayHost> to) {
    OverlayHost host = node.host();
    return node.isAlive()
        && host.self().equals(inThisLife)
        && host.membership().activeView().contains(to.host().self());
  }
}
