package org.hyparview.simulation.metrics;

import java.util.Arrays;

/**
 * The number of nodes per degree. Immutable.
 *
 * <p>The mean and the standard deviation are those of the whole population, not of a sample.
 */
public final class DegreeDistribution {

  private final int[] histogram;
  private final int nodes;

  private DegreeDistribution(int[] histogram, int nodes) {
    this.histogram = histogram;
    this.nodes = nodes;
  }

  /**
   * Creates the distribution of these degrees.
   *
   * @throws IllegalArgumentException if there are none
   */
  static DegreeDistribution of(int[] degrees) {
    int max = Arrays.stream(degrees)
        .max()
        .orElseThrow(() -> new IllegalArgumentException("a graph without nodes has no degrees"));
    int[] histogram = new int[max + 1];
    for (int degree : degrees) {
      histogram[degree]++;
    }
    return new DegreeDistribution(histogram, degrees.length);
  }

  /** Returns the number of nodes with this degree. */
  public int count(int degree) {
    return degree < histogram.length ? histogram[degree] : 0;
  }

  /** Returns the share of nodes with this degree, 0..1. */
  public double share(int degree) {
    return (double) count(degree) / nodes;
  }

  /** Returns the number of nodes by degree, from 0 to the greatest; a copy. */
  public int[] histogram() {
    return histogram.clone();
  }

  /** Returns the least degree. */
  public int min() {
    int degree = 0;
    while (histogram[degree] == 0) {
      degree++;
    }
    return degree;
  }

  /** Returns the greatest degree. */
  public int max() {
    return histogram.length - 1;
  }

  /** Returns the mean degree. */
  public double mean() {
    double sum = 0;
    for (int degree = 0; degree < histogram.length; degree++) {
      sum += (double) degree * histogram[degree];
    }
    return sum / nodes;
  }

  /** Returns the standard deviation of the degrees. */
  public double standardDeviation() {
    double mean = mean();
    double squares = 0;
    for (int degree = 0; degree < histogram.length; degree++) {
      squares += histogram[degree] * (degree - mean) * (degree - mean);
    }
    return Math.sqrt(squares / nodes);
  }
}
