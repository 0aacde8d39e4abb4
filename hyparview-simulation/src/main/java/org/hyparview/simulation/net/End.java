package org.hyparview.simulation.net;

import org.hyparview.protocol.peer.Peer;
import org.jspecify.annotations.Nullable;

/**
 * One end of a link. Its number is what the machine at this end knows the link by.
 *
 * <p>It holds what each message needs, so that a message touches few other objects: where there are
 * many nodes, fetching them from memory is what takes the time.
 */
final class End {

  final SimulatedNode<?> owner;

  /** What runs at this end. */
  final SimulatedHost host;

  /** The peer at the other end, as it named itself when the link was made. */
  final Peer peer;

  /** The index of the node at the other end. */
  final int peerIndex;

  /** A temporary link carries one message and the answers to it, and then is no more. */
  final boolean temporary;

  long number;
  boolean open = true;

  /** When the last thing that was sent from here arrives; what is sent later arrives later. */
  long lastArrival;

  /** Messages from here that have not arrived; counted for temporary links. */
  int underWay;

  /** The other end. */
  End other = this;

  /** The like end of a second link that the network made of the same dial, until the first use. */
  @Nullable
  End twin;

  End(SimulatedNode<?> owner, SimulatedNode<?> peer, boolean temporary) {
    this.owner = owner;
    this.host = owner.host();
    this.peer = peer.host().self();
    this.peerIndex = peer.index();
    this.temporary = temporary;
  }
}
