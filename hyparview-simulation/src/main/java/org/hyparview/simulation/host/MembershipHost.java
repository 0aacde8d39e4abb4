package org.hyparview.simulation.host;

import java.util.List;
import org.hyparview.protocol.hyparview.HyParView;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.simulation.net.SimulatedHost;

/** The host of a membership machine, alone or below others. */
public interface MembershipHost extends SimulatedHost {

  /** Returns the machine, for reading only; its inputs are this host's. */
  HyParView membership();

  /** Joins an overlay, see {@link HyParView#join}. */
  void join(List<PeerAddress> contacts, long now);

  /** Leaves the overlay, see {@link HyParView#leave}. */
  void leave(long now);
}
