package org.hyparview.simulation.metrics;

/**
 * The bound on every protocol without repair: the part of a random regular graph that stays
 * connected after a random part of its nodes has died (site percolation, in the limit of many
 * nodes).
 *
 * <p>A link leads to no node of the giant component with the probability u, the smallest root of u
 * = f + (1−f)·u^(d−1): its end is dead, or none of its other links leads there either.
 *
 * @param degree links of each node, 3 or more
 */
public record Percolation(int degree) {

  private static final int MAX_STEPS = 100_000;
  private static final double PRECISION = 1e-14;

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if the degree is less than 3: such graphs contain no giant
   *     component whatever dies
   */
  public Percolation {
    if (degree < 3) {
      throw new IllegalArgumentException("degree must be 3 or more, but is " + degree);
    }
  }

  /** Returns the part of nodes whose death leaves no giant component: 1 − 1/(d−1). */
  public double threshold() {
    return 1 - 1.0 / (degree - 1);
  }

  /**
   * Returns the share of the survivors in the giant component, S = 1 − u^d: the best possible
   * reliability of a message that one of them sends.
   *
   * @param failed the part of nodes that died, 0..1
   */
  public double giantComponent(double failed) {
    if (!(failed >= 0 && failed <= 1)) {
      throw new IllegalArgumentException("failed must be in 0..1, but is " + failed);
    }
    return failed >= threshold() ? 0 : 1 - Math.pow(deadEnd(failed), degree);
  }

  /**
   * Returns the mean reliability of messages from random survivors, S²: a sender may be outside,
   * too.
   */
  public double meanReliability(double failed) {
    double share = giantComponent(failed);
    return share * share;
  }

  private double deadEnd(double failed) {
    double probability = failed;
    for (int step = 0; step < MAX_STEPS; step++) {
      double next = failed + (1 - failed) * Math.pow(probability, degree - 1);
      if (next - probability < PRECISION) {
        return next;
      }
      probability = next;
    }
    return probability;
  }
}
