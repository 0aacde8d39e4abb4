package org.hyparview.simulation.host;

import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.simulation.net.SimulatedHost;

/**
 * Runs any one machine on a simulated node: gives it its inputs and hands on its outputs.
 *
 * @param <H> what takes the outputs of the machine
 */
public abstract class MachineHost<H> implements SimulatedHost {

  private final Machine<H> machine;

  /** Creates a host of a machine. */
  protected MachineHost(Machine<H> machine) {
    this.machine = machine;
  }

  /** What takes the outputs, one by one; it must not give the machine an input. */
  protected abstract H executor();

  /** Hands on all outputs of the machine; to be called after each input. */
  protected final void drain() {
    machine.outbox().drainTo(executor());
  }

  @Override
  public final void linkLost(long link, long now) {
    machine.linkLost(link, now);
    drain();
  }

  @Override
  public void connected(long request, long link, Peer peer, long now) {
    throw new IllegalStateException(machine + " has not dialed " + peer);
  }

  @Override
  public void connectFailed(long request, ConnectFailure reason, long now) {
    throw new IllegalStateException(machine + " has made no request " + request);
  }

  @Override
  public final void wake(long now) {
    machine.wake(now);
    drain();
  }

  @Override
  public final long deadline() {
    return machine.deadline();
  }
}
