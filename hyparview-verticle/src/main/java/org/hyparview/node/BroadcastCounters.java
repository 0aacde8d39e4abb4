package org.hyparview.node;

import org.hyparview.protocol.plumtree.PlumtreeMessage;

/**
 * What became of the broadcasts at one node so far. Not safe for concurrent use; read it on the
 * node's context.
 *
 * <p>Messages with a payload are gossip, the others control. The relative message redundancy of the
 * literature is that of {@link #gossipReceived} to {@link #deliveredFromOthers}, less one.
 */
public final class BroadcastCounters {

  private final BroadcastSender sender;
  private long gossipReceived;
  private long controlReceived;
  private long deliveredOwn;
  private long deliveredFromOthers;

  BroadcastCounters(BroadcastSender sender) {
    this.sender = sender;
  }

  /** Messages with a payload that went to neighbors. */
  public long gossipSent() {
    return sender.gossipSent();
  }

  /** Messages with a payload that came from neighbors, duplicates among them. */
  public long gossipReceived() {
    return gossipReceived;
  }

  /** Messages without a payload that went to neighbors. */
  public long controlSent() {
    return sender.controlSent();
  }

  /** Messages without a payload that came from neighbors. */
  public long controlReceived() {
    return controlReceived;
  }

  /** Broadcasts of this node. */
  public long deliveredOwn() {
    return deliveredOwn;
  }

  /** Broadcasts of other nodes, each counted once. */
  public long deliveredFromOthers() {
    return deliveredFromOthers;
  }

  void countReceived(PlumtreeMessage message) {
    if (message.asGossip() != null) {
      gossipReceived++;
    } else {
      controlReceived++;
    }
  }

  void countDelivered(boolean fromOther) {
    if (fromOther) {
      deliveredFromOthers++;
    } else {
      deliveredOwn++;
    }
  }
}
