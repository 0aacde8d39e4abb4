package org.hyparview.protocol.overlay;

import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.hyparview.protocol.hyparview.HyParView;
import org.hyparview.protocol.hyparview.HyParViewAction;
import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.hyparview.HyParViewEvent;
import org.hyparview.protocol.hyparview.HyParViewEvent.Isolated;
import org.hyparview.protocol.hyparview.HyParViewEvent.PeerDown;
import org.hyparview.protocol.hyparview.HyParViewEvent.PeerUp;
import org.hyparview.protocol.hyparview.HyParViewEvent.SelfChanged;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.hyparview.MembershipInputs;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.machine.Outbox;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.plumtree.Answer;
import org.hyparview.protocol.plumtree.Audience;
import org.hyparview.protocol.plumtree.BroadcastInputs;
import org.hyparview.protocol.plumtree.Fold;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.protocol.plumtree.Plumtree;
import org.hyparview.protocol.plumtree.PlumtreeAction;
import org.hyparview.protocol.plumtree.PlumtreeConfig;
import org.hyparview.protocol.plumtree.PlumtreeEvent;
import org.hyparview.protocol.plumtree.PlumtreeMessage;
import org.jspecify.annotations.Nullable;

/**
 * One node of the overlay: the membership machine and, above it, the broadcast machine.
 *
 * <p>This class only routes. The neighbors of {@link HyParView} are the peers that {@link Plumtree}
 * sends to; nothing else passes between the two. The outputs of both share one outbox, in the order
 * of execution: a peer is up before a broadcast is sent to it.
 *
 * <p>Inputs are those of the two machines.
 */
public final class Overlay implements Machine<Overlay.Host>, MembershipInputs, BroadcastInputs {

  /** A host of this machine, or of one that contains it. */
  public interface Host extends HyParView.Host, Plumtree.Host {}

  private final HyParView membership;
  private final Plumtree broadcast;
  private final Outbox<Host> outbox;
  private final Router router = new Router();
  private long now;

  /**
   * Creates a node that has not joined.
   *
   * @param self this node as others know it
   * @param random seeded; the only source of randomness
   */
  public Overlay(
      Peer self, HyParViewConfig membership, PlumtreeConfig broadcast, RandomGenerator random) {
    this(self, membership, broadcast, random, new Outbox<>());
  }

  /**
   * Creates a node that has not joined and shares its outbox with others, as a {@link HyParView}
   * may.
   */
  public Overlay(
      Peer self,
      HyParViewConfig membership,
      PlumtreeConfig broadcast,
      RandomGenerator random,
      Outbox<Host> outbox) {
    this.outbox = Objects.requireNonNull(outbox, "outbox");
    this.membership = new HyParView(self, membership, random);
    this.broadcast = new Plumtree(self, broadcast);
  }

  // Inputs of the membership machine

  /** See {@link HyParView#join}. */
  public void join(List<PeerAddress> contacts, long time) {
    now = time;
    membership.join(contacts, now);
    route();
  }

  /** See {@link HyParView#joinInOrder}. */
  public void joinInOrder(List<PeerAddress> contacts, long time) {
    now = time;
    membership.joinInOrder(contacts, now);
    route();
  }

  /** See {@link HyParView#bind}. */
  public void bind(Peer peer, long time) {
    now = time;
    membership.bind(peer, now);
    route();
  }

  /** See {@link HyParView#leave}. */
  public void leave(long time) {
    now = time;
    membership.leave(now);
    route();
  }

  @Override
  public void connected(long request, long link, Peer peer, long time) {
    now = time;
    membership.connected(request, link, peer, now);
    route();
  }

  @Override
  public void connectFailed(long request, ConnectFailure reason, long time) {
    now = time;
    membership.connectFailed(request, reason, now);
    route();
  }

  @Override
  public void receive(long link, Peer from, HyParViewMessage message, long time) {
    now = time;
    membership.receive(link, from, message, now);
    route();
  }

  // Inputs of the broadcast machine

  /** See {@link Plumtree#setAudience}. */
  public void setAudience(Audience audience) {
    broadcast.setAudience(audience);
  }

  /** See {@link Plumtree#takeEarlierBroadcasts}. */
  public void takeEarlierBroadcasts() {
    broadcast.takeEarlierBroadcasts();
  }

  @Override
  public MessageId broadcast(byte[] payload, long time) {
    now = time;
    MessageId id = broadcast.broadcast(payload, now);
    passOnBroadcast();
    return id;
  }

  @Override
  public MessageId broadcastAcknowledged(byte[] payload, long timeout, long time) {
    now = time;
    MessageId id = broadcast.broadcastAcknowledged(payload, timeout, now);
    passOnBroadcast();
    return id;
  }

  @Override
  public @Nullable MessageId ask(byte[] payload, Fold fold, long timeout, long time) {
    now = time;
    MessageId id = broadcast.ask(payload, fold, timeout, now);
    passOnBroadcast();
    return id;
  }

  @Override
  public boolean answer(MessageId id, Answer answer, long time) {
    now = time;
    boolean taken = broadcast.answer(id, answer, now);
    passOnBroadcast();
    return taken;
  }

  @Override
  public void receive(long link, Peer from, PlumtreeMessage message, long time) {
    now = time;
    broadcast.receive(link, from, message, now);
    passOnBroadcast();
  }

  // Inputs of both

  /**
   * Reports a lost link. If it was a neighbor's, the membership machine notifies the broadcast
   * machine.
   */
  @Override
  public void linkLost(long link, long time) {
    now = time;
    membership.linkLost(link, now);
    route();
  }

  @Override
  public void wake(long time) {
    now = time;
    if (membership.deadline() <= now) {
      membership.wake(now);
      route();
    }
    if (broadcast.deadline() <= now) {
      broadcast.wake(now);
      passOnBroadcast();
    }
  }

  // State for the host

  @Override
  public long deadline() {
    return Math.min(membership.deadline(), broadcast.deadline());
  }

  @Override
  public Outbox<Host> outbox() {
    return outbox;
  }

  /** Returns the membership machine, for reading only; its inputs are this machine's. */
  public HyParView membership() {
    return membership;
  }

  /** Returns the broadcast machine, for reading only; its inputs are this machine's. */
  public Plumtree plumtree() {
    return broadcast;
  }

  // Routing

  private void route() {
    membership.outbox().drainTo(router);
  }

  private void passOnBroadcast() {
    broadcast.outbox().drainTo(router);
  }

  /**
   * The host of both machines. It passes on their actions and events, and feeds the neighbors of
   * the membership machine to the broadcast machine.
   */
  private final class Router implements Host, HyParViewEvent.Handler {

    @Override
    public void onAction(HyParViewAction action) {
      outbox.add(action);
    }

    @Override
    public void onEvent(HyParViewEvent event) {
      outbox.add(event);
      event.dispatch(this);
    }

    @Override
    public void onAction(PlumtreeAction action) {
      outbox.add(action);
    }

    @Override
    public void onEvent(PlumtreeEvent event) {
      outbox.add(event);
    }

    @Override
    public void onPeerUp(PeerUp event) {
      broadcast.neighborUp(event.peer(), event.link(), now);
      passOnBroadcast();
    }

    @Override
    public void onPeerDown(PeerDown event) {
      broadcast.neighborDown(event.link(), now);
      passOnBroadcast();
    }

    @Override
    public void onIsolated(Isolated event) {
      // Irrelevant to the broadcast machine, which has no neighbors then.
    }

    @Override
    public void onSelfChanged(SelfChanged event) {
      broadcast.renamed(event.self());
    }
  }
}
