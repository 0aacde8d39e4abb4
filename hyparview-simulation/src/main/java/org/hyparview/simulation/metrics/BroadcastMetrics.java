package org.hyparview.simulation.metrics;

/**
 * The outcome of one broadcast.
 *
 * @param live the number of live nodes, the sender included
 * @param delivered the number of them that have the message, the sender included; 1..live
 * @param payloads the number of sent copies of the message
 * @param lastDeliveryHop the hops to the node that received it last (LDH)
 */
public record BroadcastMetrics(int live, int delivered, long payloads, int lastDeliveryHop) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if more nodes have the message than live, or none has
   */
  public BroadcastMetrics {
    if (delivered < 1 || delivered > live) {
      throw new IllegalArgumentException(
          "delivered must be in 1.." + live + ", but is " + delivered);
    }
  }

  /** Returns the share of live nodes that have the message, 0..1 (§2.3). */
  public double reliability() {
    return (double) delivered / live;
  }

  /** Returns whether all live nodes have the message. */
  public boolean isAtomic() {
    return delivered == live;
  }

  /**
   * Returns the relative message redundancy, RMR = m/(n−1) − 1 for m payloads and n nodes that have
   * the message (TR-07-14 §2.4): 0 for a tree, about d − 2 for a flood over a graph of degree d.
   * Not a number if only the sender has it.
   */
  public double redundancy() {
    return delivered == 1 ? Double.NaN : (double) payloads / (delivered - 1) - 1;
  }
}
