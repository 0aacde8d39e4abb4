package org.hyparview.examples;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.shareddata.Counter;
import java.util.concurrent.TimeUnit;

/** Counts one order after the other with a counter of the cluster, until its time is over. */
final class OrderTaker {

  private final Counter orders;
  private final long end;
  private final Promise<OrderTaker> over = Promise.promise();
  private long taken;
  private long longestNanos;

  OrderTaker(Counter orders, long end) {
    this.orders = orders;
    this.end = end;
  }

  Future<OrderTaker> takeAll() {
    next();
    return over.future();
  }

  private void next() {
    long begin = System.nanoTime();
    orders.incrementAndGet().onFailure(over::fail).onSuccess(count -> {
      long now = System.nanoTime();
      taken++;
      longestNanos = Math.max(longestNanos, now - begin);
      if (now < end) {
        next();
      } else {
        over.complete(this);
      }
    });
  }

  long taken() {
    return taken;
  }

  long longestMillis() {
    return TimeUnit.NANOSECONDS.toMillis(longestNanos);
  }
}
