package org.hyparview.demo.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.shareddata.Counter;
import io.vertx.core.spi.cluster.NodeListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.hyparview.cluster.HyParViewCluster;
import org.hyparview.cluster.HyParViewClusterManager;
import org.hyparview.cluster.HyParViewClusterOptions;
import org.hyparview.demo.cluster.MemberReport.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command that a {@link ClusterProcess} launches: a node of a Vert.x cluster that executes each
 * line of stdin. It ends, without leaving the cluster, when stdin does.
 */
@Command(
    name = "member",
    hidden = true,
    header = "Runs a node for commands that show a cluster, which may kill it.")
public final class MemberCommand implements Callable<Integer> {

  /** Where all hear what one says. */
  static final String CHAT = "chat";

  /** The counter that all count orders with. */
  private static final String ORDERS = "orders";

  private static final int ANSWER_MILLIS = 500;
  private static final int PAUSE_MILLIS = 10;

  @Option(names = "--cluster", required = true)
  private String cluster = "";

  @Option(names = "--name", required = true)
  private String name = "";

  @Option(names = "--ha")
  private boolean highlyAvailable;

  /** Where a node answers. */
  static String addressOf(String name) {
    return "node." + name;
  }

  @Override
  public Integer call() throws IOException {
    HyParViewClusterManager manager = new HyParViewClusterManager(
        HyParViewClusterOptions.local().setClusterName(cluster).setTags(Map.of("name", name)));
    Vertx vertx = Vertx.builder()
        .with(new VertxOptions()
            .setHAEnabled(highlyAvailable)
            .setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
        .withClusterManager(manager)
        .buildClustered()
        .await();
    vertx
        .eventBus()
        .consumer(addressOf(name), request -> request.reply(name))
        .completion()
        .await();
    vertx
        .eventBus()
        .<String>consumer(CHAT, line -> write(MemberReport.of(Kind.HEARD, line.body())))
        .completion()
        .await();
    write(MemberReport.of(Kind.STARTED, manager.getNodeId(), address(vertx)));
    if (!highlyAvailable) {
      tellNodes(manager);
    }
    obey(vertx, manager);
    return 0;
  }

  private static String address(Vertx vertx) {
    HyParViewCluster node = HyParViewCluster.of(vertx);
    return node.members().await().members().stream()
        .filter(member -> member.id().equals(node.nodeId()))
        .findFirst()
        .orElseThrow()
        .address();
  }

  /** High availability has the listener for itself. */
  private static void tellNodes(HyParViewClusterManager manager) {
    manager.nodeListener(new NodeListener() {
      @Override
      public void nodeAdded(String id) {
        writeNodes(manager);
      }

      @Override
      public void nodeLeft(String id) {
        writeNodes(manager);
      }
    });
    writeNodes(manager);
  }

  /** One at a time: what is written last must be what was seen last. */
  private static synchronized void writeNodes(HyParViewClusterManager manager) {
    write(new MemberReport(Kind.NODES, manager.getNodes()));
  }

  private static void obey(Vertx vertx, HyParViewClusterManager manager) throws IOException {
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String argument = line.substring(line.indexOf(' ') + 1);
      switch (line.substring(0, line.indexOf(' '))) {
        case "reach" -> reachAll(vertx, List.of(argument.split(",", -1)));
        case "say" -> vertx.eventBus().publish(CHAT, argument);
        case "deploy" ->
          vertx
              .deployVerticle(argument, new DeploymentOptions().setHa(true))
              .onSuccess(deployed -> write(MemberReport.of(Kind.DEPLOYED)));
        case "count" -> count(vertx, Long.parseLong(argument));
        case "total" -> total(vertx);
        case "leave" -> vertx.close().onComplete(left -> Runtime.getRuntime().halt(0));
        case "leader" ->
          manager
              .health()
              .onSuccess(health ->
                  answer(String.valueOf(health.leader()), String.join(",", health.replicas())));
        default -> throw new IllegalArgumentException("No command " + line);
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private static void reachAll(Vertx vertx, List<String> names) {
    Future.all(names.stream().map(other -> reach(vertx, other)).toList())
        .onSuccess(all -> write(MemberReport.of(Kind.REACHED)));
  }

  /** Asks until there is an answer: a node that has just started may not be known yet. */
  private static Future<?> reach(Vertx vertx, String other) {
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(ANSWER_MILLIS);
    return vertx
        .eventBus()
        .request(addressOf(other), "", options)
        .transform(answer -> answer.succeeded()
            ? Future.succeededFuture()
            : vertx
                .timer(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                .compose(again -> reach(vertx, other).mapEmpty()));
  }

  /** Orders come in for so long; how many were counted, and the longest time that one took. */
  private static void count(Vertx vertx, long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    vertx
        .sharedData()
        .getCounter(ORDERS)
        .onSuccess(orders -> new CounterLoop(orders, end)
            .run()
            .onSuccess(loop ->
                answer(String.valueOf(loop.counted()), String.valueOf(loop.longestMillis()))));
  }

  private static void total(Vertx vertx) {
    vertx
        .sharedData()
        .getCounter(ORDERS)
        .compose(Counter::get)
        .onSuccess(total -> answer(String.valueOf(total)));
  }

  private static void answer(String... texts) {
    write(new MemberReport(Kind.ANSWER, List.of(texts)));
  }

  static void write(MemberReport report) {
    System.out.println(report.toLine());
  }
}
