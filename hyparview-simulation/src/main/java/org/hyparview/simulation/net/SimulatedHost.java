package org.hyparview.simulation.net;

import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.Peer;

/**
 * The program of a simulated node: one machine or several, and the host they need. It acts on the
 * network through its {@link SimulatedNode}.
 *
 * <p>Each call is one input and is done when it returns; time stands still meanwhile. A host must
 * be as deterministic as its machines.
 */
public interface SimulatedHost {

  /** Returns this node as its peers know it. */
  Peer self();

  /** Handles a message on a link. */
  void receive(long link, Peer from, Object message, long now);

  /** Handles the loss of a link that this host has not closed. */
  void linkLost(long link, long now);

  /** Handles the success of a dial. */
  void connected(long request, long link, Peer peer, long now);

  /** Handles the failure of a dial. */
  void connectFailed(long request, ConnectFailure reason, long now);

  /** Advances the time: the deadline has been reached, or nearly so. */
  void wake(long now);

  /** Returns the time of the next wake, or {@link Machine#NEVER}. */
  long deadline();
}
