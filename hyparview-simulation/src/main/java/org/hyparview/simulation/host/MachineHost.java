package org.hyparview.simulation.host;

import java.util.function.Function;
import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.machine.Outbox;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.simulation.net.SimulatedHost;

/**
 * Runs any one machine on a simulated node: gives it its inputs and does the actions that it asks
 * for.
 *
 * @param <M> the machine's messages
 * @param <A> the machine's actions
 */
public abstract class MachineHost<M, A> implements SimulatedHost {

  private final Machine<M, A> machine;
  private final Function<Object, M> messages;

  /** A host of a machine, which receives messages of that kind alone. */
  protected MachineHost(Machine<M, A> machine, Class<M> messages) {
    this(machine, messages::cast);
  }

  /**
   * A host of a machine.
   *
   * @param messages makes of what comes over the network what the machine receives
   */
  protected MachineHost(Machine<M, A> machine, Function<Object, M> messages) {
    this.machine = machine;
    this.messages = messages;
  }

  /** Does one action. It must not give the machine an input. */
  protected abstract void execute(A action);

  /** Does all that the machine asks for; to be called after each input. */
  protected final void drain() {
    Outbox<A> outbox = machine.outbox();
    A action = outbox.poll();
    while (action != null) {
      execute(action);
      action = outbox.poll();
    }
  }

  @Override
  public final void receive(long link, Peer from, Object message, long now) {
    machine.receive(link, from, messages.apply(message), now);
    drain();
  }

  @Override
  public final void linkLost(long link, long now) {
    machine.linkLost(link, now);
    drain();
  }

  @Override
  public void connected(long request, long link, Peer peer, long now) {
    throw new IllegalStateException(machine + " has not dialled " + peer);
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
