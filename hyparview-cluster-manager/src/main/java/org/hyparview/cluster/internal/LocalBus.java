package org.hyparview.cluster.internal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.hyparview.ViewPublisher;
import org.hyparview.cluster.HyParViewClusterOptions;
import org.jspecify.annotations.Nullable;

/**
 * This node's addresses on the local event bus of the user's Vert.x, as far as the options ask for
 * them.
 *
 * <p>Without such an option the user's event bus has no handler and no message of ours, since it
 * would count them in the user's metrics.
 *
 * <p>What the control plane's context reports, and the answers to requests, go in their order
 * through one context of the user's Vert.x.
 */
final class LocalBus {

  private static final Logger LOGGER = LoggerFactory.getLogger(LocalBus.class);

  /**
   * The interval of polling for the start of the event bus, which sends no notification; it starts
   * a moment after it asks.
   */
  private static final long RETRY_MILLIS = 1;

  /** The addresses of one concern. All calls come from the context of the user's Vert.x. */
  interface Part {

    /**
     * Begins to answer and to publish.
     *
     * @throws IllegalStateException if the event bus has not started; nothing is open then
     */
    void open(ContextInternal through);

    /** Ends that, if it was opened. */
    Future<Void> close();
  }

  private final Vertx user;
  private final ViewPublisher prefix;
  private final boolean isClaimed;
  private final List<Part> parts = new ArrayList<>();
  private @Nullable ContextInternal through;
  private volatile boolean closed;

  /** Reserves the prefix, if the options ask for any address and no verticle has it. */
  LocalBus(String id, Vertx user, HyParViewClusterOptions options) {
    this.user = user;
    prefix = new ViewPublisher(user, options.getEventBusPrefix());
    boolean wanted = options.get(HyParViewClusterOptions.VIEW_EVENTS)
        || options.get(HyParViewClusterOptions.MEMBER_EVENTS)
        || options.get(HyParViewClusterOptions.QUESTION_ADDRESSES)
        || options.get(HyParViewClusterOptions.BROADCAST_EVENTS);
    isClaimed = wanted && prefix.claim();
    if (wanted && !isClaimed) {
      LOGGER.warn("Node " + id + ": the event-bus prefix " + prefix.prefix()
          + " is in use, so this node publishes and answers nothing on the event bus; set"
          + " eventBusPrefix to a free one");
    }
  }

  /** Returns whether the options ask for an address and the prefix was free. */
  boolean isClaimed() {
    return isClaimed;
  }

  /** Adds a part, before this is opened. */
  void add(Part part) {
    parts.add(part);
  }

  /**
   * Opens the parts as soon as the user's event bus has started. On the control plane's context.
   *
   * @param context a context of the user's Vert.x
   */
  void open(ContextInternal context) {
    if (isClaimed && !closed && through == null) {
      through = context;
      context.runOnContext(go -> openWhenStarted(context));
    }
  }

  private void openWhenStarted(ContextInternal context) {
    if (closed) {
      return;
    }
    try {
      parts.forEach(part -> part.open(context));
    } catch (IllegalStateException notStarted) {
      user.setTimer(RETRY_MILLIS, late -> openWhenStarted(context));
    }
  }

  /** Runs a task on the user's context, if this was opened. On the control plane's context. */
  void run(Runnable task) {
    if (through != null) {
      through.runOnContext(go -> task.run());
    }
  }

  /**
   * Stops after earlier tasks, and frees the prefix. To be called on the plane's context, on which
   * the answer comes; until then its loop must run, since requests may need it.
   */
  Future<Void> close(ContextInternal plane) {
    closed = true;
    ContextInternal context = through;
    if (context == null) {
      return prefix.close();
    }
    Promise<Void> done = plane.promise();
    try {
      context.runOnContext(go -> closeParts().onComplete(done));
    } catch (RejectedExecutionException userIsGone) {
      done.complete();
    }
    return done.future();
  }

  private Future<Void> closeParts() {
    return Future.join(parts.stream().map(Part::close).toList())
        .eventually(prefix::close)
        .mapEmpty();
  }
}
