package org.hyparview.node;

import io.vertx.core.json.JsonObject;
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
  private final Backlog backlog;
  private long gossipReceived;
  private long controlReceived;
  private long deliveredOwn;
  private long deliveredFromOthers;
  private long hops;
  private long acknowledged;
  private long unacknowledged;
  private long questionsReceived;
  private long questionsComplete;
  private long questionsIncomplete;

  BroadcastCounters(BroadcastSender sender, Backlog backlog) {
    this.sender = sender;
    this.backlog = backlog;
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

  /**
   * Returns the counts of broadcasts.
   *
   * @param undeliverable how many payloads that were delivered here had no known form
   */
  public JsonObject toJson(long undeliverable) {
    return new JsonObject()
        .put("deliveredOwn", deliveredOwn)
        .put("deliveredFromOthers", deliveredFromOthers)
        .put("hops", hops)
        .put("gossipSent", gossipSent())
        .put("gossipReceived", gossipReceived)
        .put("gossipAnnounced", sender.gossipAnnounced())
        .put("controlSent", controlSent())
        .put("controlReceived", controlReceived)
        .put("repairs", sender.repairs())
        .put("acknowledged", acknowledged)
        .put("unacknowledged", unacknowledged)
        .put("waiting", backlog.size())
        .put("waitingBytes", backlog.bytes())
        .put("refused", backlog.refused())
        .put("undeliverable", undeliverable);
  }

  /**
   * Returns the counts of questions: those of other nodes and this one, and this one's outcomes.
   */
  JsonObject questions() {
    return new JsonObject()
        .put("received", questionsReceived)
        .put("complete", questionsComplete)
        .put("incomplete", questionsIncomplete);
  }

  void countReceived(PlumtreeMessage message) {
    if (message.asGossip() != null) {
      gossipReceived++;
    } else {
      controlReceived++;
    }
  }

  void countAcknowledged(boolean byAll) {
    acknowledged += byAll ? 1 : 0;
    unacknowledged += byAll ? 0 : 1;
  }

  void countAsked() {
    questionsReceived++;
  }

  void countAnswered(boolean complete) {
    questionsComplete += complete ? 1 : 0;
    questionsIncomplete += complete ? 0 : 1;
  }

  void countDelivered(int round) {
    if (round > 0) {
      deliveredFromOthers++;
      hops += round;
    } else {
      deliveredOwn++;
    }
  }
}
