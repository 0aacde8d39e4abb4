package org.hyparview.benchmarks.paper;

import java.util.List;
import java.util.function.Supplier;
import org.hyparview.protocol.plumtree.PlumtreeConfig;
import org.hyparview.simulation.host.OverlayHost;
import org.hyparview.simulation.metrics.BroadcastMetrics;
import org.hyparview.simulation.metrics.Flood;
import org.hyparview.simulation.net.SimulatedNode;
import org.hyparview.simulation.net.SimulationOptions;
import org.hyparview.simulation.scenario.BroadcastCluster;
import org.hyparview.simulation.scenario.BroadcastCounts;
import org.hyparview.simulation.scenario.BroadcastRecord;

/**
 * One overlay over which message after message is broadcast, as in TR-07-14 §4.
 *
 * @param reliability of each message, 0..1
 * @param redundancy of each, RMR
 * @param lastHop of each, LDH
 * @param payloads of each
 * @param control messages of each
 * @param floodLastHop what the last hop of each would have been in a flood
 */
record TreeRun(
    Variant variant,
    Series reliability,
    Series redundancy,
    Series lastHop,
    Series payloads,
    Series control,
    Series floodLastHop) {

  /** Broadcasts while the tree is built, one a cycle. */
  static final int BUILDING = 10;

  /** Broadcasts in all, without failures. */
  static final int BROADCASTS = 100;

  private static final long SILENCE = 4_000;

  /** In ms, until a message and its repair have come to rest. */
  private static final long REST = 5_000;

  /** Part of the nodes that fail in a cycle; the paper's 50 of 10,000. */
  private static final double FAILURES = 1 / 200.0;

  /** The kind of broadcast, and the paper's values once the tree is built, where it has some. */
  enum Variant {
    SINGLE("Plumtree s-s", true, Integer.MAX_VALUE, "9,999", "29,987", "9.99"),
    SINGLE_OPTIMIZED("Optimized s-s", true, 3, "9,999", "29,989", "8.34"),
    MULTIPLE("Plumtree m-s", false, Integer.MAX_VALUE, "9,999", "29,990", "59"),
    MULTIPLE_OPTIMIZED("Optimized m-s", false, 7, "9,999", "38,976", "17.2"),
    OURS_SINGLE("ours, defaults, s-s", true, Variant.DEFAULTS, "", "", ""),
    OURS_MULTIPLE("ours, defaults, m-s", false, Variant.DEFAULTS, "", "", ""),
    FAILING("Plumtree s-s, 0.5 % fail a cycle", true, Integer.MAX_VALUE, "", "", "");

    private static final int DEFAULTS = 0;

    final String title;
    final boolean singleSender;
    final String paperPayloads;
    final String paperControl;
    final String paperLastHop;
    private final int threshold;

    Variant(
        String title,
        boolean singleSender,
        int threshold,
        String paperPayloads,
        String paperControl,
        String paperLastHop) {
      this.title = title;
      this.singleSender = singleSender;
      this.threshold = threshold;
      this.paperPayloads = paperPayloads;
      this.paperControl = paperControl;
      this.paperLastHop = paperLastHop;
    }

    /** The paper's way: announce at once, prune each duplicate at once. */
    private PlumtreeConfig config() {
      return threshold == DEFAULTS
          ? PlumtreeConfig.DEFAULT
          : PlumtreeConfig.builder()
              .ihaveInterval(0)
              .ihaveBatch(1)
              .optimizationThreshold(threshold)
              .pruneDelay(0)
              .build();
    }
  }

  /** Simulates one run. */
  static TreeRun simulate(Variant variant, Settings settings, long seed) {
    Policy policy = Policy.paper();
    Pace pace = new Pace(policy);
    BroadcastCluster cluster = BroadcastCluster.of(
        new SimulationOptions(seed, pace, SILENCE, policy.refusal()),
        policy.config(),
        variant.config());
    cluster.membership().sequential(settings.nodes());
    pace.joinsAreOver();
    SimulatedNode<OverlayHost> sender = cluster.simulation().node(settings.nodes() / 2);
    Recorder recorder =
        new Recorder(cluster, () -> variant.singleSender ? sender : randomNode(cluster));
    for (int i = 0; i < BROADCASTS; i++) {
      if (variant == Variant.FAILING && i >= BUILDING) {
        cluster.membership().crash(shareOf(settings, cluster), node -> node == sender);
      }
      recorder.broadcast(i);
      if (variant == Variant.FAILING || i < BUILDING) {
        cluster.membership().ticks(1);
      }
    }
    return recorder.result(variant);
  }

  private static double shareOf(Settings settings, BroadcastCluster cluster) {
    return FAILURES * settings.nodes() / cluster.simulation().alive().size();
  }

  private static SimulatedNode<OverlayHost> randomNode(BroadcastCluster cluster) {
    List<SimulatedNode<OverlayHost>> alive = cluster.simulation().alive();
    return alive.get(cluster.simulation().random().nextInt(alive.size()));
  }

  /** Sends and measures. */
  private static final class Recorder {

    private final BroadcastCluster cluster;
    private final Supplier<SimulatedNode<OverlayHost>> senders;
    private final double[] reliability = new double[BROADCASTS];
    private final double[] redundancy = new double[BROADCASTS];
    private final double[] lastHop = new double[BROADCASTS];
    private final double[] payloads = new double[BROADCASTS];
    private final double[] control = new double[BROADCASTS];
    private final double[] floodLastHop = new double[BROADCASTS];

    Recorder(BroadcastCluster cluster, Supplier<SimulatedNode<OverlayHost>> senders) {
      this.cluster = cluster;
      this.senders = senders;
    }

    void broadcast(int index) {
      SimulatedNode<OverlayHost> sender = senders.get();
      int place = cluster.simulation().alive().indexOf(sender);
      floodLastHop[index] =
          new Flood(cluster.membership().activeViews()).from(place).lastDeliveryHop();
      BroadcastCounts before = cluster.counts();
      BroadcastRecord sent = cluster.broadcast(sender);
      cluster.simulation().run(REST);
      BroadcastMetrics metrics = cluster.metrics(sent);
      BroadcastCounts counts = cluster.counts().since(before);
      reliability[index] = metrics.reliability();
      redundancy[index] = metrics.redundancy();
      lastHop[index] = metrics.lastDeliveryHop();
      payloads[index] = (double) counts.payloads();
      control[index] = (double) counts.control();
      cluster.forgetRecords();
    }

    TreeRun result(Variant variant) {
      return new TreeRun(
          variant,
          new Series(reliability),
          new Series(redundancy),
          new Series(lastHop),
          new Series(payloads),
          new Series(control),
          new Series(floodLastHop));
    }
  }
}
