package org.hyparview.simulation.metrics;

/**
 * What became of one broadcast.
 *
 * @param live how many nodes were alive, the sender included
 * @param delivered how many of them have the message, the sender included; 1..live
 * @param payloads how many copies of the message were sent
 * @param lastDeliveryHop the hops to the one who got it last (LDH)
 */
public record BroadcastMetrics(int live, int delivered, long payloads, int lastDeliveryHop) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if more have the message than live, or nobody has
   */
  public BroadcastMetrics {
    if (delivered < 1 || delivered > live) {
      throw new IllegalArgumentException(
          "delivered must be in 1.." + live + ", but is " + delivered);
    }
  }

  /** The share of live nodes that have the message, 0..1 (§2.3). */
  public double reliability() {
    return (double) delivered / live;
  }

  /** Whether all live nodes have it. */
  public boolean isAtomic() {
    return delivered == live;
  }

  /**
   * The relative message redundancy, RMR = m/(n−1) − 1 for m payloads and n nodes that have the
   * message (TR-07-14 §2.4): 0 for a tree, about d − 2 for a flood over a graph of degree d. Not a
   * number if only the sender has it.
   */
  public double redundancy() {
    return delivered == 1 ? Double.NaN : (double) payloads / (delivered - 1) - 1;
  }
}
