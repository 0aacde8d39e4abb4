package org.hyparview.node;

import org.hyparview.protocol.peer.Peer;

/**
 * Hears what happens to the views of one node, on the node's context.
 *
 * <p>A peer is reported as up when its link is usable, and as down before its link is closed by
 * this node. Must not block, and must not call the node from inside.
 */
public interface ViewListener {

  /** A peer came into the active view or went out of it. */
  void changed(ViewChange change);

  /** No contact answers and nobody else is known. Said once until there is a neighbor again. */
  void isolated();

  /**
   * The overlay knew a later life of this node, which therefore calls itself by a new incarnation.
   */
  void renamed(Peer self);
}
