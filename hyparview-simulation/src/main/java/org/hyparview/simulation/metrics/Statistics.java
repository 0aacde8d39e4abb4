package org.hyparview.simulation.metrics;

/**
 * Mean, spread and range of the results of several runs, by Welford's method, which doesn't lose
 * digits when the spread is small beside the mean. Not thread-safe.
 */
public final class Statistics {

  private long count;
  private double mean;
  private double squares;
  private double min = Double.NaN;
  private double max = Double.NaN;

  /** No results. */
  public Statistics() {}

  /** Counts a result in. */
  public void add(double value) {
    count++;
    double difference = value - mean;
    mean += difference / count;
    squares += difference * (value - mean);
    min = count == 1 ? value : Math.min(min, value);
    max = count == 1 ? value : Math.max(max, value);
  }

  /** How many results there are. */
  public long count() {
    return count;
  }

  /** Their mean; not a number without any. */
  public double mean() {
    return count == 0 ? Double.NaN : mean;
  }

  /** Their standard deviation, as of a sample; 0 with fewer than two. */
  public double standardDeviation() {
    return count < 2 ? 0 : Math.sqrt(squares / (count - 1));
  }

  /** The least; not a number without any. */
  public double min() {
    return min;
  }

  /** The greatest; not a number without any. */
  public double max() {
    return max;
  }
}
