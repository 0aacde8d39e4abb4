package org.hyparview.simulation.host;

import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.simulation.net.SimulatedHost;

/**
 * The host of any one machine on a simulated node: passes in its inputs and passes on its outputs.
 *
 * @param <H> the executor of the machine's outputs
 */
public abstract class MachineHost<H> implements SimulatedHost {

  private final Machine<H> machine;

  /** Creates a host of a machine. */
  protected MachineHost(Machine<H> machine) {
    this.machine = machine;
  }

  /** Returns the executor of the outputs, one by one; it must not give the machine an input. */
  protected abstract H executor();

  /** Passes on all outputs of the machine; must be called after each input. */
  protected void drain() {
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
