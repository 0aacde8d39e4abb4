package org.hyparview.demo.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.shareddata.Counter;
import java.util.concurrent.TimeUnit;

/**
 * The loop that counts one order after the other with a cluster-wide counter until its time is up.
 */
final class CounterLoop {

  private final Counter orders;
  private final long end;
  private final Promise<CounterLoop> over = Promise.promise();
  private long counted;
  private long longestNanos;

  /**
   * Creates a loop that has not begun.
   *
   * @param end the {@link System#nanoTime} after which it begins no further increment
   */
  CounterLoop(Counter orders, long end) {
    this.orders = orders;
    this.end = end;
  }

  /** Runs the loop; succeeds with it at its end. */
  Future<CounterLoop> run() {
    next();
    return over.future();
  }

  private void next() {
    long begin = System.nanoTime();
    orders.incrementAndGet().onFailure(over::fail).onSuccess(count -> {
      long now = System.nanoTime();
      counted++;
      longestNanos = Math.max(longestNanos, now - begin);
      if (now < end) {
        next();
      } else {
        over.complete(this);
      }
    });
  }

  long counted() {
    return counted;
  }

  long longestMillis() {
    return TimeUnit.NANOSECONDS.toMillis(longestNanos);
  }
}
