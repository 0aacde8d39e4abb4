package org.hyparview.benchmarks.cluster;

import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.IntFunction;
import org.hyparview.cluster.HyParViewCluster;
import org.hyparview.cluster.HyParViewClusterOptions;
import org.hyparview.cluster.MulticastOptions;
import org.hyparview.cluster.ReplicatedMap;

/**
 * Writes to a replicated map beside acknowledged broadcasts, in turns, by each of a number of nodes
 * in one JVM over loopback TCP; and reads of the copy in memory. Arguments: nodes, writes.
 */
public final class ReplicatedMapFigures {

  private static final int WARM_UP = 300;
  private static final int READS = 20_000_000;
  private static final int KEYS = 1_000;
  private static final int TIMEOUT_MILLIS = 10_000;

  private final List<HyParViewCluster> nodes;

  private ReplicatedMapFigures(List<HyParViewCluster> nodes) {
    this.nodes = nodes;
  }

  /** Prints the percentiles of both, and the reads a second. */
  public static void main(String[] arguments) {
    int nodes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    int writes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2_000;
    LocalCluster cluster = LocalCluster.of(
        nodes,
        new HyParViewClusterOptions()
            .setClusterName("map-" + UUID.randomUUID())
            .setHost("127.0.0.1")
            .setMulticast(new MulticastOptions().setEnabled(false)));
    ReplicatedMapFigures figures = new ReplicatedMapFigures(cluster.nodes());
    figures.writes(WARM_UP, "warm-up");
    figures.writes(writes, "of " + nodes + " nodes");
    figures.reads();
    cluster.close();
  }

  private void writes(int count, String which) {
    List<ReplicatedMap<String, Integer>> maps =
        nodes.stream().map(node -> node.<String, Integer>replicatedMap("m")).toList();
    long[] puts = new long[count];
    long[] broadcasts = new long[count];
    for (int i = 0; i < count; i++) {
      puts[i] = nanos(n -> maps.get(n % maps.size()).put("k" + n % KEYS, n), i);
      broadcasts[i] = nanos(
          n -> nodes.get(n % nodes.size()).broadcastAcknowledged("t", "k" + n, TIMEOUT_MILLIS), i);
    }
    print("put " + which, puts);
    print("acknowledged broadcast " + which, broadcasts);
  }

  private static long nanos(IntFunction<Future<Void>> operation, int number) {
    long start = System.nanoTime();
    operation.apply(number).await();
    return System.nanoTime() - start;
  }

  private void reads() {
    ReplicatedMap<String, Integer> map = nodes.get(0).replicatedMap("m");
    String[] keys = new String[KEYS];
    Arrays.setAll(keys, key -> "k" + key);
    long sum = 0;
    long start = System.nanoTime();
    for (int i = 0; i < READS; i++) {
      Integer value = map.get(keys[i % KEYS]);
      sum += value == null ? 0 : value;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%.1f million reads a second on one thread (sum %d)%n",
        READS / seconds / 1e6,
        sum);
  }

  private static void print(String what, long[] nanos) {
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%s, %d: p50 %.2f ms, p99 %.2f ms, longest %.2f ms%n",
        what,
        nanos.length,
        nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 99 / 100] / 1e6,
        nanos[nanos.length - 1] / 1e6);
  }
}
