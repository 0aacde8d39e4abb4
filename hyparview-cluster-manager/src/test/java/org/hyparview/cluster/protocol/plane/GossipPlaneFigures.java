package org.hyparview.cluster.protocol.plane;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hyparview.cluster.protocol.registry.DownReason;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeDown;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.PlumtreeMessage;
import org.hyparview.simulation.net.Latency;
import org.hyparview.simulation.net.Partition;
import org.hyparview.simulation.net.SimulatedNode;
import org.hyparview.simulation.net.SimulationOptions;

/**
 * The durations and message counts of the gossip plane, over many seeds. {@code main} prints them;
 * {@code GossipPlaneFiguresTest} asserts bounds. Messages take 1 to 3 ms; silence is found after
 * 3.4 s, as with heartbeats of 1 s.
 */
final class GossipPlaneFigures {

  private static final long STEP = 2;
  private static final long SILENCE = 3_400;
  private static final long WIDE_SILENCE = 9_000;

  /** The latency of idle processors. */
  static final Latency QUICK = Latency.uniform(0, 2);

  /** The latency of overloaded processors, as when many processes start on them. */
  static final Latency SLOW = Latency.uniform(0, 100);

  private GossipPlaneFigures() {}

  /**
   * Prints all figures, as rows of a table.
   *
   * @param args the number of seeds; then numbers of nodes, if only the figures that depend on them
   *     are wanted
   */
  public static void main(String[] args) {
    int seeds = Integer.parseInt(args[0]);
    System.out.println("| what | nodes | median | 99 % | max |");
    if (args.length == 1) {
      printAll(seeds);
    }
    for (String nodes : List.of(args).subList(1, args.length)) {
      printSize(Integer.parseInt(nodes), seeds);
    }
  }

  private static void printSize(int nodes, int seeds) {
    print("crash to NodeDown everywhere, ms", nodes, crash(nodes, seeds));
    print("join, ms", nodes, join(nodes, seeds));
    print("messages in a minute at rest, per node", nodes, messagesAtRest(nodes, seeds));
  }

  private static void printAll(int seeds) {
    for (int nodes : new int[] {3, 6, 30}) {
      print("crash to NodeDown everywhere, ms", nodes, crash(nodes, seeds));
      print("silence of a machine to NodeDown everywhere, ms", nodes, vanish(nodes, seeds));
      print("pause of 10 s to NodeDown everywhere, ms", nodes, cutOff(nodes, seeds));
      print("registration to its completion, ms", nodes, registration(nodes, seeds));
      print("messages for a registration", nodes, messagesOfRegistration(nodes, seeds));
      print("join, ms", nodes, join(nodes, seeds));
    }
    for (long gap : new long[] {1, 20, 100}) {
      print(
          "registration to its completion while a node joins each " + gap + " ms",
          30,
          registrationInRush(30, gap, QUICK, seeds));
    }
    print(
        "the same each 100 ms, where a message takes up to 100 ms",
        30,
        registrationInRush(30, 100, SLOW, seeds));
    print("3+3 nodes, heal to convergence, ms", 6, healing(seeds));
  }

  private static void print(String what, int nodes, List<Long> figures) {
    System.out.println("| " + what + " | " + nodes + " | " + quantile(figures, 0.5) + " | "
        + quantile(figures, 0.99) + " | " + quantile(figures, 1) + " |");
  }

  static long quantile(List<Long> figures, double q) {
    List<Long> sorted = new ArrayList<>(figures);
    Collections.sort(sorted);
    return sorted.get((int) Math.ceil(q * (sorted.size() - 1)));
  }

  private static PlaneCluster cluster(int nodes, long seed) {
    PlaneCluster cluster = new PlaneCluster(
        SimulationOptions.seed(seed).latency(Latency.uniform(1, 3)).silence(SILENCE));
    cluster.start(nodes);
    cluster.run(10_000 + cluster.random().nextInt(5_000));
    return cluster;
  }

  /** Kills the process of a node; its port refuses. */
  static List<Long> crash(int nodes, int seeds) {
    List<Long> times = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      PlaneCluster cluster = cluster(nodes, seed);
      SimulatedNode<PlaneHost> victim = cluster.anyAlive();
      cluster.simulation.crash(victim);
      times.add(untilDown(cluster, victim));
    }
    return times;
  }

  /** Kills the machine of a node; no answer comes. */
  static List<Long> vanish(int nodes, int seeds) {
    List<Long> times = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      PlaneCluster cluster = cluster(nodes, seed);
      SimulatedNode<PlaneHost> victim = cluster.anyAlive();
      cluster.simulation.vanish(victim);
      times.add(untilDown(cluster, victim));
    }
    return times;
  }

  /** Cuts a node off in both directions. */
  static List<Long> cutOff(int nodes, int seeds) {
    List<Long> times = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      PlaneCluster cluster = cluster(nodes, seed);
      SimulatedNode<PlaneHost> victim = cluster.anyAlive();
      int index = victim.index();
      cluster.partition(Partition.sides(node -> node == index ? 1 : 0));
      times.add(untilDown(cluster, victim));
    }
    return times;
  }

  private static long untilDown(PlaneCluster cluster, SimulatedNode<PlaneHost> victim) {
    long start = cluster.now();
    PeerId id = victim.host().self().id();
    boolean down = cluster.simulation.runUntil(
        () -> cluster.members().stream()
            .filter(node -> node != victim)
            .noneMatch(node -> node.host().reported().nodes().contains(id)),
        STEP,
        60_000);
    PlaneCluster.demand(down, victim + " is never down");
    return cluster.now() - start;
  }

  /** Registers on a node as soon as it has joined, while one more joins at each interval. */
  static List<Long> registrationInRush(int nodes, long gap, Latency latency, int seeds) {
    List<Long> times = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      PlaneCluster cluster =
          new PlaneCluster(SimulationOptions.seed(seed).latency(latency).silence(SILENCE));
      cluster.start(1);
      Map<SimulatedNode<PlaneHost>, Long> joining = new LinkedHashMap<>();
      Map<SimulatedNode<PlaneHost>, Long> registering = new LinkedHashMap<>();
      for (int ms = 0; ms < nodes * gap + 10_000; ms++) {
        if (ms % gap == 0 && ms / gap < nodes) {
          joining.put(cluster.join(), cluster.now());
        }
        cluster.run(1);
        for (SimulatedNode<PlaneHost> node : List.copyOf(joining.keySet())) {
          if (node.host().reported().hasJoined()) {
            joining.remove(node);
            cluster.register(node);
            registering.put(node, cluster.now());
          }
        }
        registering.entrySet().removeIf(entry -> {
          boolean done = !entry.getKey().host().reported().completed().isEmpty();
          if (done) {
            times.add(cluster.now() - entry.getValue());
          }
          return done;
        });
      }
    }
    return times;
  }

  static List<Long> registration(int nodes, int seeds) {
    List<Long> times = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      PlaneCluster cluster = cluster(nodes, seed);
      SimulatedNode<PlaneHost> node = cluster.anyAlive();
      int before = node.host().reported().completed().size();
      long start = cluster.now();
      cluster.register(node);
      cluster.simulation.runUntil(
          () -> node.host().reported().completed().size() > before, 1, 10_000);
      times.add(cluster.now() - start);
    }
    return times;
  }

  /** Counts all messages of a second with one registration, less those of a second without. */
  static List<Long> messagesOfRegistration(int nodes, int seeds) {
    List<Long> counts = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      PlaneCluster with = cluster(nodes, seed);
      Map<Class<?>, Integer> before = new HashMap<>(with.sent());
      with.register(with.anyAlive());
      with.run(1_000);
      long more = 0;
      for (Map.Entry<Class<?>, Integer> kind : with.sent().entrySet()) {
        boolean ofBroadcast = kind.getKey().getName().contains("Plumtree");
        more += ofBroadcast ? kind.getValue() - before.getOrDefault(kind.getKey(), 0) : 0;
      }
      counts.add(more);
    }
    return counts;
  }

  /** Messages take 25 to 150 ms, and nobody is accused. */
  static long graftsOfRegistrations(PlaneConfig config, int nodes, int seeds) {
    long grafts = 0;
    for (int seed = 1; seed <= seeds; seed++) {
      PlaneCluster cluster = new PlaneCluster(
          SimulationOptions.seed(seed).latency(Latency.uniform(25, 150)).silence(WIDE_SILENCE),
          config);
      cluster.start(nodes);
      cluster.run(60_000);
      int before = cluster.sent().getOrDefault(PlumtreeMessage.Graft.class, 0);
      cluster.register(cluster.anyAlive());
      cluster.run(4_000);
      grafts += cluster.sent().getOrDefault(PlumtreeMessage.Graft.class, 0) - before;
      PlaneCluster.demand(cluster.wrongDeclarations() == 0, "a live node was declared dead");
    }
    return grafts;
  }

  /** Counts what each node sends in a minute in which nothing happens. */
  static List<Long> messagesAtRest(int nodes, int seeds) {
    List<Long> counts = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      PlaneCluster cluster = cluster(nodes, seed);
      long before = allSent(cluster);
      cluster.run(60_000);
      counts.add((allSent(cluster) - before) / nodes);
    }
    return counts;
  }

  private static long allSent(PlaneCluster cluster) {
    return cluster.sent().values().stream().mapToLong(Integer::longValue).sum();
  }

  static List<Long> join(int nodes, int seeds) {
    List<Long> times = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      PlaneCluster cluster = cluster(nodes, seed);
      long start = cluster.now();
      SimulatedNode<PlaneHost> joiner = cluster.join();
      cluster.simulation.runUntil(() -> joiner.host().reported().hasJoined(), STEP, 20_000);
      times.add(cluster.now() - start);
    }
    return times;
  }

  /** Cuts six nodes into three and three for 30 s. */
  static List<Long> healing(int seeds) {
    List<Long> times = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      PlaneCluster cluster = cluster(6, seed);
      cluster.partition(Partition.sides(node -> node % 2));
      cluster.run(30_000);
      PlaneCluster.demand(
          cluster.members().stream().allMatch(node -> deadAt(node) == 3), "not cut in two");
      cluster.heal();
      long start = cluster.now();
      cluster.demandConvergence(60_000);
      times.add(cluster.now() - start);
    }
    return times;
  }

  private static long deadAt(SimulatedNode<PlaneHost> node) {
    return node.host().reported().events(NodeDown.class).stream()
        .filter(down -> down.reason() == DownReason.DEAD)
        .count();
  }
}
