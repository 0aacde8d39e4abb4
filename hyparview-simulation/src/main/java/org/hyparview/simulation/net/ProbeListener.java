package org.hyparview.simulation.net;

import org.hyparview.protocol.peer.Peer;

/** The listener to the one outcome of a {@linkplain SimulatedNode#probe probe}. */
public interface ProbeListener {

  /** Reports that this node runs at the address. */
  void answered(Peer peer, long now);

  /** Reports that no node runs at the address, but its machine does. */
  void refused(long now);

  /** Reports that no answer came in time. */
  void silent(long now);
}
