package org.hyparview.benchmarks.cluster;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.hyparview.cluster.HyParViewCluster;
import org.hyparview.cluster.ReplicatedMap;

/**
 * The work that a node does all the time in a soak test, some of each kind in each round:
 * everything that could leave something behind. Names are new each time.
 */
final class Chores {

  private static final int PERIOD_MILLIS = 100;
  private static final int TIME_TO_LIVE_MILLIS = 2_000;
  private static final int LOCK_TIMEOUT_MILLIS = 5_000;
  private static final int HANDLERS_EACH = 5;

  private final Vertx vertx;
  private final Context context;
  private final HyParViewCluster cluster;
  private final ReplicatedMap<String, String> replicated;
  private final Map<String, Long> done = new LinkedHashMap<>();
  private final Map<String, Long> failed = new LinkedHashMap<>();
  private final Map<String, Object> lastFailure = new LinkedHashMap<>();

  private Chores(Vertx vertx, Context context) {
    this.vertx = vertx;
    this.context = context;
    cluster = HyParViewCluster.of(vertx);
    replicated = cluster.replicatedMap("chores");
  }

  /** Begins, on a context of its own. */
  static Future<Chores> start(Vertx vertx) {
    Context context = vertx.getOrCreateContext();
    return Future.future(started -> context.runOnContext(go -> {
      Chores chores = new Chores(vertx, context);
      chores.cluster.onBroadcast("chores", message -> chores.count("broadcasts received"));
      vertx.setPeriodic(PERIOD_MILLIS, timer -> chores.round());
      started.complete(chores);
    }));
  }

  private void round() {
    for (int i = 0; i < HANDLERS_EACH; i++) {
      attempt("registrations", this::registration);
    }
    attempt("entries with a time to live", this::expiringEntry);
    attempt("locks", this::lock);
    attempt("increments", this::increment);
    attempt("broadcasts", () -> cluster.broadcast("chores", "x".repeat(100)));
    attempt("entries of a replicated map", this::replicatedEntry);
  }

  private void attempt(String kind, Supplier<Future<?>> chore) {
    Future<?> outcome;
    try {
      outcome = chore.get();
    } catch (RuntimeException e) {
      outcome = Future.failedFuture(e);
    }
    outcome.onSuccess(nothing -> count(kind)).onFailure(failure -> fail(kind, failure));
  }

  private void fail(String kind, Throwable failure) {
    failed.merge(kind, 1L, Long::sum);
    lastFailure.put(kind, String.valueOf(failure.getMessage()));
  }

  private void count(String kind) {
    done.merge(kind, 1L, Long::sum);
  }

  private Future<?> registration() {
    MessageConsumer<Object> consumer =
        vertx.eventBus().consumer("chore-" + UUID.randomUUID(), message -> message.reply(""));
    return consumer.completion().eventually(() -> consumer.unregister());
  }

  private Future<?> expiringEntry() {
    return vertx
        .sharedData()
        .<String, String>getClusterWideMap("chores")
        .compose(
            map -> map.put(UUID.randomUUID().toString(), "x".repeat(100), TIME_TO_LIVE_MILLIS));
  }

  private Future<?> lock() {
    return vertx
        .sharedData()
        .getLockWithTimeout(UUID.randomUUID().toString(), LOCK_TIMEOUT_MILLIS)
        .onSuccess(lock -> lock.release());
  }

  private Future<?> increment() {
    return vertx.sharedData().getCounter("chores").compose(counter -> counter.incrementAndGet());
  }

  private Future<?> replicatedEntry() {
    String key = UUID.randomUUID().toString();
    return replicated.put(key, "x".repeat(100)).eventually(() -> replicated.remove(key));
  }

  /** Tells what was done, how often it failed, and how it failed last. */
  Future<JsonObject> tally() {
    return Future.future(told -> context.runOnContext(
        go -> told.complete(new JsonObject().put("done", copy(done)).put("failed", copy(failed)))));
  }

  private static JsonObject copy(Map<String, ?> values) {
    return new JsonObject(new LinkedHashMap<>(values));
  }
}
