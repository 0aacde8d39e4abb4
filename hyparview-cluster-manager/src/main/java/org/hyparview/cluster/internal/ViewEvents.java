package org.hyparview.cluster.internal;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.hyparview.ViewPublisher;
import org.hyparview.cluster.HyParViewClusterOptions;
import org.hyparview.node.IsolationLog;
import org.hyparview.node.ViewChange;
import org.hyparview.node.ViewListener;
import org.hyparview.node.Views;
import org.hyparview.protocol.hyparview.HyParViewEvent.DownReason;
import org.hyparview.protocol.peer.Peer;
import org.jspecify.annotations.Nullable;

/**
 * The publisher of changes of this node's neighbors: to the scope, to the log, and, if the user
 * asks for it, on the local event bus of the user's Vert.x, with the addresses and bodies of
 * {@link org.hyparview.HyParViewVerticle}.
 *
 * <p>Without {@link HyParViewClusterOptions#setViewEvents} the user's event bus has no handler and
 * no message of ours, since it would count them in the user's metrics.
 *
 * <p>Changes come on the control plane's context. They and the answers to requests go, in their
 * order, through one context of the user's Vert.x.
 */
final class ViewEvents implements ViewListener {

  private static final Logger LOGGER = LoggerFactory.getLogger(ViewEvents.class);

  /**
   * The interval of polling for the start of the event bus, which sends no notification; it starts
   * a moment after it asks.
   */
  private static final long RETRY_MILLIS = 1;

  private final String id;
  private final Vertx user;
  private final ViewPublisher publisher;
  private final boolean isOpened;
  private final Scope scope;
  private final IsolationLog isolation = new IsolationLog(LOGGER);
  private final Runnable settled;
  private @Nullable ContextInternal userContext;
  private volatile boolean closed;

  /**
   * Reserves the prefix, if the options ask for events and no verticle has it.
   *
   * @param settled called after the scope was notified of a change
   */
  ViewEvents(
      String id, Vertx user, HyParViewClusterOptions options, Scope scope, Runnable settled) {
    this.id = id;
    this.user = user;
    this.publisher = new ViewPublisher(user, options.getEventBusPrefix());
    this.scope = scope;
    this.settled = settled;
    isOpened = options.get(HyParViewClusterOptions.VIEW_EVENTS) && publisher.claim();
    if (options.get(HyParViewClusterOptions.VIEW_EVENTS) && !isOpened) {
      LOGGER.warn("Node " + id + ": the event-bus prefix " + publisher.prefix()
          + " is in use, so view changes are not published; set eventBusPrefix to a free one");
    }
  }

  /**
   * Starts to publish, if asked to, as soon as the user's event bus has started.
   *
   * @param through a context of the user's Vert.x
   * @param plane the context on which this is called, and on which the views may be read
   */
  void open(ContextInternal through, Context plane, Supplier<Views> views) {
    if (isOpened && !closed && userContext == null) {
      userContext = through;
      through.runOnContext(go -> openWhenStarted(() -> ask(through, plane, views)));
    }
  }

  private static Future<Views> ask(ContextInternal through, Context plane, Supplier<Views> views) {
    Promise<Views> answer = through.promise();
    plane.runOnContext(go -> {
      try {
        answer.complete(views.get());
      } catch (IllegalStateException | NullPointerException notRunning) {
        answer.fail(notRunning);
      }
    });
    return answer.future();
  }

  private void openWhenStarted(Supplier<Future<Views>> views) {
    if (closed) {
      return;
    }
    try {
      publisher.open(id, views);
    } catch (IllegalStateException notStarted) {
      user.setTimer(RETRY_MILLIS, late -> openWhenStarted(views));
    }
  }

  /**
   * Stops after earlier events, and frees the prefix. To be called on the plane's context, on which
   * the answer comes; until then its loop must run, since it may be asked for the views.
   */
  Future<Void> close(ContextInternal plane) {
    closed = true;
    ContextInternal through = userContext;
    if (through == null) {
      return publisher.close();
    }
    Promise<Void> done = plane.promise();
    try {
      through.runOnContext(go -> publisher.close().onComplete(done));
    } catch (RejectedExecutionException userIsGone) {
      done.complete();
    }
    return done.future();
  }

  @Override
  public void changed(ViewChange change) {
    if (LOGGER.isDebugEnabled()) {
      LOGGER.debug("Node " + id + ": " + change);
    }
    isolation.changed(change);
    if (userContext != null) {
      userContext.runOnContext(go -> publisher.changed(change));
    }
    String peer = change.peer().id().toString();
    if (change.isUp()) {
      scope.neighborUp(peer);
    } else if (change.reason() != DownReason.SUPERSEDED) {
      scope.neighborDown(peer);
    }
    settled.run();
  }

  @Override
  public void isolated(String contacts) {
    isolation.isolated(id, contacts);
  }

  /** Notes that the node begins to leave. Safe to call from any thread. */
  void leaving() {
    isolation.leaving();
  }

  @Override
  public void renamed(Peer self) {
    LOGGER.info("Node " + id + " now has incarnation " + self.incarnation());
  }

  /** Logs the return of this node, which the registry has announced to the others again. */
  void returned() {
    LOGGER.warn("Node " + id + " was declared dead, by the whole cluster or a part of it, and has"
        + " returned with its registrations. Locks that it held may belong to other nodes now."
        + " Look for a partition of the network, or a long pause of this process");
  }
}
