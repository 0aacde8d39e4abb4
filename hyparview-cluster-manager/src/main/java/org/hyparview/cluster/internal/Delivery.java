package org.hyparview.cluster.internal;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.hyparview.HyParViewClient.Subscription;

/**
 * The way of events to one handler of the user, which is called on its own context, in the order of
 * the events. What may wait for the handler is bounded.
 *
 * @param <E> the type of the events
 */
final class Delivery<E> implements Subscription {

  private static final Logger LOGGER = LoggerFactory.getLogger(Delivery.class);

  /** The bound of what waits for a handler, and what happens beyond it. */
  enum Bound {
    /** At most 100,000 events; a handler that lags by more is removed: it would miss some. */
    EVENTS(100_000, true),
    /** At most 64 MiB of messages; those beyond it are not passed to this handler. */
    BYTES(64 << 20, false),
    /** At most 64 MiB of changes; a handler that lags by more is removed: it would miss some. */
    BYTES_OR_END(64 << 20, true);

    private final long most;
    private final boolean ends;

    Bound(long most, boolean ends) {
      this.most = most;
      this.ends = ends;
    }
  }

  private final String what;
  private final Bound bound;
  private final ContextInternal context;
  private final Handler<E> handler;
  private final Consumer<Delivery<E>> remover;
  private final AtomicLong waiting = new AtomicLong();
  private boolean isBehind;
  private volatile boolean ended;

  /**
   * Creates the way to a handler.
   *
   * @param what the name of the events in the log
   * @param context the context on which the handler is called
   * @param remover called on any thread when no more events are wanted
   */
  Delivery(
      String what,
      Bound bound,
      ContextInternal context,
      Handler<E> handler,
      Consumer<Delivery<E>> remover) {
    this.what = what;
    this.bound = bound;
    this.context = context;
    this.handler = handler;
    this.remover = remover;
  }

  /**
   * Passes an event on, after those before. Called by one thread at a time.
   *
   * @param size what it counts for the bound
   */
  void deliver(E event, long size) {
    if (ended) {
      return;
    }
    if (waiting.addAndGet(size) > bound.most) {
      waiting.addAndGet(-size);
      overflow();
      return;
    }
    isBehind = false;
    try {
      context.runOnContext(go -> handle(event, size));
    } catch (RejectedExecutionException loopHasEnded) {
      end();
    }
  }

  private void overflow() {
    if (bound.ends) {
      String unit = bound == Bound.EVENTS ? " events" : " bytes";
      LOGGER.error("A handler of " + what + " is removed, since " + bound.most + unit
          + " wait for it; register one that takes them faster");
      end();
    } else if (!isBehind) {
      isBehind = true;
      LOGGER.warn("A handler of " + what + " misses some, since " + bound.most
          + " bytes wait for it; let it take them faster");
    }
  }

  private void handle(E event, long size) {
    waiting.addAndGet(-size);
    if (!ended) {
      handler.handle(event);
    }
  }

  boolean hasEnded() {
    return ended;
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
