package org.hyparview.benchmarks;

import java.io.PrintStream;
import java.util.SplittableRandom;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.simulation.host.HyParViewHost;
import org.hyparview.simulation.metrics.OverlayGraph;
import org.hyparview.simulation.metrics.RandomRegularLimits;
import org.hyparview.simulation.metrics.ShortestPaths;
import org.hyparview.simulation.net.Simulation;
import org.hyparview.simulation.net.SimulationOptions;
import org.hyparview.simulation.scenario.MembershipCluster;

/**
 * The cost of the simulator by size: overlays of several sizes in virtual time, in which nodes join
 * one by one through the first and then take their periodic steps for some rounds.
 *
 * <pre>
 * --nodes A,B,…  the sizes, one run each; default 1000,10000,100000
 * --rounds N     default 10
 * --seed N       default 1
 * --paths N      the nodes from which path lengths are searched; default 64
 * </pre>
 */
public final class Scaling {

  private final int rounds;
  private final int seed;
  private final int paths;
  private final PrintStream out = System.out;

  private Scaling(int rounds, int seed, int paths) {
    this.rounds = rounds;
    this.seed = seed;
    this.paths = paths;
  }

  /** Runs the command. */
  public static void main(String... words) {
    Arguments arguments = new Arguments(words);
    String sizes = arguments.text("--nodes", "1000,10000,100000");
    Scaling scaling = new Scaling(
        arguments.number("--rounds", 10),
        arguments.number("--seed", 1),
        arguments.number("--paths", 64));
    arguments.checkNoneLeft();
    for (String size : sizes.split(",", -1)) {
      scaling.run(Integer.parseInt(size));
    }
  }

  private void run(int nodes) {
    out.printf("%,d nodes join one by one, then %d rounds%n", nodes, rounds);
    long empty = Heap.live();
    Heap.resetPeak();
    MembershipCluster<HyParViewHost> cluster =
        MembershipCluster.of(SimulationOptions.seed(seed), HyParViewConfig.DEFAULT);
    Stopwatch begin = Stopwatch.now();
    cluster.sequential(nodes);
    report("joins", cluster.simulation(), 0, 0, Stopwatch.since(begin));
    long joinEvents = cluster.simulation().events();
    long joinMessages = cluster.simulation().messages();
    Stopwatch middle = Stopwatch.now();
    cluster.ticks(rounds);
    report("rounds", cluster.simulation(), joinEvents, joinMessages, Stopwatch.since(middle));
    report("both", cluster.simulation(), 0, 0, Stopwatch.since(begin));
    long peak = Heap.peak();
    out.printf(
        "  heap: peak %,d MB, live %,d bytes a node%n", peak >> 20, (Heap.live() - empty) / nodes);
    look(cluster);
  }

  private void report(
      String phase,
      Simulation<HyParViewHost> simulation,
      long eventsBefore,
      long messagesBefore,
      Stopwatch time) {
    long events = simulation.events() - eventsBefore;
    out.printf(
        "  %-7s %,13d messages %,13d events %8.2f s wall %8.2f s cpu %7.2f s gc"
            + " %,12.0f events/s %,12.0f of cpu time%n",
        phase,
        simulation.messages() - messagesBefore,
        events,
        time.wall(),
        time.cpu(),
        time.collecting(),
        events / time.wall(),
        events / time.cpu());
  }

  private void look(MembershipCluster<HyParViewHost> cluster) {
    Stopwatch begin = Stopwatch.now();
    OverlayGraph graph = cluster.activeViews();
    ShortestPaths lengths = ShortestPaths.sampled(graph, paths, new SplittableRandom(seed));
    RandomRegularLimits limits =
        new RandomRegularLimits(graph.size(), cluster.config().activeViewSize());
    out.printf(
        "  graph: mean degree %.3f, components %d, one-way entries %d, mean path %.3f"
            + " (random regular: %.3f), farthest %.2f (%.2f), %.1f s to look%n",
        graph.outDegrees().mean(),
        graph.components().count(),
        graph.oneWayEdges(),
        lengths.mean(),
        limits.meanPath(),
        lengths.meanEccentricity(),
        limits.meanEccentricity(),
        Stopwatch.since(begin).wall());
  }
}
