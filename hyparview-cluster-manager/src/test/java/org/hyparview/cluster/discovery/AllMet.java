package org.hyparview.cluster.discovery;

import org.hyparview.protocol.peer.Peer;

/** A membership of all nodes there are. */
final class AllMet implements Membership {

  @Override
  public boolean knows(Peer node) {
    return true;
  }

  @Override
  public void meet(Peer node) {
    throw new AssertionError(node + " was met before");
  }
}
