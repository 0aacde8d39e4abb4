package org.hyparview.simulation.net;

import org.hyparview.protocol.peer.Peer;
import org.jspecify.annotations.Nullable;

/**
 * One end of a link. The machine at this end knows the link by its number.
 *
 * <p>It holds the data that each message needs, so that a message touches few other objects: with
 * many nodes, fetching objects from memory dominates the run time.
 */
final class LinkEnd {

  final SimulatedNode<?> owner;

  /** The host at this end. */
  final SimulatedHost host;

  /** The peer at the other end, as it named itself when the link was made. */
  final Peer peer;

  /** The index of the node at the other end. */
  final int peerIndex;

  /** Whether the link is temporary: it carries one message and the answers to it, and then ends. */
  final boolean temporary;

  long number;
  boolean open = true;

  /** The arrival of the last message from here; later ones arrive later. */
  long lastArrival;

  /** The number of messages from here on their way; counted for temporary links. */
  int underWay;

  /** The other end. */
  LinkEnd other = this;

  /**
   * The corresponding end of a second link that the network made of the same dial, until the first
   * use.
   */
  @Nullable
  LinkEnd twin;

  LinkEnd(SimulatedNode<?> owner, SimulatedNode<?> peer, boolean temporary) {
    this.owner = owner;
    this.host = owner.host();
    this.peer = peer.host().self();
    this.peerIndex = peer.index();
    this.temporary = temporary;
  }
}
