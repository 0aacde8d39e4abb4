package org.hyparview.simulation.net;

import org.hyparview.protocol.peer.Peer;

/** Hears the one outcome of a {@linkplain SimulatedNode#probe probe}. */
public interface ProbeListener {

  /** This node runs at the address. */
  void answered(Peer peer, long now);

  /** Nothing runs at the address, but its machine does. */
  void refused(long now);

  /** Nobody answered in time. */
  void silent(long now);
}
