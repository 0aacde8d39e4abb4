package org.hyparview.simulation.net;

import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.Peer;

/**
 * What runs on a simulated node: one machine or several, and what they need of their host. It acts
 * on the network through its {@link SimulatedNode}.
 *
 * <p>Each call is one input and is done when it returns; time stands still meanwhile. It is the
 * host's part of the bargain to be as deterministic as its machines.
 */
public interface SimulatedHost {

  /** This node as its peers see it. */
  Peer self();

  /** A message came on a link. */
  void receive(long link, Peer from, Object message, long now);

  /** A link that this host has not closed is gone. */
  void linkLost(long link, long now);

  /** A dial succeeded. */
  void connected(long request, long link, Peer peer, long now);

  /** A dial failed. */
  void connectFailed(long request, ConnectFailure reason, long now);

  /** The deadline has come, or a little less. */
  void wake(long now);

  /** When to be woken, or {@link Machine#NEVER}. */
  long deadline();
}
