package org.hyparview.cluster.internal;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.hyparview.HyParViewClient.Subscription;

/**
 * The way of events to one handler of the user, which is called on its own context, in the order of
 * the events. The events that may wait are bounded: a handler that lags by more is removed, since
 * it would miss some without notice otherwise.
 *
 * @param <E> the type of the events
 */
final class Delivery<E> implements Subscription {

  private static final Logger LOGGER = LoggerFactory.getLogger(Delivery.class);

  /** The most events that may wait for a handler. */
  static final int MAX_WAITING = 100_000;

  private final String what;
  private final ContextInternal context;
  private final Handler<E> handler;
  private final Consumer<Delivery<E>> remover;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean ended;

  /**
   * Creates the way to a handler.
   *
   * @param what the name of the events in the log
   * @param context the context on which the handler is called
   * @param remover called on any thread when no more events are wanted
   */
  Delivery(
      String what, ContextInternal context, Handler<E> handler, Consumer<Delivery<E>> remover) {
    this.what = what;
    this.context = context;
    this.handler = handler;
    this.remover = remover;
  }

  /** Passes an event on, after those before. Called by one thread at a time. */
  void deliver(E event) {
    if (ended) {
      return;
    }
    if (waiting.incrementAndGet() > MAX_WAITING) {
      LOGGER.error("A handler of " + what + " is removed, since " + MAX_WAITING
          + " events wait for it; register one that takes them faster");
      end();
      return;
    }
    try {
      context.runOnContext(go -> handle(event));
    } catch (RejectedExecutionException loopHasEnded) {
      end();
    }
  }

  private void handle(E event) {
    waiting.decrementAndGet();
    if (!ended) {
      handler.handle(event);
    }
  }

  private void end() {
    ended = true;
    remover.accept(this);
  }

  @Override
  public Future<Void> cancel() {
    end();
    Promise<Void> afterTheLast = context.promise();
    try {
      context.runOnContext(go -> afterTheLast.complete());
    } catch (RejectedExecutionException loopHasEnded) {
      return Future.succeededFuture();
    }
    return afterTheLast.future();
  }
}
