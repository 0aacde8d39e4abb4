package org.hyparview.simulation.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.protocol.plumtree.PlumtreeEvent;
import org.hyparview.simulation.host.OverlayHost;
import org.hyparview.simulation.metrics.BroadcastMetrics;
import org.hyparview.simulation.net.SimulatedNode;
import org.jspecify.annotations.Nullable;

/** The course so far of one broadcast in a {@link BroadcastCluster}. */
public final class BroadcastRecord {

  private final MessageId id;
  private final SimulatedNode<OverlayHost> origin;
  private final long sentAt;
  private final int[] livesAtStart;
  private int[] deliveredIn;
  private int[] answersAt;
  private long payloads;
  private int lastRound;
  private long lastDelivery;
  private @Nullable PlumtreeEvent outcome;
  private long endedAt;

  BroadcastRecord(
      MessageId id, SimulatedNode<OverlayHost> origin, long sentAt, int[] livesAtStart) {
    this.id = id;
    this.origin = origin;
    this.sentAt = sentAt;
    this.livesAtStart = livesAtStart;
    this.lastDelivery = sentAt;
    deliveredIn = new int[livesAtStart.length];
    answersAt = new int[livesAtStart.length];
  }

  void sent() {
    payloads++;
  }

  void answersCame(SimulatedNode<?> node) {
    int index = node.index();
    if (index >= answersAt.length) {
      answersAt = Arrays.copyOf(answersAt, 2 * index + 1);
    }
    answersAt[index]++;
  }

  void delivered(SimulatedNode<?> node, int round, long now) {
    int index = node.index();
    if (index >= deliveredIn.length) {
      deliveredIn = Arrays.copyOf(deliveredIn, 2 * index + 1);
    }
    if (deliveredIn[index] == node.life()) {
      throw new IllegalStateException("1: " + id + " is delivered twice at " + node);
    }
    deliveredIn[index] = node.life();
    if (isAliveSince(node)) {
      lastRound = Math.max(lastRound, round);
      lastDelivery = now;
    }
  }

  void ended(PlumtreeEvent how, long now) {
    if (outcome != null) {
      throw new IllegalStateException(
          "5: " + id + " has ended twice, by " + outcome + " and " + how);
    }
    outcome = how;
    endedAt = now;
  }

  /** Returns the id of the message. */
  public MessageId id() {
    return id;
  }

  /** Returns the sender. */
  public SimulatedNode<OverlayHost> origin() {
    return origin;
  }

  /** Returns whether a node has the message, in its present incarnation. */
  public boolean isDeliveredAt(SimulatedNode<?> node) {
    return node.index() < deliveredIn.length && deliveredIn[node.index()] == node.life();
  }

  /** Returns whether a node lives, in the same incarnation as when the message was sent. */
  public boolean isAliveSince(SimulatedNode<?> node) {
    return node.isAlive()
        && node.index() < livesAtStart.length
        && livesAtStart[node.index()] == node.life();
  }

  /** Returns the given nodes that have lived since the message was sent and do not have it. */
  public List<SimulatedNode<OverlayHost>> missing(List<SimulatedNode<OverlayHost>> nodes) {
    List<SimulatedNode<OverlayHost>> missing = new ArrayList<>();
    for (SimulatedNode<OverlayHost> node : nodes) {
      if (isAliveSince(node) && !isDeliveredAt(node)) {
        missing.add(node);
      }
    }
    return missing;
  }

  /**
   * Returns the literature's figures over the given nodes that have lived since the message was
   * sent.
   */
  public BroadcastMetrics metrics(List<SimulatedNode<OverlayHost>> nodes) {
    int live = 0;
    int delivered = 0;
    for (SimulatedNode<OverlayHost> node : nodes) {
      if (isAliveSince(node)) {
        live++;
        delivered += isDeliveredAt(node) ? 1 : 0;
      }
    }
    return new BroadcastMetrics(live, delivered, payloads, lastRound);
  }

  /** Returns the number of messages with answers to a question that a node has received. */
  public int answersAt(SimulatedNode<?> node) {
    return node.index() < answersAt.length ? answersAt[node.index()] : 0;
  }

  /** Returns the number of sent copies with the payload. */
  public long payloads() {
    return payloads;
  }

  /** Returns the hops to the last of the nodes that lived when the message was sent (LDH). */
  public int lastDeliveryHop() {
    return lastRound;
  }

  /**
   * Returns the time until the last delivery so far to nodes that lived when the message was sent.
   */
  public long latency() {
    return lastDelivery - sentAt;
  }

  /**
   * Returns the outcome of an acknowledged broadcast or a question, or null if it has none yet, or
   * never will.
   */
  public @Nullable PlumtreeEvent outcome() {
    return outcome;
  }

  /** Returns the time until the outcome. */
  public long timeToOutcome() {
    return endedAt - sentAt;
  }
}
