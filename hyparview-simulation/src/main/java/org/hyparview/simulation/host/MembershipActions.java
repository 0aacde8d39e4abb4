package org.hyparview.simulation.host;

import org.hyparview.protocol.hyparview.HyParView;
import org.hyparview.protocol.hyparview.HyParViewAction;
import org.hyparview.protocol.hyparview.HyParViewAction.Cancel;
import org.hyparview.protocol.hyparview.HyParViewAction.Close;
import org.hyparview.protocol.hyparview.HyParViewAction.Connect;
import org.hyparview.protocol.hyparview.HyParViewAction.Send;
import org.hyparview.protocol.hyparview.HyParViewAction.SendDirect;
import org.hyparview.protocol.hyparview.HyParViewEvent;
import org.hyparview.simulation.net.SimulatedNode;

/** The executor of a membership machine, or of that part of a larger one, on a simulated node. */
class MembershipActions implements HyParView.Host, HyParViewAction.Handler {

  private final SimulatedNode<?> node;
  private final HyParViewHost.Observer observer;

  MembershipActions(SimulatedNode<?> node, HyParViewHost.Observer observer) {
    this.node = node;
    this.observer = observer;
  }

  @Override
  public void onAction(HyParViewAction action) {
    action.dispatch(this);
  }

  @Override
  public void onEvent(HyParViewEvent event) {
    observer.reported(node, event);
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
}
