package org.hyparview.simulation.host;

import java.util.List;
import org.hyparview.protocol.hyparview.HyParView;
import org.hyparview.protocol.hyparview.HyParViewAction;
import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.overlay.Overlay;
import org.hyparview.protocol.overlay.OverlayAction;
import org.hyparview.protocol.overlay.OverlayMessage;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.protocol.plumtree.Plumtree;
import org.hyparview.protocol.plumtree.PlumtreeAction;
import org.hyparview.protocol.plumtree.PlumtreeMessage;
import org.hyparview.simulation.net.SimulatedNode;

/** The membership and the broadcast machine, composed, on a simulated node. */
public final class OverlayHost extends MachineHost<OverlayMessage, OverlayAction>
    implements MembershipHost, OverlayAction.Handler, PlumtreeAction.Handler {

  /** Sees all that the machines of a node ask for, but for what a link or a message needs. */
  public interface Observer extends HyParViewHost.Observer {

    @Override
    default void reported(SimulatedNode<?> node, HyParViewAction report) {}

    /** A broadcast message is sent to a neighbour. */
    void sent(SimulatedNode<?> node, PlumtreeMessage message);

    /** A message is delivered to the user. */
    void delivered(SimulatedNode<?> node, PlumtreeAction.Deliver delivery);

    /** An acknowledged broadcast ends: {@link PlumtreeAction.Acknowledged} or the contrary. */
    void ended(SimulatedNode<?> node, MessageId id, PlumtreeAction outcome);
  }

  private final SimulatedNode<?> node;
  private final Overlay machine;
  private final Observer observer;
  private final MembershipActions membershipActions;

  /** A host of a machine that has not joined. */
  public OverlayHost(SimulatedNode<?> node, Overlay machine, Observer observer) {
    super(machine, OverlayHost::wrap);
    this.node = node;
    this.machine = machine;
    this.observer = observer;
    membershipActions = new MembershipActions(node, observer);
  }

  /** Over the network each kind travels as it is; its type stands for its channel. */
  private static OverlayMessage wrap(Object message) {
    return message instanceof PlumtreeMessage broadcast
        ? new OverlayMessage.Broadcast(broadcast)
        : new OverlayMessage.Membership((HyParViewMessage) message);
  }

  @Override
  public HyParView membership() {
    return machine.membership();
  }

  /** The broadcast machine, to be looked at; its inputs are this host's. */
  public Plumtree plumtree() {
    return machine.plumtree();
  }

  @Override
  public Peer self() {
    return machine.membership().self();
  }

  @Override
  public void join(List<PeerAddress> contacts, long now) {
    machine.join(contacts, now);
    drain();
  }

  @Override
  public void leave(long now) {
    machine.leave(now);
    drain();
  }

  /** See {@link Plumtree#broadcast}. */
  public MessageId broadcast(byte[] payload, long now) {
    MessageId id = machine.broadcast(payload, now);
    drain();
    return id;
  }

  /** See {@link Plumtree#broadcastAcknowledged}. */
  public MessageId broadcastAcknowledged(byte[] payload, long timeout, long now) {
    MessageId id = machine.broadcastAcknowledged(payload, timeout, now);
    drain();
    return id;
  }

  @Override
  public void connected(long request, long link, Peer peer, long now) {
    machine.connected(request, link, peer, now);
    drain();
  }

  @Override
  public void connectFailed(long request, ConnectFailure reason, long now) {
    machine.connectFailed(request, reason, now);
    drain();
  }

  @Override
  protected void execute(OverlayAction action) {
    action.dispatch(this);
  }

  @Override
  public void onMembership(HyParViewAction action) {
    action.dispatch(membershipActions);
  }

  @Override
  public void onBroadcast(PlumtreeAction action) {
    action.dispatch(this);
  }

  @Override
  public void onSend(PlumtreeAction.Send action) {
    observer.sent(node, action.message());
    node.send(action.link(), action.message());
  }

  @Override
  public void onDeliver(PlumtreeAction.Deliver action) {
    observer.delivered(node, action);
  }

  @Override
  public void onAcknowledged(PlumtreeAction.Acknowledged action) {
    observer.ended(node, action.id(), action);
  }

  @Override
  public void onUnacknowledged(PlumtreeAction.Unacknowledged action) {
    observer.ended(node, action.id(), action);
  }
}
