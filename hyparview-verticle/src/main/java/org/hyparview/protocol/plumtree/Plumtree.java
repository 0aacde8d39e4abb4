package org.hyparview.protocol.plumtree;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.machine.Outbox;
import org.hyparview.protocol.peer.Peer;

/**
 * The broadcast machine of one node: Plumtree (Leitão, Pereira, Rodrigues, Epidemic Broadcast
 * Trees, SRDS 2007).
 */
public final class Plumtree implements Machine<PlumtreeMessage, PlumtreeAction> {

  private final PlumtreeConfig config;
  private final Outbox<PlumtreeAction> outbox = new Outbox<>();
  private final List<Long> links = new ArrayList<>();
  private Peer self;
  private long sequence;

  /**
   * A machine without neighbours.
   *
   * @param self this node as others know it
   */
  public Plumtree(Peer self, PlumtreeConfig config) {
    this.self = Objects.requireNonNull(self, "self");
    this.config = Objects.requireNonNull(config, "config");
  }

  /**
   * Sends a message to every node of the overlay, this one included.
   *
   * @param payload not to be changed from now on; may be empty
   * @throws IllegalArgumentException if it is longer than {@link PlumtreeConfig#maxPayload}
   */
  public MessageId broadcast(byte[] payload, long now) {
    PlumtreeMessage.check("The length of a payload", payload.length, config.maxPayload());
    MessageId id = new MessageId(self.id(), self.incarnation(), sequence++);
    outbox.add(new PlumtreeAction.Deliver(id, 0, payload));
    for (long link : links) {
      PlumtreeMessage message = new PlumtreeMessage.Gossip(id, 0, 0, true, payload);
      outbox.add(new PlumtreeAction.Send(link, message));
    }
    return id;
  }

  /**
   * The same, and in the end says by {@link PlumtreeAction.Acknowledged} or
   * {@link PlumtreeAction.Unacknowledged} whether all nodes that can be reached have it.
   *
   * @param timeout the most milliseconds until then, 1..{@link PlumtreeConfig#retention}
   * @throws IllegalArgumentException if the payload or the timeout is out of its range
   */
  public MessageId broadcastAcknowledged(byte[] payload, long timeout, long now) {
    PlumtreeMessage.check("A timeout", timeout, config.retention());
    return broadcast(payload, now);
  }

  /** A peer has entered the active view, over this link. */
  public void neighborUp(Peer peer, long link, long now) {
    links.add(link);
  }

  /** The peer at the end of this link has left the active view. */
  public void neighborDown(long link, long now) {
    links.remove(link);
  }

  @Override
  public void receive(long link, Peer from, PlumtreeMessage message, long now) {
    if (message instanceof PlumtreeMessage.Gossip gossip && links.contains(link)) {
      outbox.add(new PlumtreeAction.Deliver(gossip.id(), gossip.round(), gossip.payload()));
    }
  }

  /** The same as {@link #neighborDown}. */
  @Override
  public void linkLost(long link, long now) {
    neighborDown(link, now);
  }

  /** This node has raised its incarnation; its further messages bear that. */
  public void renamed(Peer newSelf) {
    self = newSelf;
  }

  @Override
  public void wake(long now) {
    // nothing is waited for yet
  }

  @Override
  public long deadline() {
    return NEVER;
  }

  @Override
  public Outbox<PlumtreeAction> outbox() {
    return outbox;
  }

  /** This node, with its present incarnation. */
  public Peer self() {
    return self;
  }
}
