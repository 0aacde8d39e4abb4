package org.hyparview.benchmarks.cluster;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.hyparview.benchmarks.Heap;
import org.hyparview.cluster.HyParViewClusterOptions;
import org.hyparview.cluster.MulticastOptions;

/**
 * The traffic, the connections and the memory of a node of a cluster at rest: nodes in one JVM over
 * loopback TCP that do nothing but be a cluster. Arguments: nodes, seconds, and registrations of
 * each node.
 */
public final class SteadyState {

  private static final int SETTLING_MILLIS = 20_000;

  private final LocalCluster cluster = new LocalCluster();

  private SteadyState() {}

  /** Prints the means over all nodes. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int size = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
    int registrations = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0;
    SteadyState state = new SteadyState();
    state.start(size);
    state.register(registrations);
    Cluster.pause(SETTLING_MILLIS);
    state.print(seconds);
    System.exit(0);
  }

  private void start(int size) throws IOException {
    long start = System.nanoTime();
    String name = "steady-" + UUID.randomUUID();
    int port = freePort();
    for (int i = 0; i < size; i++) {
      HyParViewClusterOptions options = new HyParViewClusterOptions()
          .setClusterName(name)
          .setHost("127.0.0.1")
          .setPort(i == 0 ? port : 0)
          .setContacts(i == 0 ? List.of() : List.of("127.0.0.1:" + port))
          .setLoopbackScan(false)
          .setMulticast(new MulticastOptions().setEnabled(false));
      cluster.start(options);
    }
    cluster.awaitWhole();
    row("started one after the other until all see all, s", (System.nanoTime() - start) * 1e-9);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void register(int each) {
    for (int i = 0; i < each; i++) {
      String address = "orders." + i + ".";
      Future.all(cluster.vertx().stream()
              .map(vertx -> vertx
                  .eventBus()
                  .consumer(address + UUID.randomUUID(), message -> {})
                  .completion())
              .toList())
          .await();
    }
  }

  private List<JsonObject> counters() {
    return cluster.nodes().stream().map(node -> node.counters().await()).toList();
  }

  private void print(int seconds) throws InterruptedException {
    List<JsonObject> before = counters();
    long start = System.nanoTime();
    Cluster.pause(seconds * 1_000L);
    List<JsonObject> after = counters();
    double nodeSeconds = (System.nanoTime() - start) * 1e-9 * cluster.nodes().size();
    row("links to neighbors", mean(after, "links", "reliedOn"));
    row("direct links", mean(after, "links", "direct"));
    row(
        "messages sent per second",
        (sent(after, "messages") - sent(before, "messages")) / nodeSeconds);
    row("bytes of them", (sent(after, "bytes") - sent(before, "bytes")) / nodeSeconds);
    row("heap after a collection, KB", Heap.live() / 1024.0 / cluster.nodes().size());
    row("registrations that each knows", mean(after, "registry", "registrations"));
  }

  private static double mean(List<JsonObject> counters, String group, String name) {
    return counters.stream()
        .mapToLong(each -> number(each, group, name))
        .average()
        .orElse(0);
  }

  private static long number(JsonObject counters, String group, String name) {
    return counters.getJsonObject(group).getLong(name);
  }

  /** Adds up what all nodes have sent: each layer has a number, or one of each kind. */
  private static long sent(List<JsonObject> counters, String what) {
    return counters.stream()
        .flatMap(each -> each.getJsonObject(what).stream())
        .mapToLong(layer -> sum(((JsonObject) layer.getValue()).getValue("sent")))
        .sum();
  }

  private static long sum(Object counts) {
    return counts instanceof JsonObject kinds
        ? kinds.stream().mapToLong(kind -> sum(kind.getValue())).sum()
        : counts instanceof Number number ? number.longValue() : 0;
  }

  private static void row(String what, double figure) {
    System.out.printf(Locale.ROOT, "| %s | %,.2f |%n", what, figure);
  }
}
