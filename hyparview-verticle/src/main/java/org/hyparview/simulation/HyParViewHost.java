package org.hyparview.simulation;

import java.util.List;
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
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;

/** The membership machine alone on a simulated node. */
public final class HyParViewHost extends MachineHost<HyParViewMessage, HyParViewAction>
    implements MembershipHost, HyParViewAction.Handler {

  /** Hears what a machine reports to its user. */
  @FunctionalInterface
  public interface Observer {

    /** One of PeerUp, PeerDown, Isolated and SelfChanged. */
    void reported(SimulatedNode<?> node, HyParViewAction report);
  }

  private final SimulatedNode<?> node;
  private final HyParView machine;
  private final Observer observer;

  /** A host of a machine that has not joined. */
  public HyParViewHost(SimulatedNode<?> node, HyParView machine, Observer observer) {
    super(machine, HyParViewMessage.class);
    this.node = node;
    this.machine = machine;
    this.observer = observer;
  }

  @Override
  public HyParView membership() {
    return machine;
  }

  @Override
  public Peer self() {
    return machine.self();
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
  protected void execute(HyParViewAction action) {
    action.dispatch(this);
  }

  @Override
  public void onConnect(Connect action) {
    node.connect(action.request(), action.address(), action.expected());
  }

  @Override
  public void onCancel(Cancel action) {
    node.cancel(action.request());
  }

  @Override
  public void onSend(Send action) {
    node.send(action.link(), action.message());
  }

  @Override
  public void onSendDirect(SendDirect action) {
    node.sendDirect(action.to(), action.expected(), action.message());
  }

  @Override
  public void onClose(Close action) {
    node.close(action.link());
  }

  @Override
  public void onPeerUp(PeerUp action) {
    observer.reported(node, action);
  }

  @Override
  public void onPeerDown(PeerDown action) {
    observer.reported(node, action);
  }

  @Override
  public void onIsolated(Isolated action) {
    observer.reported(node, action);
  }

  @Override
  public void onSelfChanged(SelfChanged action) {
    observer.reported(node, action);
  }
}
