package org.hyparview.protocol.plumtree;

import org.hyparview.protocol.peer.Peer;

/**
 * The inputs of {@link Plumtree} that do not concern neighbors; also of a machine that contains it.
 */
public interface BroadcastInputs extends QuestionInputs {

  /**
   * Sends a message to every node of the overlay, this one included.
   *
   * @param payload must not be changed from now on; may be empty
   * @return the name of the message
   * @throws IllegalArgumentException if it is longer than {@link PlumtreeConfig#maxPayload}
   */
  MessageId broadcast(byte[] payload, long now);

  /**
   * Sends a message as {@link #broadcast} does, and eventually reports by
   * {@link PlumtreeEvent.Acknowledged} or {@link PlumtreeEvent.Unacknowledged} whether all nodes in
   * reach have it. In reach are the nodes that a path of links connects with this one, except those
   * that join meanwhile.
   *
   * @param timeout the most milliseconds until then, 1..{@link PlumtreeConfig#retention}
   * @return the name of the message
   * @throws IllegalArgumentException if the payload or the timeout is out of its range
   */
  MessageId broadcastAcknowledged(byte[] payload, long timeout, long now);

  /** Handles a message from a link. A message from a link that is no neighbor's is ignored. */
  void receive(long link, Peer from, PlumtreeMessage message, long now);
}
