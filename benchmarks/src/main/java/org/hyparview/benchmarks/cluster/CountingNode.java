package org.hyparview.benchmarks.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.Counter;
import java.util.List;
import java.util.function.Consumer;
import org.hyparview.cluster.HyParViewClusterManager;
import org.hyparview.cluster.HyParViewClusterOptions;
import org.hyparview.cluster.SharedDataException;

/**
 * A node in this JVM, on real sockets, that increments a counter all the time, one after the other.
 */
final class CountingNode {

  /**
   * The outcome of its increments; slowest in nanoseconds, of those that began before it closed.
   */
  record Outcome(long acknowledged, long unknown, long failed, long slowest) {}

  private static final int PAUSE_MILLIS = 2;

  private final Vertx vertx;
  private final HyParViewClusterManager manager;
  private final Counter counter;
  private final Promise<Void> ended = Promise.promise();
  private boolean counting = true;
  private boolean closing;
  private boolean open;
  private long acknowledged;
  private long unknown;
  private long failed;
  private long slowest;

  private CountingNode(Vertx vertx, HyParViewClusterManager manager, Counter counter) {
    this.vertx = vertx;
    this.manager = manager;
    this.counter = counter;
  }

  /**
   * Starts one that counts from the moment on at which it has joined.
   *
   * @param lost hears that shared data were lost
   */
  static Future<CountingNode> start(
      HyParViewClusterOptions options, String counter, Consumer<JsonObject> lost) {
    HyParViewClusterManager manager = new HyParViewClusterManager(options);
    VertxOptions small = new VertxOptions()
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(1)
        .setInternalBlockingPoolSize(1);
    return Vertx.builder()
        .with(small)
        .withClusterManager(manager)
        .buildClustered()
        .compose(vertx -> {
          String events = options.getEventBusPrefix() + ".shared-data";
          vertx.eventBus().<JsonObject>localConsumer(events, event -> lost.accept(event.body()));
          return vertx
              .sharedData()
              .getCounter(counter)
              .map(found -> new CountingNode(vertx, manager, found));
        })
        .onSuccess(node -> node.vertx.runOnContext(go -> node.next()));
  }

  private void next() {
    if (!begin()) {
      ended.tryComplete();
      return;
    }
    long start = System.nanoTime();
    counter.incrementAndGet().onComplete(done -> {
      end(done.cause(), System.nanoTime() - start);
      vertx.setTimer(PAUSE_MILLIS, again -> next());
    });
  }

  private synchronized boolean begin() {
    open = counting;
    return counting;
  }

  private synchronized void end(Throwable failure, long nanos) {
    open = false;
    if (failure == null) {
      acknowledged++;
    } else if (failure instanceof SharedDataException why && why.isOutcomeUnknown()) {
      unknown++;
    }
    if (!closing) {
      failed += failure == null ? 0 : 1;
      slowest = Math.max(slowest, nanos);
    }
  }

  /** Closes in good order, and goes on counting as long as it can. Gives the nanoseconds. */
  Future<Long> close() {
    synchronized (this) {
      closing = true;
    }
    long start = System.nanoTime();
    return vertx.close().map(done -> System.nanoTime() - start);
  }

  /** Counts no more. */
  Future<Void> stop() {
    synchronized (this) {
      counting = false;
    }
    return ended.future();
  }

  /** What has come of it so far. What still waits may have been counted. */
  synchronized Outcome outcome() {
    return new Outcome(acknowledged, unknown + (open ? 1 : 0), failed, slowest);
  }

  long value() {
    return counter.get().await();
  }

  String id() {
    return manager.getNodeId();
  }

  int nodes() {
    return manager.getNodes().size();
  }

  /** Those that have a replica, as far as this node knows. */
  List<String> replicas() {
    return manager.health().await().replicas();
  }
}
