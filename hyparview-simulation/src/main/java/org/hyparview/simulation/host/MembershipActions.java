package org.hyparview.simulation.host;

import org.hyparview.protocol.hyparview.HyParViewAction;
import org.hyparview.protocol.hyparview.HyParViewAction.Cancel;
import org.hyparview.protocol.hyparview.HyParViewAction.Close;
import org.hyparview.protocol.hyparview.HyParViewAction.Connect;
import org.hyparview.protocol.hyparview.HyParViewAction.Isolated;
import org.hyparview.protocol.hyparview.HyParViewAction.PeerDown;
import org.hyparview.protocol.hyparview.HyParViewAction.PeerUp;
import org.hyparview.protocol.hyparview.HyParViewAction.SelfChanged;
import org.hyparview.protocol.hyparview.HyParViewAction.Send;
import org.hyparview.protocol.hyparview.HyParViewAction.SendDirect;
import org.hyparview.simulation.net.SimulatedNode;

/** Does on the simulated network what a membership machine asks for. */
final class MembershipActions implements HyParViewAction.Handler {

  private final SimulatedNode<?> node;
  private final HyParViewHost.Observer observer;

  MembershipActions(SimulatedNode<?> node, HyParViewHost.Observer observer) {
    this.node = node;
    this.observer = observer;
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
