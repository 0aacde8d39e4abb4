package org.hyparview.cluster.discovery;

import org.hyparview.protocol.peer.Peer;

/** The membership of the cluster that discovery serves. Called on the event loop of the search. */
public interface Membership {

  /** Returns whether a node is a member, or has been one, as far as this node knows. */
  boolean knows(Peer node);

  /** Makes a node of this cluster that is no member yet, as far as this node knows, a neighbor. */
  void meet(Peer node);
}
