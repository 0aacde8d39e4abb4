package org.hyparview.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.SharedData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * A node in its own process whose users work on maps, counters and locks. It reports each call and
 * each return on stdout before it goes on, and what it sees of the cluster. Each second the users
 * take other objects.
 */
final class NemesisMember {

  private static final int USERS = 2;
  private static final int STATE_MILLIS = 50;
  private static final int COUNTERS_MILLIS = 500;
  private static final long EPOCH_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int KEPT = 16;

  /** The share of operations on lasting objects, as one in this many. */
  private static final int KEPT_SHARE = 20;

  private final Vertx vertx;
  private final SplittableRandom random;
  private long calls;

  private NemesisMember(Vertx vertx, long seed) {
    this.vertx = vertx;
    random = new SplittableRandom(seed);
  }

  /** The arguments are the options as JSON, and a seed. */
  public static void main(String[] arguments) throws IOException {
    HyParViewClusterOptions options = new HyParViewClusterOptions(new JsonObject(arguments[0]));
    HyParViewClusterManager manager = new HyParViewClusterManager(options);
    Vertx vertx = Vertx.builder().withClusterManager(manager).buildClustered().await();
    vertx
        .eventBus()
        .<JsonObject>localConsumer(options.getEventBusPrefix() + ".shared-data", event -> {
          if (event.body().getString("type").equals("data-lost")) {
            System.out.println("lost " + System.nanoTime() + " " + event.body().encode());
          }
        });
    vertx.setPeriodic(
        STATE_MILLIS, timer -> manager.health().onSuccess(health -> tell(manager, health)));
    vertx.setPeriodic(
        COUNTERS_MILLIS,
        timer -> HyParViewCluster.of(vertx).counters().onSuccess(NemesisMember::tellBadFrames));
    NemesisMember member = new NemesisMember(vertx, Long.parseLong(arguments[1]));
    vertx.runOnContext(go -> {
      for (int i = 0; i < USERS; i++) {
        member.next();
      }
    });
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      member.obey(line);
    }
    Runtime.getRuntime().halt(1);
  }

  private void obey(String command) {
    if (command.equals("read")) {
      vertx.runOnContext(go -> readAll());
    } else {
      vertx.close().await();
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }
  }

  /** Checks that what was there before is there now. */
  private void readAll() {
    List<Future<?>> reads = new ArrayList<>();
    reads.add(onTotal("count", 0));
    for (int i = 0; i < KEPT; i++) {
      reads.add(onMap("kept", i, "get", 0, 0));
    }
    Future.join(reads).onComplete(done -> System.out.println("read"));
  }

  private static void tell(HyParViewClusterManager manager, ClusterHealth health) {
    System.out.println(MemberState.of(manager, health).line());
  }

  private static void tellBadFrames(JsonObject counters) {
    int closed = counters.getJsonObject("links").getJsonObject("closed").getInteger("bad-frame");
    if (closed > 0) {
      System.out.println("bad-frame " + closed);
    }
  }

  private void next() {
    vertx.setTimer(1 + random.nextInt(20), timer -> act().onComplete(done -> next()));
  }

  private Future<?> act() {
    return random.nextInt(KEPT_SHARE) == 0 ? actOnWhatStays() : actOnWhatGoes();
  }

  private Future<?> actOnWhatStays() {
    int key = random.nextInt(KEPT);
    return switch (random.nextInt(8)) {
      case 0 -> onMap("kept", key, "put", random.nextLong(1, Long.MAX_VALUE), 0);
      case 1 -> onMap("kept", key, "get", 0, 0);
      default -> onTotal("add", 1);
    };
  }

  private Future<?> onTotal(String kind, long amount) {
    return call(
        0,
        "total",
        kind,
        amount,
        0,
        () -> vertx
            .sharedData()
            .getCounter("total")
            .compose(total -> kind.equals("count") ? total.get() : total.addAndGet(amount)));
  }

  private Future<?> actOnWhatGoes() {
    long epoch = System.nanoTime() / EPOCH_NANOS;
    int value = 1 + random.nextInt(1_000_000);
    int expected = 1 + random.nextInt(3);
    SharedData data = vertx.sharedData();
    return switch (random.nextInt(9)) {
      case 0 -> onMap("map", epoch, "put", value % 3 + 1, 0);
      case 1 -> onMap("map", epoch, "put", value, 0);
      case 2 -> onMap("map", epoch, "remove", 0, 0);
      case 3 -> onMap("map", epoch, "putIfAbsent", value, 0);
      case 4 -> onMap("map", epoch, "replaceIfPresent", expected, value);
      case 5 -> onMap("map", epoch, "get", 0, 0);
      case 6 ->
        call(
            epoch,
            "counter",
            "add",
            expected,
            0,
            () -> data.getCounter("counter-" + epoch)
                .compose(counter -> counter.addAndGet(expected)));
      case 7 ->
        call(
            epoch,
            "counter",
            "count",
            0,
            0,
            () -> data.getCounter("counter-" + epoch).compose(counter -> counter.get()));
      default ->
        call(
            epoch,
            "lock",
            "lock",
            0,
            0,
            () -> data.getLockWithTimeout("lock-" + epoch, 2_000).map(lock -> {
              vertx.setTimer(5, timer -> lock.release());
              return ((FencedLock) lock).token();
            }));
    };
  }

  private interface Operation {
    Future<?> run();
  }

  private Future<?> onMap(String object, long number, String kind, long first, long second) {
    String key = object + "-" + number;
    Operation operation = () -> vertx
        .sharedData()
        .<String, Long>getClusterWideMap("map")
        .compose(map -> switch (kind) {
          case "put" -> map.put(key, first).map(done -> (Object) 0L);
          case "remove" -> map.remove(key).map(NemesisMember::numberOf);
          case "putIfAbsent" -> map.putIfAbsent(key, first).map(NemesisMember::numberOf);
          case "replaceIfPresent" ->
            map.replaceIfPresent(key, first, second).map(done -> (Object) done);
          default -> map.get(key).map(NemesisMember::numberOf);
        });
    return call(number, object, kind, first, second, operation);
  }

  private static Object numberOf(Long value) {
    return value == null ? 0L : value;
  }

  private Future<?> call(
      long epoch, String object, String kind, long first, long second, Operation operation) {
    long number = ++calls;
    System.out.println("call " + number + " " + object + "-" + epoch + " " + kind + " " + first
        + " " + second + " " + System.nanoTime());
    return operation.run().onComplete(done -> {
      String result = done.succeeded()
          ? String.valueOf(done.result())
          : done.cause() instanceof SharedDataException failure && !failure.isOutcomeUnknown()
              ? "nothing"
              : "unknown";
      System.out.println("return " + number + " " + result + " " + System.nanoTime());
    });
  }
}
