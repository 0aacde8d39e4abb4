package org.hyparview.cluster.node;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.hyparview.cluster.protocol.failure.FailureAction.Probe;
import org.hyparview.cluster.protocol.plane.GossipPlane;
import org.hyparview.cluster.protocol.plane.PlaneAction.Refused;
import org.hyparview.cluster.protocol.plane.PlaneAction.SendRegistry;
import org.hyparview.cluster.protocol.plane.PlaneConfig;
import org.hyparview.cluster.protocol.registry.RegistryEvent;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Completed;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeDown;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeUp;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Outcome;
import org.hyparview.cluster.protocol.registry.RegistryMessage;
import org.hyparview.cluster.wire.BinaryPayloadCodec;
import org.hyparview.cluster.wire.RegistryCodec;
import org.hyparview.node.Broadcast;
import org.hyparview.node.BroadcastListener;
import org.hyparview.node.BroadcastSender;
import org.hyparview.node.LinkHost;
import org.hyparview.node.Membership;
import org.hyparview.node.OverlayCounters;
import org.hyparview.node.QuestionListener;
import org.hyparview.node.RefusedClaims;
import org.hyparview.node.StatusReport;
import org.hyparview.node.ViewListener;
import org.hyparview.node.Views;
import org.hyparview.protocol.hyparview.HyParViewAction;
import org.hyparview.protocol.hyparview.HyParViewEvent;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.peer.Ranges;
import org.hyparview.protocol.plumtree.Fold;
import org.hyparview.protocol.plumtree.PlumtreeAction;
import org.hyparview.protocol.plumtree.PlumtreeEvent;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Answered;
import org.hyparview.transport.Channel;
import org.hyparview.transport.Channel.Lane;
import org.hyparview.transport.LinkCounters;
import org.hyparview.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The gossip plane of one node on a transport, run by one event-loop context, which is the cluster
 * manager's own.
 *
 * <p>{@link #start} and then {@link #join} come from that context, where listeners are called as
 * well. {@link #change} and {@link #leave} may be called from any thread.
 */
public final class ControlPlane {

  private static final Logger LOGGER = LoggerFactory.getLogger(ControlPlane.class);

  /** The channel of the registry. It may be late, but never delays membership. */
  private static final Channel REGISTRY = new Channel(3, Lane.DATA);

  /** The channel of shared data, which the plane only passes on. */
  private static final Channel SHARED_DATA = new Channel(4, Lane.DATA);

  /** The most bytes of users' broadcasts that wait for slow neighbors. */
  private static final long MAX_BACKLOG_BYTES = 4 << 20;

  /** A change of this node's state: an input of the plane that returns a ticket. */
  @FunctionalInterface
  public interface Change {

    /** Makes the change, and returns its ticket. May throw, if the change is not possible. */
    long make(GossipPlane plane, long now);
  }

  /** A change that is on its way to all nodes. */
  private record Ticket(Promise<Outcome> outcome, long nanos) {}

  private final Vertx vertx;
  private final Context context;
  private final PlaneConfig config;
  private final RandomGenerator random;
  private final ClusterListener listener;
  private final LinkHost host;
  private final Changes changes;
  private final Map<Long, Ticket> tickets = new HashMap<>();
  private final ChangeTimes changeTimes = new ChangeTimes();
  private final RegistryCodec registryCodec = new RegistryCodec();
  private final BroadcastSender broadcastSender;
  private final RefusedClaims refusals = new RefusedClaims(LOGGER::warn);
  private @Nullable Running running;
  private BroadcastListener broadcasts = (id, round, envelope) -> {};
  private LongSupplier undeliverable = () -> 0;
  private BiConsumer<Peer, Buffer> sharedData = (from, frame) -> {};
  private QuestionListener questionListener = QuestionListener.NONE;

  /**
   * Creates a plane that has not started.
   *
   * @param context the event-loop context that it belongs to
   * @param transport not started; the plane starts and stops it
   * @param random the only source of randomness in the protocols
   */
  public ControlPlane(
      Vertx vertx,
      Context context,
      Transport transport,
      PlaneConfig config,
      RandomGenerator random,
      ClusterListener listener) {
    this.vertx = vertx;
    this.context = context;
    this.config = config;
    this.random = random;
    this.listener = listener;
    host = new LinkHost(vertx, transport);
    broadcastSender = new BroadcastSender(host);
    changes = new Changes(context, host, this::flush);
  }

  /**
   * Starts to accept links.
   *
   * @return this node, as others dial it
   */
  public Future<Peer> start(PeerId id, long incarnation, ViewListener views) {
    return host.start(id, incarnation).onSuccess(self -> run(self, views));
  }

  private void run(Peer self, ViewListener views) {
    GossipPlane plane =
        new GossipPlane(self, config, new BinaryPayloadCodec(), random, LinkHost.clock());
    running = new Running(plane, views);
    host.run(plane, running);
  }

  /** Joins through the first contact that answers; see {@link GossipPlane#join}. */
  public void join(List<PeerAddress> contacts) {
    host.input(now -> running().plane.join(contacts, now));
  }

  /** Returns whether a node is in the cluster, or is known to have ended. On the node's context. */
  public boolean knows(Peer node) {
    return running().plane.registry().knows(node);
  }

  /** Makes a node a neighbor that is no member yet, as far as this node knows. */
  public void meet(Peer stranger) {
    host.input(now -> running().plane.meet(stranger, now));
  }

  /**
   * Changes what the cluster knows of this node. Changes are made in the order of the calls.
   *
   * @return its outcome; fails if the change is not possible. Completed on the plane's context.
   */
  public Future<Outcome> change(Change change) {
    Promise<Outcome> promise = Promise.promise();
    changes.add(new Changes.Change() {
      @Override
      public void make(long now) {
        ControlPlane.this.make(change, promise, now);
      }

      @Override
      public void abandon() {
        promise.complete(Outcome.LEFT);
      }
    });
    return promise.future();
  }

  private void make(Change change, Promise<Outcome> promise, long now) {
    try {
      long started = System.nanoTime();
      tickets.put(change.make(running().plane, now), new Ticket(promise, started));
    } catch (IllegalStateException | IllegalArgumentException e) {
      promise.fail(e);
    }
  }

  /** Runs a task between the changes, on the plane's context, in the order of the calls. */
  public void inOrder(Runnable task) {
    changes.add(new Changes.Change() {
      @Override
      public void make(long now) {
        task.run();
      }

      @Override
      public void abandon() {
        task.run();
      }
    });
  }

  private void flush(long now) {
    if (running != null) {
      running.plane.flush(now);
    }
  }

  /** Leaves gracefully; {@link RegistryEvent.Left} is reported when that is done. */
  public void leave() {
    context.runOnContext(go -> host.input(now -> running().plane.leave(now)));
  }

  /**
   * Stops the transport, which first sends what waits. Pending changes complete with the outcome
   * that this node has left.
   */
  public Future<Void> stop() {
    if (running != null) {
      running.stalls.stop();
      running.broadcast.stop();
    }
    return host.stop().onComplete(stopped -> {
      List.copyOf(tickets.values()).forEach(ticket -> ticket.outcome.tryComplete(Outcome.LEFT));
      tickets.clear();
    });
  }

  /** Sets the listener to questions, which is called on the plane's context, before the start. */
  public void onQuestions(QuestionListener listener) {
    questionListener = listener;
  }

  /**
   * Asks all members a question, as {@link Broadcast#ask} does. Safe to call from any thread;
   * completed on the plane's context.
   *
   * @throws IllegalArgumentException if the payload is too long, or the fold or the timeout out of
   *     its range
   */
  public Future<Answered> ask(byte[] payload, Fold fold, long timeout) {
    config.broadcast().checkQuestion(payload.length, fold, timeout);
    Promise<Answered> answer = Promise.promise();
    changes.add(new Changes.Change() {
      @Override
      public void make(long now) {
        host.afterwards(() -> running().broadcast.ask(payload, fold, timeout).onComplete(answer));
      }

      @Override
      public void abandon() {
        answer.fail("This node is not in the cluster");
      }
    });
    return answer.future();
  }

  /** Sets the receiver of frames about shared data, which is called on the plane's context. */
  public void onSharedData(BiConsumer<Peer, Buffer> receiver) {
    sharedData = receiver;
  }

  /** Sends a frame about shared data. To be called on the plane's context. */
  public Future<Void> sendSharedData(Peer to, Buffer frame) {
    return host.sendDirect(to.address(), to.id(), SHARED_DATA, frame);
  }

  /**
   * Dials a node, and returns whether that proves that its process has ended. Completed on the
   * plane's context, where this is to be called.
   */
  public Future<Boolean> proveGone(Peer node) {
    return running().proofs.prove(node);
  }

  // Broadcasts of the user, on the plane's context

  /** Sets the receiver of users' broadcasts, this node's own included. */
  public void onBroadcast(BroadcastListener listener) {
    broadcasts = listener;
  }

  /** Sets what counts the broadcasts that the receiver could not decode. */
  public void countUndeliverableBy(LongSupplier counter) {
    undeliverable = counter;
  }

  /**
   * Broadcasts to every node of the cluster, this one included, as {@link Broadcast#send} does.
   *
   * @throws IllegalArgumentException if the envelope is too long
   */
  public Future<Void> broadcast(byte[] envelope) {
    checkLength(envelope);
    return running().broadcast.send(envelope);
  }

  /**
   * Broadcasts and waits for all nodes, as {@link Broadcast#sendAcknowledged} does.
   *
   * @throws IllegalArgumentException if the envelope is too long, or the timeout out of its range
   */
  public Future<Integer> broadcastAcknowledged(byte[] envelope, long timeout) {
    checkLength(envelope);
    Ranges.check("A timeout", timeout, 1, config.broadcast().retention());
    return running().broadcast.sendAcknowledged(envelope, timeout);
  }

  private void checkLength(byte[] envelope) {
    Ranges.check("The length of a payload", envelope.length, 0, running().plane.maxEnvelope());
  }

  /** Returns both current views of the overlay. To be called on the plane's context. */
  public Views views() {
    return running().membership.views();
  }

  /** Returns the machines, for inspection on the plane's context. */
  public GossipPlane plane() {
    return running().plane;
  }

  /** Returns the counters of links. To be called on the plane's context. */
  public LinkCounters linkCounters() {
    return host.counters();
  }

  /** Returns the status of this node now. To be called on the plane's context. */
  public JsonObject status(StatusReport report) {
    Running now = running();
    return report.toJson(
        views(),
        host,
        OverlayCounters.broadcasts(now.plane.overlay(), now.broadcast, undeliverable.getAsLong()));
  }

  /** Returns the counters of this node. To be called on the plane's context. */
  public JsonObject counters() {
    Running now = running();
    GossipPlane plane = now.plane;
    return OverlayCounters.toJson(
            host, plane.overlay(), now.membership, now.broadcast, undeliverable.getAsLong())
        .put("failureDetector", PlaneCounters.failureDetector(plane.failure()))
        .put("registry", PlaneCounters.registry(plane, tickets.size(), changeTimes));
  }

  /** Returns the sender of broadcasts, for its counters. To be called on the plane's context. */
  public BroadcastSender broadcastSender() {
    return broadcastSender;
  }

  /** Returns the context that this belongs to. */
  public Context context() {
    return context;
  }

  private Running running() {
    return Objects.requireNonNull(running, "The control plane has not started");
  }

  /** The machine, and the executors of what it asks for and reports. */
  private final class Running implements GossipPlane.Host {

    private final GossipPlane plane;
    private final Membership membership;
    private final Probes probes;
    private final Proofs proofs;
    private final StallWatch stalls;
    private final Broadcast broadcast;
    private boolean settling;

    Running(GossipPlane plane, ViewListener views) {
      this.plane = plane;
      membership = new Membership(host, plane.overlay().membership(), plane, views);
      probes = new Probes(vertx, host, plane);
      proofs = new Proofs(host);
      stalls = new StallWatch(vertx, millis -> host.input(now -> plane.stalled(millis, now)));
      broadcast = new Broadcast(
          vertx,
          host,
          plane,
          broadcastSender,
          MAX_BACKLOG_BYTES,
          (id, round, envelope) -> broadcasts.delivered(id, round, envelope),
          questionListener);
      host.on(REGISTRY, "registry", RegistryMessage.class, registryCodec::decode, plane::receive);
      host.onFrames(SHARED_DATA, "shared-data", (from, frame) -> sharedData.accept(from, frame));
    }

    @Override
    public void onAction(HyParViewAction action) {
      listener.settled();
      action.dispatch(membership);
    }

    @Override
    public void onEvent(HyParViewEvent event) {
      listener.settled();
      event.dispatch(membership);
    }

    @Override
    public void onAction(PlumtreeAction action) {
      listener.settled();
      action.dispatch(broadcastSender);
    }

    @Override
    public void onEvent(PlumtreeEvent event) {
      listener.settled();
      event.dispatch(broadcast);
    }

    @Override
    public void onSendRegistry(SendRegistry action) {
      listener.settled();
      RegistryMessage message = action.message();
      host.sent(message, host.send(action.link(), REGISTRY, registryCodec.encode(message)));
    }

    @Override
    public void onProbe(Probe probe) {
      probes.probe(probe);
    }

    @Override
    public void onRefused(Refused report) {
      refusals.refused("node " + report.source(), report.what(), LinkHost.clock());
    }

    @Override
    public void onEvent(RegistryEvent event) {
      if (event instanceof Completed completed) {
        listener.settled();
        Ticket ticket = tickets.remove(completed.ticket());
        if (ticket != null) {
          changeTimes.add(completed.outcome(), System.nanoTime() - ticket.nanos);
          host.afterwards(() -> ticket.outcome.complete(completed.outcome()));
        }
      } else {
        endPastLinks(event);
        event.dispatch(listener);
        settleAfterwards();
      }
    }

    /**
     * After a cut of the network a connection may be open through which nothing passes for a long
     * time, since TCP tries again ever more rarely. So none outlives the death of its peer, nor is
     * used after its comeback. This comes before the listener hears of either, and sends.
     */
    private void endPastLinks(RegistryEvent event) {
      if (event instanceof NodeDown down) {
        host.closeDirect(down.node().id());
      } else if (event instanceof NodeUp up) {
        host.renewDirect(up.node().id());
      }
    }

    /** Nothing may be sent after what was reported. */
    private void settleAfterwards() {
      if (!settling) {
        settling = true;
        host.afterwards(() -> {
          settling = false;
          listener.settled();
        });
      }
    }
  }
}
