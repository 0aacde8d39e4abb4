package org.hyparview.simulation.host;

import java.util.List;
import org.hyparview.protocol.hyparview.HyParView;
import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.hyparview.HyParViewEvent;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.simulation.net.SimulatedNode;

/** The membership machine alone on a simulated node. */
public final class HyParViewHost extends MachineHost<HyParView.Host> implements MembershipHost {

  /** The observer of the machine's events. */
  @FunctionalInterface
  public interface Observer {

    /** Reports an event of a machine. */
    void reported(SimulatedNode<?> node, HyParViewEvent event);
  }

  private final HyParView machine;
  private final MembershipActions executor;

  /** Creates a host of a machine that has not joined. */
  public HyParViewHost(SimulatedNode<?> node, HyParView machine, Observer observer) {
    super(machine);
    this.machine = machine;
    executor = new MembershipActions(node, observer);
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
  public void receive(long link, Peer from, Object message, long now) {
    machine.receive(link, from, (HyParViewMessage) message, now);
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
  protected HyParView.Host executor() {
    return executor;
  }
}
