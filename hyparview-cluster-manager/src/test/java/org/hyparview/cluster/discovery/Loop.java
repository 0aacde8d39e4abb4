package org.hyparview.cluster.discovery;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** An event loop that the thread of a test uses; each wait is bounded. */
final class Loop {

  /** Far more than anything takes; what is waited for longer never comes. */
  static final long PATIENCE_SECONDS = 120;

  private final Context context;

  Loop(Vertx vertx) {
    context = ((io.vertx.core.internal.VertxInternal) vertx).createEventLoopContext();
  }

  /** Runs on the loop and awaits what the call's future brings. */
  <T> T await(Supplier<Future<T>> call) {
    return await(later(call));
  }

  /** Runs on the loop and awaits the result. */
  <T> T call(Callable<T> call) {
    return await(() -> {
      try {
        return Future.succeededFuture(call.call());
      } catch (Exception e) {
        return Future.failedFuture(e);
      }
    });
  }

  <T> Future<T> later(Supplier<Future<T>> call) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(now -> call.get().onComplete(promise));
    return promise.future();
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("not done within " + PATIENCE_SECONDS + " s", e);
    }
  }
}
