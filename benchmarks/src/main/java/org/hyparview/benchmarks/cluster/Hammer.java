package org.hyparview.benchmarks.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.Counter;
import org.hyparview.cluster.SharedDataException;

/** Increments a counter, one after the other, until it is told to stop; counts what came of it. */
final class Hammer {

  private final Vertx vertx;
  private final Counter counter;
  private final Promise<Void> ended = Promise.promise();
  private volatile boolean running = true;
  private long acknowledged;
  private long unknown;
  private long refused;
  private long lastNanos;
  private long longestGap;

  private Hammer(Vertx vertx, Counter counter) {
    this.vertx = vertx;
    this.counter = counter;
  }

  static Future<Hammer> start(Vertx vertx, String name) {
    return vertx.sharedData().getCounter(name).map(counter -> {
      Hammer hammer = new Hammer(vertx, counter);
      vertx.runOnContext(go -> {
        hammer.lastNanos = System.nanoTime();
        hammer.next();
      });
      return hammer;
    });
  }

  private void next() {
    counter.incrementAndGet().onComplete(done -> {
      long now = System.nanoTime();
      if (done.succeeded()) {
        acknowledged++;
        longestGap = Math.max(longestGap, now - lastNanos);
        lastNanos = now;
      } else if (((SharedDataException) done.cause()).isOutcomeUnknown()) {
        unknown++;
      } else {
        refused++;
      }
      if (running) {
        vertx.runOnContext(go -> next());
      } else {
        ended.complete();
      }
    });
  }

  /** Ends it, and tells what came of it and what the counter is now. */
  Future<JsonObject> stop() {
    running = false;
    longestGap = Math.max(longestGap, System.nanoTime() - lastNanos);
    return counter
        .get()
        .map(value -> new JsonObject()
            .put("acknowledged", acknowledged)
            .put("unknown", unknown)
            .put("refused", refused)
            .put("gap", longestGap)
            .put("value", value));
  }
}
