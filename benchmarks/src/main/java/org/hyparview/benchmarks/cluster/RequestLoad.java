package org.hyparview.benchmarks.cluster;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/** Requests to an address at a steady rate until it is told to stop, and what came of them. */
final class RequestLoad {

  private static final int TICK_MILLIS = 1;
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final DeliveryOptions DELIVERY =
      new DeliveryOptions().setSendTimeout(TIMEOUT_MILLIS);

  private final Vertx vertx;
  private final Context context;
  private final String address;
  private final int perSecond;
  private final Map<String, Object> failures = new TreeMap<>();
  private final Promise<JsonObject> ended = Promise.promise();
  private final long begin = System.nanoTime();
  private boolean running = true;
  private long sent;
  private long answered;
  private long open;
  private long slowestNanos;

  private RequestLoad(Vertx vertx, Context context, String address, int perSecond) {
    this.vertx = vertx;
    this.context = context;
    this.address = address;
    this.perSecond = perSecond;
  }

  /** Answers the requests to an address, as a verticle that is undeployed when Vert.x closes. */
  static Future<JsonObject> serve(Vertx vertx, String address) {
    return vertx
        .deployVerticle(new VerticleBase() {
          @Override
          public Future<?> start() {
            return super.vertx
                .eventBus()
                .consumer(address, request -> request.reply("done"))
                .completion();
          }
        })
        .map(id -> new JsonObject());
  }

  /** Starts with so many requests a second. */
  static Future<RequestLoad> start(Vertx vertx, String address, int perSecond) {
    Context context = vertx.getOrCreateContext();
    return Future.future(started -> context.runOnContext(go -> {
      RequestLoad load = new RequestLoad(vertx, context, address, perSecond);
      vertx.setPeriodic(TICK_MILLIS, load::tick);
      started.complete(load);
    }));
  }

  private void tick(long timer) {
    if (!running) {
      vertx.cancelTimer(timer);
      return;
    }
    long due = (System.nanoTime() - begin) / 1_000_000 * perSecond / 1_000;
    while (sent < due) {
      send();
    }
  }

  private void send() {
    sent++;
    open++;
    long start = System.nanoTime();
    vertx.eventBus().request(address, "", DELIVERY).onComplete(done -> {
      open--;
      if (done.succeeded()) {
        answered++;
        slowestNanos = Math.max(slowestNanos, System.nanoTime() - start);
      } else {
        failures.merge(kindOf(done.cause()), 1, (a, b) -> (int) a + (int) b);
      }
      endIfDone();
    });
  }

  private static String kindOf(Throwable failure) {
    return failure instanceof ReplyException reply
        ? reply.failureType().name()
        : failure.getClass().getSimpleName();
  }

  private void endIfDone() {
    if (!running && open == 0) {
      ended.tryComplete(new JsonObject()
          .put("sent", sent)
          .put("answered", answered)
          .put("slowest", slowestNanos)
          .put("failures", new JsonObject(failures)));
    }
  }

  /** Stops it, and reports once each request has an outcome. */
  Future<JsonObject> stop() {
    context.runOnContext(go -> {
      running = false;
      endIfDone();
    });
    return ended.future();
  }
}
