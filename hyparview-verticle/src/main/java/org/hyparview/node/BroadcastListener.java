package org.hyparview.node;

import org.hyparview.protocol.plumtree.MessageId;

/** The listener to delivered broadcasts, called on the node's context. */
@FunctionalInterface
public interface BroadcastListener {

  /**
   * Handles a broadcast, delivered once, also at its origin. Must not block, and must not call the
   * node from inside.
   *
   * @param round the hops that it made, 0 at its origin
   * @param payload must not be changed
   */
  void delivered(MessageId id, int round, byte[] payload);
}
