package org.hyparview.node;

import io.vertx.core.buffer.Buffer;
import org.hyparview.protocol.plumtree.PlumtreeAction;
import org.hyparview.protocol.plumtree.PlumtreeAction.Send;
import org.hyparview.protocol.plumtree.PlumtreeMessage;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Gossip;
import org.hyparview.protocol.plumtree.PlumtreeMessage.IHave;
import org.hyparview.transport.Channel;
import org.hyparview.wire.BroadcastCodec;
import org.jspecify.annotations.Nullable;

/**
 * The sender of all messages of a broadcast machine, on a {@link LinkHost}. The machine may be a
 * part of the hosted one.
 *
 * <p>The machine relies on links that lose nothing. So a neighbor that doesn't take a message is
 * lost. Before that the sender spares the neighbor: over a congested link it only announces a
 * payload, as by lazy push, and the neighbor asks for it when it is ready, here or elsewhere.
 */
public final class BroadcastSender implements PlumtreeAction.Handler {

  private final LinkHost host;
  private final BroadcastCodec codec = new BroadcastCodec();
  private @Nullable PlumtreeMessage lastSent;
  private Buffer lastFrame = Buffer.buffer();
  private long gossipSent;
  private long gossipAnnounced;
  private long controlSent;
  private long repairs;

  /** Creates a sender on the links of a host. */
  public BroadcastSender(LinkHost host) {
    this.host = host;
  }

  @Override
  public void onSend(Send action) {
    long link = action.link();
    PlumtreeMessage message = action.message();
    Gossip gossip = message.asGossip();
    if (gossip != null) {
      sendPayload(link, gossip);
    } else if (isTaken(link, message, frame(message))) {
      controlSent++;
      repairs += message.asksForPayload() ? 1 : 0;
    }
  }

  private void sendPayload(long link, Gossip gossip) {
    if (host.isCongested(link)) {
      IHave announcement = IHave.of(gossip);
      gossipAnnounced += isTaken(link, announcement, codec.encode(announcement)) ? 1 : 0;
    } else {
      gossipSent += isTaken(link, gossip, frame(gossip)) ? 1 : 0;
    }
  }

  private boolean isTaken(long link, PlumtreeMessage message, Buffer frame) {
    boolean taken = host.sent(message, host.send(link, Channel.BROADCAST, frame));
    if (!taken) {
      host.lose(link);
    }
    return taken;
  }

  /** Encodes a message once, though it goes to several neighbors one after the other. */
  private Buffer frame(PlumtreeMessage message) {
    if (message != lastSent) {
      lastFrame = codec.encode(message);
      lastSent = message;
    }
    return lastFrame;
  }

  /** Returns the number of messages with a payload that were sent to neighbors. */
  public long gossipSent() {
    return gossipSent;
  }

  /** Returns the number of payloads that were announced instead, due to congestion. */
  public long gossipAnnounced() {
    return gossipAnnounced;
  }

  /** Returns how often a payload that was announced and did not come was asked for. */
  public long repairs() {
    return repairs;
  }

  /**
   * Returns the number of messages without a payload that were sent to neighbors, including
   * announcements that replace payloads.
   */
  public long controlSent() {
    return controlSent + gossipAnnounced;
  }
}
