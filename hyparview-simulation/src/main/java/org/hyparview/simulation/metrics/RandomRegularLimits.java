package org.hyparview.simulation.metrics;

/**
 * The expected properties of a random regular graph, the ideal of an active view, and the bounds
 * for any graph of its degree.
 *
 * <p>Around a node the graph is nearly a tree, with b(t) = 1 + d·((d−1)^t − 1)/(d−2) nodes within t
 * hops. A given node is not among them with a probability near exp(−b(t)/n). The expected path
 * length and eccentricity follow by summing over t. For a thousand nodes and more they agree with
 * simulated graphs, the former to three digits, the latter to one hundredth.
 *
 * @param nodes the number of nodes, 2 or more
 * @param degree links of each, 3 or more
 */
public record RandomRegularLimits(long nodes, int degree) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the one that is too small
   */
  public RandomRegularLimits {
    if (nodes < 2 || degree < 3) {
      throw new IllegalArgumentException(
          "nodes must be 2 or more and degree 3 or more, but are " + nodes + " and " + degree);
    }
  }

  /**
   * Returns the Moore bound: the fewest hops in which a node of any graph of this degree reaches
   * all.
   */
  public int leastEccentricity() {
    int hops = 0;
    while (within(hops) < nodes) {
      hops++;
    }
    return hops;
  }

  /**
   * Returns the mean hops between two nodes: the sum over t of the probability of more than t hops.
   */
  public double meanPath() {
    double sum = 0;
    for (int hops = 0; isPossible(hops); hops++) {
      sum += beyond(hops);
    }
    return sum;
  }

  /** Returns the mean hops to the node farthest from a random one: the last delivery of a flood. */
  public double meanEccentricity() {
    double sum = 0;
    for (int hops = 0; isPossible(hops); hops++) {
      sum += 1 - Math.exp(-nodes * beyond(hops));
    }
    return sum;
  }

  /**
   * Returns the clustering coefficient: of (d−1)³/6 triangles in the whole graph, whatever its
   * size.
   */
  public double clusteringCoefficient() {
    return (degree - 1.0) * (degree - 1) / (degree * (double) nodes);
  }

  /**
   * Returns the payloads of one flood: each link carries two, except the links of first deliveries,
   * which carry one.
   */
  public long floodPayloads() {
    return nodes * degree - (nodes - 1);
  }

  /** Returns the payloads of any broadcast that reaches all: the links of a tree. */
  public long leastPayloads() {
    return nodes - 1;
  }

  private double within(int hops) {
    return 1 + degree * (Math.pow(degree - 1.0, hops) - 1) / (degree - 2);
  }

  private double beyond(int hops) {
    return Math.exp(-within(hops) / nodes);
  }

  private boolean isPossible(int hops) {
    return nodes * beyond(hops) > 1e-9;
  }
}
