package org.hyparview.node;

import org.hyparview.protocol.plumtree.PlumtreeMessage;

/**
 * The counts of broadcasts at one node so far. Not safe for concurrent use; read it on the node's
 * context.
 *
 * <p>Messages with a payload are gossip, the others control. The relative message redundancy of the
 * literature is the ratio of {@link #gossipReceived} to {@link #deliveredFromOthers}, less one.
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

  /** Returns the number of messages with a payload that were sent to neighbors. */
  public long gossipSent() {
    return sender.gossipSent();
  }

  /** Returns the number of messages with a payload from neighbors, including duplicates. */
  public long gossipReceived() {
    return gossipReceived;
  }

  /** Returns the number of messages without a payload that were sent to neighbors. */
  public long controlSent() {
    return sender.controlSent();
  }

  /** Returns the number of messages without a payload from neighbors. */
  public long controlReceived() {
    return controlReceived;
  }

  /** Returns the number of delivered broadcasts of this node. */
  public long deliveredOwn() {
    return deliveredOwn;
  }

  /** Returns the number of delivered broadcasts of other nodes, each counted once. */
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
