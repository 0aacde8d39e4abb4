package org.hyparview.protocol.hyparview;

import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.peer.Peer;

/** The inputs that answer the actions of {@link HyParView}; also of a machine that contains it. */
public interface MembershipInputs {

  /** A {@link HyParViewAction.Connect} succeeded: this peer is at the other end of the link. */
  void connected(long request, long link, Peer peer, long now);

  /** A {@link HyParViewAction.Connect} failed. */
  void connectFailed(long request, ConnectFailure reason, long now);

  /** A message came in on a link, from the peer at its other end, as that one named itself. */
  void receive(long link, Peer from, HyParViewMessage message, long now);
}
