package org.hyparview.node;

import org.hyparview.protocol.plumtree.MessageId;

/** Hears what is broadcast, on the node's context. */
@FunctionalInterface
public interface BroadcastListener {

  /**
   * A message came in, for the first and only time; those of this node as well. Must not block, and
   * must not call the node from inside.
   *
   * @param round the hops that it made, 0 at its origin
   * @param payload not to be changed
   */
  void delivered(MessageId id, int round, byte[] payload);
}
