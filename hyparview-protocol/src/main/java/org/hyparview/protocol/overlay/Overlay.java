package org.hyparview.protocol.overlay;

import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.hyparview.protocol.hyparview.HyParView;
import org.hyparview.protocol.hyparview.HyParViewAction;
import org.hyparview.protocol.hyparview.HyParViewAction.Cancel;
import org.hyparview.protocol.hyparview.HyParViewAction.Close;
import org.hyparview.protocol.hyparview.HyParViewAction.Connect;
import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.hyparview.HyParViewAction.Isolated;
import org.hyparview.protocol.hyparview.HyParViewAction.PeerDown;
import org.hyparview.protocol.hyparview.HyParViewAction.PeerUp;
import org.hyparview.protocol.hyparview.HyParViewAction.SelfChanged;
import org.hyparview.protocol.hyparview.HyParViewAction.Send;
import org.hyparview.protocol.hyparview.HyParViewAction.SendDirect;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.machine.Outbox;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.plumtree.Audience;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.protocol.plumtree.Plumtree;
import org.hyparview.protocol.plumtree.PlumtreeAction;
import org.hyparview.protocol.plumtree.PlumtreeConfig;
import org.hyparview.protocol.plumtree.PlumtreeMessage;

/**
 * One node of the overlay: the membership machine and, above it, the broadcast machine.
 *
 * <p>It only routes. The neighbours of {@link HyParView} are the peers that {@link Plumtree} sends
 * to; nothing else passes between the two. What both ask of the host comes out of one outbox, in
 * the order in which it is to be done: a peer is up before a broadcast is sent to it.
 *
 * <p>Inputs are those of the two machines.
 */
public final class Overlay implements Machine<OverlayMessage, OverlayAction> {

  private final HyParView membership;
  private final Plumtree broadcast;
  private final Outbox<OverlayAction> outbox;
  private final Neighbours neighbours = new Neighbours();
  private long now;

  /**
   * A node that has not joined.
   *
   * @param self this node as others shall know it
   * @param random seeded; the only source of chance
   */
  public Overlay(
      Peer self, HyParViewConfig membership, PlumtreeConfig broadcast, RandomGenerator random) {
    this(self, membership, broadcast, random, new Outbox<>());
  }

  /** A node that has not joined, and shares its outbox with others, as a {@link HyParView} may. */
  public Overlay(
      Peer self,
      HyParViewConfig membership,
      PlumtreeConfig broadcast,
      RandomGenerator random,
      Outbox<OverlayAction> outbox) {
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

  /** See {@link HyParView#connected}. */
  public void connected(long request, long link, Peer peer, long time) {
    now = time;
    membership.connected(request, link, peer, now);
    route();
  }

  /** See {@link HyParView#connectFailed}. */
  public void connectFailed(long request, ConnectFailure reason, long time) {
    now = time;
    membership.connectFailed(request, reason, now);
    route();
  }

  // Inputs of the broadcast machine

  /** See {@link Plumtree#setAudience}. */
  public void setAudience(Audience audience) {
    broadcast.setAudience(audience);
  }

  /** See {@link Plumtree#broadcast}. */
  public MessageId broadcast(byte[] payload, long time) {
    now = time;
    MessageId id = broadcast.broadcast(payload, now);
    passOnBroadcast();
    return id;
  }

  /** See {@link Plumtree#broadcastAcknowledged}. */
  public MessageId broadcastAcknowledged(byte[] payload, long timeout, long time) {
    now = time;
    MessageId id = broadcast.broadcastAcknowledged(payload, timeout, now);
    passOnBroadcast();
    return id;
  }

  // Inputs of both

  @Override
  public void receive(long link, Peer from, OverlayMessage message, long time) {
    message.dispatch(new OverlayMessage.Handler() {
      @Override
      public void onMembership(HyParViewMessage inner) {
        receive(link, from, inner, time);
      }

      @Override
      public void onBroadcast(PlumtreeMessage inner) {
        receive(link, from, inner, time);
      }
    });
  }

  /** A message for the membership machine came in; see {@link Machine#receive}. */
  public void receive(long link, Peer from, HyParViewMessage message, long time) {
    now = time;
    membership.receive(link, from, message, now);
    route();
  }

  /** A message for the broadcast machine came in; see {@link Machine#receive}. */
  public void receive(long link, Peer from, PlumtreeMessage message, long time) {
    now = time;
    broadcast.receive(link, from, message, now);
    passOnBroadcast();
  }

  /** The broadcast machine hears of it from the membership machine, if it was a neighbour's. */
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

  // What the host sees

  @Override
  public long deadline() {
    return Math.min(membership.deadline(), broadcast.deadline());
  }

  @Override
  public Outbox<OverlayAction> outbox() {
    return outbox;
  }

  /** The membership machine, to be looked at; its inputs are this machine's. */
  public HyParView membership() {
    return membership;
  }

  /** The broadcast machine, to be looked at; its inputs are this machine's. */
  public Plumtree plumtree() {
    return broadcast;
  }

  // Routing

  /** Passes on what the membership machine asks for, and feeds its neighbours to the other. */
  private void route() {
    HyParViewAction action = membership.outbox().poll();
    while (action != null) {
      outbox.add(new OverlayAction.Membership(action));
      action.dispatch(neighbours);
      action = membership.outbox().poll();
    }
  }

  private void passOnBroadcast() {
    PlumtreeAction action = broadcast.outbox().poll();
    while (action != null) {
      outbox.add(new OverlayAction.Broadcast(action));
      action = broadcast.outbox().poll();
    }
  }

  /** What the broadcast machine must know of what the membership machine does. */
  private final class Neighbours implements HyParViewAction.Handler {

    @Override
    public void onPeerUp(PeerUp action) {
      broadcast.neighborUp(action.peer(), action.link(), now);
      passOnBroadcast();
    }

    @Override
    public void onPeerDown(PeerDown action) {
      broadcast.neighborDown(action.link(), now);
      passOnBroadcast();
    }

    @Override
    public void onSelfChanged(SelfChanged action) {
      broadcast.renamed(action.self());
    }

    @Override
    public void onConnect(Connect action) {}

    @Override
    public void onCancel(Cancel action) {}

    @Override
    public void onSend(Send action) {}

    @Override
    public void onSendDirect(SendDirect action) {}

    @Override
    public void onClose(Close action) {}

    @Override
    public void onIsolated(Isolated action) {}
  }
}
