package org.hyparview.simulation.scenario;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.plumtree.PlumtreeConfig;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Acknowledged;
import org.hyparview.simulation.host.OverlayHost;
import org.hyparview.simulation.metrics.Flood;
import org.hyparview.simulation.net.Latency;
import org.hyparview.simulation.net.SimulatedNode;
import org.hyparview.simulation.net.SimulationOptions;

/**
 * Prints how broadcasts do in a large overlay, with the defaults. Arguments: nodes, seed.
 *
 * <p>{@code java -cp target/classes:target/test-classes
 * org.hyparview.simulation.scenario.BroadcastFigures 10000 1}, in the module's directory.
 */
final class BroadcastFigures {

  private static final long REST = 5_000;

  private final PrintStream out;
  private final int nodes;
  private final long seed;

  private BroadcastFigures(PrintStream out, int nodes, long seed) {
    this.out = out;
    this.nodes = nodes;
    this.seed = seed;
  }

  /** Prints all. */
  public static void main(String[] arguments) {
    int nodes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
    BroadcastFigures figures = new BroadcastFigures(System.out, nodes, seed);
    for (Latency latency : List.of(Latency.fixed(20), Latency.uniform(1, 50))) {
      figures.section(latency == null ? "" : "one sender");
      figures.singleSender(latency);
      figures.section("100 senders, one after another");
      figures.senders(latency, 1, 100);
      figures.section("100 senders at once, 5 times");
      figures.senders(latency, 100, 5);
      figures.section("acknowledged");
      figures.acknowledged(latency);
    }
    figures.section("loss of 1 %, and churn of 1 % a minute");
    figures.faults();
  }

  private void section(String title) {
    out.println("== " + title);
  }

  private BroadcastCluster settled(Latency latency) {
    BroadcastCluster cluster = BroadcastCluster.of(
        SimulationOptions.seed(seed).latency(latency),
        HyParViewConfig.DEFAULT,
        PlumtreeConfig.DEFAULT);
    cluster.membership().sequential(nodes);
    cluster.membership().ticks(10);
    return cluster;
  }

  private SimulatedNode<OverlayHost> any(BroadcastCluster cluster) {
    List<SimulatedNode<OverlayHost>> alive = cluster.simulation().alive();
    return alive.get(cluster.simulation().random().nextInt(alive.size()));
  }

  private void singleSender(Latency latency) {
    BroadcastCluster cluster = settled(latency);
    int flood = new Flood(cluster.membership().activeViews()).from(7).lastDeliveryHop();
    out.printf(
        Locale.ROOT,
        "mean degree %.3f, flood LDH in equal hops %d%n",
        cluster.membership().meanDegree(),
        flood);
    for (int i = 0; i < 12; i++) {
      round(cluster, List.of(cluster.simulation().node(7)), "broadcast " + i);
    }
  }

  private void senders(Latency latency, int atOnce, int rounds) {
    BroadcastCluster cluster = settled(latency);
    for (int i = 0; i < rounds; i++) {
      List<SimulatedNode<OverlayHost>> senders = new ArrayList<>();
      for (int j = 0; j < atOnce; j++) {
        senders.add(any(cluster));
      }
      if (atOnce > 1 || i < 5 || i % 10 == 9) {
        round(cluster, senders, "round " + i);
      } else {
        senders.forEach(cluster::broadcast);
        cluster.simulation().run(REST);
      }
    }
  }

  private void round(
      BroadcastCluster cluster, List<SimulatedNode<OverlayHost>> senders, String name) {
    BroadcastCounts before = cluster.counts();
    List<BroadcastRecord> sent = new ArrayList<>();
    senders.forEach(sender -> sent.add(cluster.broadcast(sender)));
    cluster.simulation().run(REST);
    print(cluster, sent, cluster.counts().since(before), name);
    cluster.forgetRecords();
  }

  private void print(
      BroadcastCluster cluster, List<BroadcastRecord> sent, BroadcastCounts counts, String name) {
    double redundancy = 0;
    double hops = 0;
    double latency = 0;
    long missed = 0;
    for (BroadcastRecord one : sent) {
      redundancy += cluster.metrics(one).redundancy();
      hops += one.lastDeliveryHop();
      latency += one.latency();
      missed += one.missing(cluster.simulation().alive()).size();
    }
    int count = sent.size();
    out.printf(
        Locale.ROOT,
        "%s: payloads %.2f, RMR %.4f, LDH %.2f, latency %.0f ms, missed %d; a message costs"
            + " %.1f ihaves with %.1f announcements, %.1f grafts, %.1f prunes, %.1f acks%n",
        name,
        counts.payloads() / (double) count,
        redundancy / count,
        hops / count,
        latency / count,
        missed,
        counts.ihaves() / (double) count,
        counts.announcements() / (double) count,
        counts.grafts() / (double) count,
        counts.prunes() / (double) count,
        counts.acks() / (double) count);
  }

  private void acknowledged(Latency latency) {
    BroadcastCluster cluster = settled(latency);
    for (int i = 0; i < 8; i++) {
      BroadcastCounts before = cluster.counts();
      BroadcastRecord sent = cluster.broadcastAcknowledged(any(cluster), 20_000);
      cluster.simulation().run(20_000);
      out.print(
          sent.outcome() instanceof Acknowledged a
              ? "acknowledged in attempt " + a.attempts()
              : sent.outcome());
      out.print(" after " + sent.timeToOutcome() + " ms; ");
      print(cluster, List.of(sent), cluster.counts().since(before), "broadcast " + i);
    }
  }

  private void faults() {
    BroadcastCluster cluster = settled(Latency.uniform(1, 50));
    cluster.simulation().loss(0.01);
    List<BroadcastRecord> sent = new ArrayList<>();
    BroadcastCounts before = cluster.counts();
    for (int i = 0; i < 100; i++) {
      sent.add(cluster.broadcast(any(cluster)));
      cluster.membership().churn(0.01, 1_000);
    }
    cluster.simulation().run(REST);
    print(cluster, sent, cluster.counts().since(before), "100 broadcasts, one a second");
  }
}
