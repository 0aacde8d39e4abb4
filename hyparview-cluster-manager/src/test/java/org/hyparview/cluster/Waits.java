package org.hyparview.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The waits of integration tests: for events, however long they take on a busy machine. The one
 * bound is a guard against a test that hangs.
 */
final class Waits {

  /** Far more than anything takes; what is waited for longer never comes. */
  static final int PATIENCE_SECONDS = 120;

  static final int PATIENCE_MILLIS = PATIENCE_SECONDS * 1_000;

  private static final int LOOK_MILLIS = 10;

  private Waits() {}

  /** Waits for what a future brings. */
  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Takes what comes next. */
  static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("Nothing within " + PATIENCE_SECONDS + " s");
    }
    return next;
  }

  /** Looks again and again until the condition holds. */
  static void until(Vertx timers, Supplier<String> what, Callable<Boolean> condition)
      throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
        throw new AssertionError("Not within " + PATIENCE_SECONDS + " s: " + what.get());
      }
      await(timers.timer(LOOK_MILLIS, TimeUnit.MILLISECONDS));
    }
  }
}
