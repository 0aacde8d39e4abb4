package org.hyparview.node;

import org.hyparview.protocol.peer.Peer;

/**
 * The listener to the views of one node, called on the node's context.
 *
 * <p>A peer is reported as up when its link is usable, and as down before its link is closed by
 * this node. Must not block, and must not call the node from inside.
 */
public interface ViewListener {

  /** Reports that a peer was added to the active view or removed from it. */
  void changed(ViewChange change);

  /**
   * Reports that no contact is reachable or accepts this node, and that it has no other candidate.
   * Reported once until there is a neighbor again.
   *
   * @param contacts the contacts, and why each does not admit this node; empty if there is none
   */
  void isolated(String contacts);

  /**
   * Reports that the overlay knew a later incarnation of this node, which therefore has raised its
   * own.
   */
  void renamed(Peer self);
}
