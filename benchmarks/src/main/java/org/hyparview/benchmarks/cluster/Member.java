package org.hyparview.benchmarks.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hyparview.cluster.HyParViewClusterManager;
import org.hyparview.cluster.HyParViewClusterOptions;
import org.jspecify.annotations.Nullable;

/**
 * A process of an experiment: a Vert.x, clustered or not, that does what each line of stdin says
 * and tells on stdout, one JSON object a line. Ends when stdin does.
 */
final class Member {

  /** What others print on stdout goes to stderr. */
  private static final PrintStream OUT = System.out;

  private static final int REQUEST_MILLIS = 500;
  private static final int PAUSE_MILLIS = 10;

  private final Vertx vertx;
  private final @Nullable ClusterManager manager;
  private volatile @Nullable Hammer hammer;
  private volatile @Nullable Chores chores;
  private volatile @Nullable RequestLoad requests;

  private Member(Vertx vertx, @Nullable ClusterManager manager) {
    this.vertx = vertx;
    this.manager = manager;
  }

  /** The argument is a JSON object: the options of the manager, or {@code unclustered}. */
  public static void main(String[] args) throws IOException {
    System.setOut(System.err);
    JsonObject options = new JsonObject(args[0]);
    if (options.containsKey("unclustered")) {
      new Member(Vertx.vertx(), null).run();
      return;
    }
    String host = String.valueOf(options.remove("eventBusHost"));
    VertxOptions vertxOptions = new VertxOptions();
    if (!host.equals("null")) {
      vertxOptions.setEventBusOptions(new EventBusOptions().setHost(host));
    }
    ClusterManager manager = manager(options);
    Vertx vertx = Vertx.builder()
        .with(vertxOptions)
        .withClusterManager(manager)
        .buildClustered()
        .await();
    new Member(vertx, manager).run();
  }

  /** The one of the class that is named {@code managerClass}, with its defaults, or ours. */
  private static ClusterManager manager(JsonObject options) {
    String name = options.getString("managerClass");
    if (name == null) {
      return new HyParViewClusterManager(new HyParViewClusterOptions(options));
    }
    try {
      return Class.forName(name)
          .asSubclass(ClusterManager.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("No cluster manager " + name + " can be made", e);
    }
  }

  private void run() throws IOException {
    if (manager != null) {
      manager.nodeListener(new NodeListener() {
        @Override
        public void nodeAdded(String id) {
          sayNodes(manager);
        }

        @Override
        public void nodeLeft(String id) {
          sayNodes(manager);
        }
      });
    }
    say(new JsonObject()
        .put("event", "started")
        .put("id", manager == null ? "" : manager.getNodeId()));
    if (manager != null) {
      sayNodes(manager);
    }
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      obey(new JsonObject(line));
    }
    Runtime.getRuntime().halt(0);
  }

  /** One at a time: what is said last must be what was seen last. */
  private static synchronized void sayNodes(ClusterManager manager) {
    say(new JsonObject()
        .put("event", "nodes")
        .put("ids", new JsonArray(new ArrayList<>(manager.getNodes()))));
  }

  private static void say(JsonObject what) {
    OUT.println(what.encode());
  }

  private void obey(JsonObject command) {
    long number = command.getLong("number");
    Future<JsonObject> done = switch (command.getString("do")) {
      case "consume" -> consume(command.getString("address"));
      case "reach" -> reach(texts(command, "addresses"));
      case "put" -> put(command.getString("key"));
      case "state" -> state(texts(command, "addresses"));
      case "gc" -> gc();
      case "footprint" -> Footprint.now();
      case "chores" -> chores();
      case "tally" -> Objects.requireNonNull(chores, "chores").tally();
      case "health" -> health();
      case "work" -> work(command);
      case "hammer" -> hammer(command.getString("counter"));
      case "hammered" -> Objects.requireNonNull(hammer, "hammer").stop();
      case "share" -> Share.of(vertx, texts(command, "methods"), command.getLong("millis"));
      case "serve" -> RequestLoad.serve(vertx, command.getString("address"));
      case "request" -> request(command);
      case "requested" -> Objects.requireNonNull(requests, "requests").stop();
      case "increment" -> increment(command.getString("counter"));
      case "fill" -> Ballast.put(vertx, command.getInteger("count"));
      case "verify" -> Ballast.verify(vertx, command.getInteger("count"));
      case "close" -> close();
      default -> Future.failedFuture("Unknown command " + command);
    };
    done.onSuccess(
            result -> say(result.put("event", "done").put("number", number).put("ok", true)))
        .onFailure(failure -> say(new JsonObject()
            .put("event", "done")
            .put("number", number)
            .put("ok", false)
            .put("failure", String.valueOf(failure))));
  }

  private static List<String> texts(JsonObject command, String name) {
    return command.getJsonArray(name).stream().map(String::valueOf).toList();
  }

  private ClusterManager manager() {
    return Objects.requireNonNull(manager, "not clustered");
  }

  private Future<JsonObject> consume(String address) {
    return vertx
        .eventBus()
        .consumer(address, message -> message.reply(manager().getNodeId()))
        .completion()
        .map(done -> new JsonObject());
  }

  /** Sends requests to all until each has been answered. */
  private Future<JsonObject> reach(List<String> addresses) {
    return Future.all(addresses.stream().map(this::reach).toList()).map(all -> new JsonObject());
  }

  private Future<?> reach(String address) {
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(REQUEST_MILLIS);
    return vertx
        .eventBus()
        .request(address, "", options)
        .transform(answer -> answer.succeeded()
            ? Future.succeededFuture()
            : vertx
                .timer(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                .compose(again -> reach(address).mapEmpty()));
  }

  /** A sync map blocks, so not on an event loop. */
  private Future<JsonObject> put(String key) {
    return vertx.executeBlocking(() -> {
      manager().<String, String>getSyncMap("figures").put(key, manager().getNodeId());
      return new JsonObject();
    });
  }

  /** All that this node knows of the cluster, as one text that is the same where the same is. */
  private Future<JsonObject> state(List<String> addresses) {
    StringBuilder text = new StringBuilder();
    List<Future<?>> open = new ArrayList<>();
    text.append(manager().getNodes());
    for (String address : addresses) {
      CompletableFuture<List<RegistrationInfo>> found = new CompletableFuture<>();
      manager().getRegistrations(address, (list, failure) -> found.complete(list));
      open.add(Future.fromCompletionStage(found)
          .onSuccess(list -> text.append(address).append(list)));
    }
    for (String id : manager().getNodes()) {
      CompletableFuture<String> found = new CompletableFuture<>();
      manager()
          .getNodeInfo(id, (info, failure) -> found.complete(failure == null ? "" + info : "none"));
      open.add(Future.fromCompletionStage(found).onSuccess(info -> text.append(info)));
    }
    return Future.all(open)
        .map(all -> new JsonObject()
            .put(
                "state",
                text.append(
                        new java.util.TreeMap<>(manager().<String, String>getSyncMap("figures")))
                    .toString()));
  }

  private Future<JsonObject> health() {
    return ((HyParViewClusterManager) manager())
        .health()
        .map(health -> new JsonObject()
            .put("replicas", new JsonArray(new ArrayList<>(health.replicas())))
            .put("leader", health.leader()));
  }

  private Future<JsonObject> work(JsonObject command) {
    return Work.run(
        vertx,
        command.getString("what"),
        command.getInteger("users"),
        command.getLong("millis"),
        command.getInteger("keys", 1_000),
        command.getInteger("bytes"));
  }

  private Future<JsonObject> hammer(String counter) {
    return Hammer.start(vertx, counter).map(started -> {
      hammer = started;
      return new JsonObject();
    });
  }

  private Future<JsonObject> request(JsonObject command) {
    return RequestLoad.start(vertx, command.getString("address"), command.getInteger("rate"))
        .map(started -> {
          requests = started;
          return new JsonObject();
        });
  }

  private Future<JsonObject> chores() {
    return Chores.start(vertx).map(started -> {
      chores = started;
      return new JsonObject();
    });
  }

  private Future<JsonObject> increment(String counter) {
    return vertx
        .sharedData()
        .getCounter(counter)
        .compose(found -> found.incrementAndGet())
        .map(value -> new JsonObject().put("value", value));
  }

  /** In good order. The process stays, without a node. */
  private Future<JsonObject> close() {
    long start = System.nanoTime();
    return vertx.close().map(done -> new JsonObject().put("nanos", System.nanoTime() - start));
  }

  private static Future<JsonObject> gc() {
    System.gc();
    return Future.succeededFuture(new JsonObject());
  }
}
