package org.hyparview.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.hyparview.HyParViewMessage.Shuffle;
import org.hyparview.simulation.metrics.DegreeDistribution;
import org.hyparview.simulation.metrics.OverlayGraph;

/**
 * The rate at which membership machines handle messages on one thread: nodes join one by one
 * through the first; then, in each round, every node takes its periodic step and all that follows
 * is dealt with. The machines have the paper's view sizes and share no state.
 *
 * <pre>
 * --nodes N    how many; default 10000
 * --rounds N   default 50
 * --warmup N   repetitions that come first, so that all is compiled; default 5
 * --repeat N   repetitions that count; default 5
 * </pre>
 */
public final class MachineSpeed {

  private static final long SEED = 20_070_625;

  private final int nodes;
  private final int rounds;
  private final PrintStream out = System.out;

  private MachineSpeed(int nodes, int rounds) {
    this.nodes = nodes;
    this.rounds = rounds;
  }

  /** Runs the command. */
  public static void main(String... words) {
    Arguments arguments = new Arguments(words);
    MachineSpeed speed =
        new MachineSpeed(arguments.number("--nodes", 10_000), arguments.number("--rounds", 50));
    int warmup = arguments.number("--warmup", 5);
    int repeat = arguments.number("--repeat", 5);
    arguments.checkNoneLeft();
    speed.measure(warmup, repeat);
    speed.weigh();
    speed.timeKinds();
  }

  private FifoNetwork newNetwork() {
    return new FifoNetwork(nodes, HyParViewConfig.DEFAULT, SEED);
  }

  private void joinAll(FifoNetwork network) {
    for (int i = 0; i < nodes; i++) {
      network.join();
    }
  }

  private void measure(int warmup, int repeat) {
    out.printf("%,d nodes join, then %d rounds%n", nodes, rounds);
    out.printf(
        "%-8s %12s %8s %8s %8s %14s %14s%n",
        "", "messages", "wall s", "cpu s", "gc s", "messages/s", "of cpu time");
    List<Double> rates = new ArrayList<>();
    for (int i = 1; i <= warmup + repeat; i++) {
      double rate = repetition(i <= warmup ? "warm-up" : "run " + (i - warmup));
      if (i > warmup) {
        rates.add(rate);
      }
    }
    rates.sort(null);
    if (!rates.isEmpty()) {
      out.printf(
          "best %,.0f, median %,.0f messages a second%n",
          rates.get(rates.size() - 1), rates.get(rates.size() / 2));
    }
  }

  private double repetition(String name) {
    FifoNetwork network = newNetwork();
    Stopwatch begin = Stopwatch.now();
    joinAll(network);
    Stopwatch joining = Stopwatch.since(begin);
    long joinMessages = network.messages();
    Stopwatch middle = Stopwatch.now();
    for (int i = 0; i < rounds; i++) {
      network.round();
    }
    Stopwatch shuffling = Stopwatch.since(middle);
    row(name, network.messages(), joining.plus(shuffling));
    row("  joins", joinMessages, joining);
    row("  rounds", network.messages() - joinMessages, shuffling);
    return network.messages() / joining.plus(shuffling).wall();
  }

  private void row(String name, long messages, Stopwatch time) {
    out.printf(
        "%-8s %,12d %8.3f %8.3f %8.3f %,14.0f %,14.0f%n",
        name,
        messages,
        time.wall(),
        time.cpu(),
        time.collecting(),
        messages / time.wall(),
        messages / time.cpu());
  }

  /** What a network of these machines looks like, and how much of the heap it takes. */
  private void weigh() {
    long before = Heap.live();
    FifoNetwork network = newNetwork();
    joinAll(network);
    for (int i = 0; i < rounds; i++) {
      network.round();
    }
    long bytes = Heap.live() - before;
    OverlayGraph graph = network.activeViews();
    DegreeDistribution degrees = graph.outDegrees();
    out.printf(
        "mean degree %.2f, components %d, one-way entries %d, %,d bytes a node%n",
        degrees.mean(), graph.components().count(), graph.oneWayEdges(), bytes / nodes);
  }

  private static final class Tally {
    long count;
    long nanos;
  }

  /**
   * How the messages divide into kinds, and what each kind takes with the actions that follow. The
   * clock is read before and after each message; what that takes by itself is subtracted.
   */
  private void timeKinds() {
    FifoNetwork network = newNetwork();
    joinAll(network);
    Map<String, Tally> tallies = new TreeMap<>();
    for (int i = 0; i < rounds; i++) {
      network.step();
      time(network, tallies);
    }
    double clock = clockNanos();
    out.printf("in the rounds; reading the clock takes %.0f ns, which is subtracted%n", clock);
    long all = tallies.values().stream().mapToLong(tally -> tally.count).sum();
    tallies.forEach((kind, tally) -> out.printf(
        Locale.ROOT,
        "%-20s %,12d %5.1f %% %8.0f ns%n",
        kind,
        tally.count,
        100.0 * tally.count / all,
        (double) tally.nanos / tally.count - clock));
  }

  private static void time(FifoNetwork network, Map<String, Tally> tallies) {
    while (!network.isSettled()) {
      HyParViewMessage message = network.nextMessage();
      long begin = System.nanoTime();
      network.deal();
      long nanos = System.nanoTime() - begin;
      if (message != null) {
        Tally tally = tallies.computeIfAbsent(kindOf(message), kind -> new Tally());
        tally.count++;
        tally.nanos += nanos;
      }
    }
  }

  private static String kindOf(HyParViewMessage message) {
    String kind = message.getClass().getSimpleName();
    boolean ends = message instanceof Shuffle shuffle && shuffle.ttl().hops() <= 1;
    return ends ? kind + ", accepted" : kind;
  }

  private static double clockNanos() {
    int count = 1_000_000;
    long sum = 0;
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      sum += System.nanoTime() - begin;
    }
    return (double) sum / count;
  }
}
