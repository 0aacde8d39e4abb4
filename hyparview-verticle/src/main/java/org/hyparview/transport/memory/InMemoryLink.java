package org.hyparview.transport.memory;

import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.transport.Channel;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Link;

/**
 * One end of a link between two {@link InMemoryNode}s.
 *
 * <p>Each end belongs to the context of its node; it reaches the other end by posting tasks. Both
 * ends touch only the count of frames under way.
 */
final class InMemoryLink implements Link {

  /** The most frames of one lane that may wait for the receiver. */
  static final int MAX_UNDERWAY = 1024;

  private static final int ONE_SIDED_TICKS = 3;
  private static final int IDLE_TICKS = 30;

  private final InMemoryNode node;
  private final Peer peer;
  private final InMemoryLink other;
  private final AtomicInteger controlUnderway = new AtomicInteger();
  private final AtomicInteger dataUnderway = new AtomicInteger();

  private boolean open = true;
  private boolean reported;
  private boolean relied;
  private boolean reliedByPeer;
  private int oneSidedTicks;
  private int idleTicks;

  /**
   * Creates both ends of a new link.
   *
   * @param node the node of this end
   * @param peer the other end's peer, as this end names it
   * @param otherNode the node of the other end
   * @param self this end's peer, as the other end names it
   */
  InMemoryLink(InMemoryNode node, Peer peer, InMemoryNode otherNode, Peer self) {
    this.node = node;
    this.peer = peer;
    this.other = new InMemoryLink(otherNode, self, this);
  }

  private InMemoryLink(InMemoryNode node, Peer peer, InMemoryLink other) {
    this.node = node;
    this.peer = peer;
    this.other = other;
  }

  InMemoryLink other() {
    return other;
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public boolean send(Channel channel, Buffer frame) {
    if (!open) {
      return false;
    }
    AtomicInteger underway = underway(channel.lane());
    if (underway.get() == MAX_UNDERWAY) {
      return refuse(channel.lane());
    }
    underway.incrementAndGet();
    idleTicks = 0;
    Buffer copy = frame.copy();
    if (!other.node.post(() -> other.receive(channel, copy))) {
      abandon(CloseReason.CONNECTION_LOST);
    }
    return open;
  }

  @Override
  public boolean isCongested() {
    return open && dataUnderway.get() >= MAX_UNDERWAY / 2;
  }

  private boolean refuse(Channel.Lane lane) {
    switch (lane) {
      case CONTROL -> abandon(CloseReason.OVERFLOW);
      case DATA -> node.frameRefused();
    }
    return false;
  }

  private AtomicInteger underway(Channel.Lane lane) {
    return switch (lane) {
      case CONTROL -> controlUnderway;
      case DATA -> dataUnderway;
    };
  }

  private void receive(Channel channel, Buffer frame) {
    other.underway(channel.lane()).decrementAndGet();
    if (open) {
      idleTicks = 0;
      report();
      node.received(this, channel, frame);
    }
  }

  /** Makes the link known to the listener, which is then notified of its end. */
  void report() {
    reported = true;
  }

  @Override
  public void rely(boolean relied) {
    this.relied = relied;
    other.node.post(() -> other.reliedByPeer = relied);
  }

  @Override
  public long roundTripNanos() {
    return -1;
  }

  /** Handles a heartbeat. */
  void tick() {
    oneSidedTicks = relied == reliedByPeer ? 0 : oneSidedTicks + 1;
    idleTicks = relied || reliedByPeer ? 0 : idleTicks + 1;
    if (oneSidedTicks > ONE_SIDED_TICKS) {
      abandon(CloseReason.ONE_SIDED);
    } else if (idleTicks > IDLE_TICKS) {
      abandon(CloseReason.IDLE);
    }
  }

  @Override
  public void close(CloseReason reason) {
    if (open) {
      end(reason);
      tellOther(CloseReason.CLOSED_BY_PEER);
    }
  }

  /** Ends the link on the transport's own initiative. */
  void abandon(CloseReason reason) {
    if (open) {
      endAndReport(reason);
      tellOther(
          reason == CloseReason.CONNECTION_LOST
              ? CloseReason.CONNECTION_LOST
              : CloseReason.CLOSED_BY_PEER);
    }
  }

  private void tellOther(CloseReason reason) {
    other.node.post(() -> {
      if (other.open) {
        other.endAndReport(reason);
      }
    });
  }

  private void endAndReport(CloseReason reason) {
    end(reason);
    if (reported) {
      node.reportEnd(this, reason);
    }
  }

  private void end(CloseReason reason) {
    open = false;
    node.ended(this, reason);
  }
}
