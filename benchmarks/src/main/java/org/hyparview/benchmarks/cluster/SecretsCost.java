package org.hyparview.benchmarks.cluster;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.Counter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import org.hyparview.cluster.HyParViewCluster;
import org.hyparview.cluster.HyParViewClusterOptions;
import org.hyparview.cluster.MulticastOptions;

/**
 * The cost of a shared secret: a cluster with one beside a cluster without, in turns. Two clusters
 * of five nodes each in one JVM over loopback TCP broadcast, with {@value #OUTSTANDING} messages
 * under way, and count one after the other; then five processes form a cluster. Arguments: turns,
 * operations of a turn, formations.
 */
public final class SecretsCost {

  private static final int NODES = 5;
  private static final int OUTSTANDING = 64;
  private static final int PAYLOAD = 200;
  private static final int WARM_UP = 3;
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final String SECRET = "aN7xQ0r5mE2vT9kY4wB8sD1gH6jL3pZc";

  private final LocalCluster cluster;
  private final List<Long> broadcasts = new ArrayList<>();
  private final List<Long> counts = new ArrayList<>();

  private SecretsCost(List<String> secrets) {
    cluster = LocalCluster.of(
        NODES,
        new HyParViewClusterOptions()
            .setClusterName("secrets-" + UUID.randomUUID())
            .setHost("127.0.0.1")
            .setSecrets(secrets)
            .setMulticast(new MulticastOptions().setEnabled(false)));
  }

  /** Prints both figures of each, and the ratio. */
  public static void main(String[] arguments) throws InterruptedException {
    int turns = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
    int operations = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2_000;
    int formations = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
    SecretsCost plain = new SecretsCost(List.of());
    SecretsCost secured = new SecretsCost(List.of(SECRET));
    for (int i = 0; i < WARM_UP + turns; i++) {
      for (SecretsCost each : i % 2 == 0 ? List.of(plain, secured) : List.of(secured, plain)) {
        each.turn(operations, i >= WARM_UP);
      }
    }
    print("acknowledged broadcasts, each", plain.broadcasts, secured.broadcasts);
    print("increments of a counter, each", plain.counts, secured.counts);
    plain.cluster.close();
    secured.cluster.close();
    formations(formations);
    Runtime.getRuntime().halt(0);
  }

  private void turn(int operations, boolean counted) throws InterruptedException {
    String payload = "x".repeat(PAYLOAD);
    List<HyParViewCluster> nodes = cluster.nodes();
    long broadcast = nanos(
        n -> nodes.get(n % NODES).broadcastAcknowledged("t", payload, TIMEOUT_MILLIS),
        operations,
        OUTSTANDING);
    Counter counter = cluster.vertx().get(0).sharedData().getCounter("c").await();
    long count = nanos(n -> counter.incrementAndGet(), operations, 1);
    if (counted) {
      broadcasts.add(broadcast);
      counts.add(count);
    }
  }

  /** Returns the time for one of many operations, of which so many are under way at a time. */
  private static long nanos(IntFunction<Future<?>> operation, int count, int outstanding)
      throws InterruptedException {
    Semaphore free = new Semaphore(outstanding);
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      free.acquire();
      operation.apply(i).onComplete(done -> free.release());
    }
    free.acquire(outstanding);
    return (System.nanoTime() - start) / count;
  }

  private static void formations(int count) throws InterruptedException {
    JsonObject secret = new JsonObject().put("secrets", new JsonArray().add(SECRET));
    List<Long> plain = new ArrayList<>();
    List<Long> secured = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      plain.add(form(new JsonObject()));
      secured.add(form(secret));
    }
    print("formation of " + NODES + " processes", plain, secured);
  }

  private static long form(JsonObject options) throws InterruptedException {
    long start = System.nanoTime();
    try (Cluster cluster = new Cluster(options).start(NODES)) {
      return Cluster.lastChange(cluster.members()) - start;
    }
  }

  private static void print(String what, List<Long> plain, List<Long> secured) {
    double without = Report.quantile(plain, 0.5) / 1e3;
    double with = Report.quantile(secured, 0.5) / 1e3;
    System.out.printf(
        Locale.ROOT,
        "%s, median of %d: %.1f µs plain, %.1f µs with a secret, %+.1f %%%n",
        what,
        plain.size(),
        without,
        with,
        100 * (with / without - 1));
  }
}
