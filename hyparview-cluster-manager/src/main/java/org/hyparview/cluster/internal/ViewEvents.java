package org.hyparview.cluster.internal;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.function.Supplier;
import org.hyparview.ViewPublisher;
import org.hyparview.node.IsolationLog;
import org.hyparview.node.ViewChange;
import org.hyparview.node.ViewListener;
import org.hyparview.node.Views;
import org.hyparview.protocol.hyparview.HyParViewEvent.DownReason;
import org.hyparview.protocol.peer.Peer;

/**
 * The publisher of changes of this node's neighbors: to the scope, to the log, and, if the user
 * asks for it, on the local event bus of the user's Vert.x, with the addresses and bodies of
 * {@link org.hyparview.HyParViewVerticle}.
 *
 * <p>Changes come on the control plane's context.
 */
final class ViewEvents implements ViewListener, LocalBus.Part {

  private static final Logger LOGGER = LoggerFactory.getLogger(ViewEvents.class);

  private final String id;
  private final LocalBus bus;
  private final ViewPublisher publisher;
  private final Scope scope;
  private final Context plane;
  private final Supplier<Views> views;
  private final IsolationLog isolation = new IsolationLog(LOGGER);
  private final Runnable settled;
  private final Runnable isolated;

  /** Whether the neighbors of the time before are published. On the context of the user. */
  private boolean isCurrent;

  /**
   * Creates a publisher that publishes nothing on the event bus unless it is added to it.
   *
   * @param plane the context of the control plane
   * @param views called there for the present views
   * @param settled called after the scope was notified of a change
   * @param isolated called when there are contacts, and none of them admits the node
   */
  ViewEvents(
      String id,
      LocalBus bus,
      ViewPublisher publisher,
      Scope scope,
      Context plane,
      Supplier<Views> views,
      Runnable settled,
      Runnable isolated) {
    this.id = id;
    this.bus = bus;
    this.publisher = publisher;
    this.scope = scope;
    this.plane = plane;
    this.views = views;
    this.settled = settled;
    this.isolated = isolated;
  }

  @Override
  public void open(ContextInternal through) {
    publisher.open(id, () -> ask(through));
    ask(through).onSuccess(publisher::present).onComplete(done -> isCurrent = true);
  }

  private Future<Views> ask(ContextInternal through) {
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

  @Override
  public Future<Void> close() {
    return publisher.close();
  }

  @Override
  public void changed(ViewChange change) {
    if (LOGGER.isDebugEnabled()) {
      LOGGER.debug("Node " + id + ": " + change);
    }
    isolation.changed(change);
    bus.run(() -> publish(change));
    String peer = change.peer().id().toString();
    if (change.isUp()) {
      scope.neighborUp(peer);
    } else if (change.reason() != DownReason.SUPERSEDED) {
      scope.neighborDown(peer);
    }
    settled.run();
  }

  private void publish(ViewChange change) {
    if (isCurrent) {
      publisher.changed(change);
    }
  }

  @Override
  public void isolated(String contacts) {
    isolation.isolated(id, contacts);
    if (!contacts.isEmpty()) {
      isolated.run();
    }
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
