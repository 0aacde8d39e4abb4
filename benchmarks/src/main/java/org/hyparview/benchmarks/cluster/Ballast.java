package org.hyparview.benchmarks.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.AsyncMap;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** A map of many values of 100 KB, each other bytes, so that it can be told what is lost. */
final class Ballast {

  /** The size of each value. */
  static final int VALUE_BYTES = 100_000;

  private static final String MAP = "ballast";
  private static final int LANES = 16;
  private static final int TRIES = 10;

  private final IntFunction<Future<Boolean>> operation;
  private final Promise<JsonObject> result = Promise.promise();
  private final int count;
  private int next;
  private int right;
  private int lanes = LANES;

  private Ballast(int count, IntFunction<Future<Boolean>> operation) {
    this.count = count;
    this.operation = operation;
  }

  /** Puts so many, each again if it fails: how long that takes is not measured. */
  static Future<JsonObject> put(Vertx vertx, int count) {
    return map(vertx)
        .compose(map -> run(vertx, count, key -> put(map, key, TRIES)))
        .compose(done -> done.getInteger("right") == count
            ? Future.succeededFuture(done)
            : Future.failedFuture("Not all was put"));
  }

  private static Future<Boolean> put(AsyncMap<Integer, Buffer> map, int key, int tries) {
    Future<Boolean> done = map.put(key, value(key)).map(true);
    return tries == 1 ? done : done.recover(failure -> put(map, key, tries - 1));
  }

  /** Says how many of so many are there, as they were put. */
  static Future<JsonObject> verify(Vertx vertx, int count) {
    return map(vertx)
        .compose(map -> run(vertx, count, key -> map.get(key).map(value(key)::equals)));
  }

  private static Future<AsyncMap<Integer, Buffer>> map(Vertx vertx) {
    return vertx.sharedData().getClusterWideMap(MAP);
  }

  private static Buffer value(int key) {
    byte[] bytes = new byte[VALUE_BYTES];
    new SplittableRandom(key).nextBytes(bytes);
    return Buffer.buffer(bytes);
  }

  private static Future<JsonObject> run(
      Vertx vertx, int count, IntFunction<Future<Boolean>> operation) {
    Ballast ballast = new Ballast(count, operation);
    vertx.runOnContext(go -> {
      for (int lane = 0; lane < LANES; lane++) {
        ballast.next();
      }
    });
    return ballast.result.future();
  }

  private void next() {
    if (next < count) {
      operation.apply(next++).onComplete(done -> {
        right += done.succeeded() && done.result() ? 1 : 0;
        if (done.failed()) {
          System.err.println("Ballast: " + done.cause());
        }
        next();
      });
    } else if (--lanes == 0) {
      result.complete(new JsonObject().put("right", right));
    }
  }
}
