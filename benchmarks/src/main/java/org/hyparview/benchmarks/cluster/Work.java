package org.hyparview.benchmarks.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** So many users of shared data on one context, each of which does one thing after the other. */
final class Work {

  private static final int PAUSE_MILLIS = 10;
  private static final int MAX_SAMPLES = 2_000_000;

  private final Vertx vertx;
  private final IntFunction<Future<?>> operation;
  private final Promise<JsonObject> result = Promise.promise();
  private final long[] nanos = new long[MAX_SAMPLES];
  private String lastFailure = "";
  private int samples;
  private int failures;
  private int users;
  private long begin;
  private long end;

  private Work(Vertx vertx, IntFunction<Future<?>> operation) {
    this.vertx = vertx;
    this.operation = operation;
  }

  /**
   * Does it for so long.
   *
   * @param what counter, put, get, or lock
   * @param keys so many entries are put and got
   * @param bytes the size of each value that is put
   */
  static Future<JsonObject> run(
      Vertx vertx, String what, int users, long millis, int keys, int bytes) {
    return operation(vertx, what, keys, "x".repeat(bytes))
        .compose(operation -> new Work(vertx, operation).run(users, millis));
  }

  private static Future<IntFunction<Future<?>>> operation(
      Vertx vertx, String what, int keys, String value) {
    SplittableRandom random = new SplittableRandom(1);
    return switch (what) {
      case "counter" ->
        vertx.sharedData().getCounter("work").map(counter -> user -> counter.incrementAndGet());
      case "put" ->
        vertx
            .sharedData()
            .<Integer, String>getClusterWideMap("work")
            .map(map -> user -> map.put(random.nextInt(keys), value));
      case "get" ->
        vertx
            .sharedData()
            .<Integer, String>getClusterWideMap("work")
            .map(map -> user -> map.get(random.nextInt(keys)));
      case "lock" ->
        Future.succeededFuture(
            user -> vertx.sharedData().getLock("work-" + user).onSuccess(lock -> lock.release()));
      default -> Future.failedFuture("Unknown work " + what);
    };
  }

  private Future<JsonObject> run(int count, long millis) {
    vertx.runOnContext(go -> {
      users = count;
      begin = System.nanoTime();
      end = begin + millis * 1_000_000;
      for (int user = 0; user < count; user++) {
        next(user);
      }
    });
    return result.future();
  }

  private void next(int user) {
    long start = System.nanoTime();
    operation.apply(user).onComplete(done -> {
      long now = System.nanoTime();
      if (done.failed()) {
        failures++;
      } else if (samples < MAX_SAMPLES) {
        nanos[samples++] = now - start;
      }
      if (now < end && done.failed()) {
        lastFailure = String.valueOf(done.cause().getMessage());
        vertx.setTimer(PAUSE_MILLIS, timer -> next(user));
      } else if (now < end) {
        next(user);
      } else if (--users == 0) {
        result.complete(report(now - begin));
      }
    });
  }

  private JsonObject report(long took) {
    Arrays.sort(nanos, 0, samples);
    return new JsonObject()
        .put("rate", samples * 1e9 / took)
        .put("failures", failures)
        .put("failure", lastFailure)
        .put("p50", samples == 0 ? 0 : nanos[samples / 2])
        .put("p99", samples == 0 ? 0 : nanos[(int) (samples * 0.99)]);
  }
}
