package org.hyparview.protocol.hyparview;

import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.peer.Peer;

/** The inputs that answer the actions of {@link HyParView}; also of a machine that contains it. */
public interface MembershipInputs {

  /**
   * Reports the success of a {@link HyParViewAction.Connect}: this peer is at the link's other end.
   */
  void connected(long request, long link, Peer peer, long now);

  /** Reports the failure of a {@link HyParViewAction.Connect}. */
  void connectFailed(long request, ConnectFailure reason, long now);

  /** Handles a message on a link, from the peer at its other end, as that peer named itself. */
  void receive(long link, Peer from, HyParViewMessage message, long now);
}
