package org.hyparview.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.hyparview.protocol.hyparview.HyParViewAction;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.hyparview.HyParViewEvent;
import org.hyparview.protocol.overlay.Overlay;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.peer.Ranges;
import org.hyparview.protocol.plumtree.Fold;
import org.hyparview.protocol.plumtree.PlumtreeAction;
import org.hyparview.protocol.plumtree.PlumtreeConfig;
import org.hyparview.protocol.plumtree.PlumtreeEvent;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Answered;
import org.hyparview.transport.InspectionHandler;
import org.hyparview.transport.LinkCounters;
import org.hyparview.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * A node of the overlay: membership and broadcast on a transport, run by one event-loop context.
 *
 * <p>It belongs to the context that calls {@link #start}; all calls come from there, and the
 * listeners are called there. {@link #start} and {@link #stop} may be called once each.
 */
public final class OverlayNode {

  /** The settings of a node. */
  public record Settings(
      HyParViewConfig membership, PlumtreeConfig broadcast, long maxBacklogBytes) {

    /** The defaults of both protocols, and a backlog of 4 MiB. */
    public static final Settings DEFAULT =
        new Settings(HyParViewConfig.DEFAULT, PlumtreeConfig.DEFAULT, 4 << 20);
  }

  private final Vertx vertx;
  private final Settings settings;
  private final RandomGenerator random;
  private final ViewListener views;
  private final BroadcastListener broadcasts;
  private final QuestionListener questions;
  private final LinkHost host;
  private @Nullable Parts parts;

  /** Creates a node that has not started and answers no questions. */
  public OverlayNode(
      Vertx vertx,
      Transport transport,
      Settings settings,
      RandomGenerator random,
      ViewListener views,
      BroadcastListener broadcasts) {
    this(vertx, transport, settings, random, views, broadcasts, QuestionListener.NONE);
  }

  /**
   * Creates a node that has not started.
   *
   * @param transport not started; the node starts and stops it
   * @param random the only source of randomness in the protocol
   */
  public OverlayNode(
      Vertx vertx,
      Transport transport,
      Settings settings,
      RandomGenerator random,
      ViewListener views,
      BroadcastListener broadcasts,
      QuestionListener questions) {
    this.vertx = vertx;
    this.settings = settings;
    this.random = random;
    this.views = views;
    this.broadcasts = broadcasts;
    this.questions = questions;
    host = new LinkHost(vertx, transport);
  }

  /** Sets the listener to the messages that this node sends, before {@link #start}. */
  public void onSend(SendListener listener) {
    host.onSend(listener);
  }

  /** Sets what answers inspectors, before {@link #start}. */
  public void inspectedBy(InspectionHandler handler) {
    host.inspectedBy(handler);
  }

  /**
   * Starts the transport and begins to join.
   *
   * @param id this node
   * @param incarnation the incarnation of this node, higher than any earlier one
   * @param contacts the addresses to join through; may be unreachable, and may be this node itself
   * @param beforeJoining called once links are accepted, before any event reaches the listeners
   * @return this node with the address at which others dial it, as soon as it accepts links; or the
   *     transport's failure. The future doesn't wait for a neighbor.
   */
  public Future<Peer> start(
      PeerId id, long incarnation, List<PeerAddress> contacts, Consumer<Peer> beforeJoining) {
    return host.start(id, incarnation).onSuccess(self -> {
      Overlay machine = new Overlay(self, settings.membership(), settings.broadcast(), random);
      Parts running = new Parts(machine);
      parts = running;
      host.run(machine, running);
      beforeJoining.accept(self);
      new LoopbackCheck(self).examine(contacts);
      host.input(now -> machine.join(contacts, now));
    });
  }

  /** Returns whether the node has started and was not stopped. */
  public boolean isRunning() {
    return host.isRunning();
  }

  /** Leaves the overlay, notifying the neighbors, and stops the transport. */
  public Future<Void> stop() {
    if (parts != null) {
      parts.broadcast.stop();
      host.input(parts.machine::leave);
    }
    return host.stop();
  }

  /**
   * Returns both present views.
   *
   * @throws IllegalStateException before the node has started
   */
  public Views views() {
    return parts().membership.views();
  }

  /**
   * Broadcasts to every node of the overlay, this one included, as {@link Broadcast#send} does.
   *
   * @throws IllegalArgumentException if the payload is too long
   * @throws IllegalStateException before the node has started
   */
  public Future<Void> broadcast(byte[] payload) {
    Ranges.check("The length of a payload", payload.length, 0, settings.broadcast.maxPayload());
    return parts().broadcast.send(payload);
  }

  /**
   * Broadcasts and waits for all nodes, as {@link Broadcast#sendAcknowledged} does.
   *
   * @throws IllegalArgumentException if the payload is too long, or the timeout out of its range
   * @throws IllegalStateException before the node has started
   */
  public Future<Integer> broadcastAcknowledged(byte[] payload, long timeout) {
    Ranges.check("The length of a payload", payload.length, 0, settings.broadcast.maxPayload());
    Ranges.check("A timeout", timeout, 1, settings.broadcast.retention());
    return parts().broadcast.sendAcknowledged(payload, timeout);
  }

  /**
   * Asks every node of the overlay, this one included, as {@link Broadcast#ask} does.
   *
   * @throws IllegalArgumentException if the payload is too long, or the fold or the timeout out of
   *     its range
   * @throws IllegalStateException before the node has started
   */
  public Future<Answered> ask(byte[] payload, Fold fold, long timeout) {
    settings.broadcast.checkQuestion(payload.length, fold, timeout);
    return parts().broadcast.ask(payload, fold, timeout);
  }

  /** Returns the counts of links so far. */
  public LinkCounters linkCounters() {
    return host.counters();
  }

  /**
   * Returns the counts of broadcasts so far.
   *
   * @throws IllegalStateException before the node has started
   */
  public BroadcastCounters broadcastCounters() {
    return parts().broadcast.counters();
  }

  /**
   * Returns the status of this node now.
   *
   * @param undeliverable how many broadcasts had no known form
   * @throws IllegalStateException before the node has started
   */
  public JsonObject status(StatusReport report, long undeliverable) {
    Parts running = parts();
    return report.toJson(
        views(),
        host,
        OverlayCounters.broadcasts(running.machine, running.broadcast, undeliverable));
  }

  /**
   * Returns the counters of this node.
   *
   * @param undeliverable how many broadcasts had no known form
   * @throws IllegalStateException before the node has started
   */
  public JsonObject counters(long undeliverable) {
    Parts running = parts();
    return OverlayCounters.toJson(
        host, running.machine, running.membership, running.broadcast, undeliverable);
  }

  private Parts parts() {
    if (parts == null) {
      throw new IllegalStateException("The node has not started");
    }
    return parts;
  }

  /** The machine, and the executors of its actions and events. */
  private final class Parts implements Overlay.Host {

    private final Overlay machine;
    private final Membership membership;
    private final BroadcastSender sender;
    private final Broadcast broadcast;

    Parts(Overlay machine) {
      this.machine = machine;
      membership = new Membership(host, machine.membership(), machine, views);
      sender = new BroadcastSender(host);
      broadcast = new Broadcast(
          vertx, host, machine, sender, settings.maxBacklogBytes, broadcasts, questions);
    }

    @Override
    public void onAction(HyParViewAction action) {
      action.dispatch(membership);
    }

    @Override
    public void onEvent(HyParViewEvent event) {
      event.dispatch(membership);
    }

    @Override
    public void onAction(PlumtreeAction action) {
      action.dispatch(sender);
    }

    @Override
    public void onEvent(PlumtreeEvent event) {
      event.dispatch(broadcast);
    }
  }
}
