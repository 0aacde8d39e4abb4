package org.hyparview.cluster.node;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * The detector of stalls of this node's own loop: a long garbage collection, a suspended process.
 */
final class StallWatch {

  /** The interval of the checks. */
  static final long TICK_MILLIS = 100;

  /** The longest lateness of a tick that is no stall. */
  static final long PATIENCE_MILLIS = 300;

  private final Vertx vertx;
  private final LongConsumer stalled;
  private final long timer;
  private long lastTick = now();

  /**
   * Creates a watch over the loop that calls it.
   *
   * @param stalled receives for how many milliseconds the loop stood still
   */
  StallWatch(Vertx vertx, LongConsumer stalled) {
    this.vertx = vertx;
    this.stalled = stalled;
    timer = vertx.setPeriodic(TICK_MILLIS, id -> tick());
  }

  private void tick() {
    long now = now();
    long late = now - lastTick - TICK_MILLIS;
    lastTick = now;
    if (late > PATIENCE_MILLIS) {
      stalled.accept(late);
    }
  }

  void stop() {
    vertx.cancelTimer(timer);
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
