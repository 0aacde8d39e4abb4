package org.hyparview.simulation.metrics;

/**
 * The mean, spread and range of the results of several runs, by Welford's method, which doesn't
 * lose digits when the spread is small beside the mean. Not thread-safe.
 */
public final class Statistics {

  private long count;
  private double mean;
  private double squares;
  private double min = Double.NaN;
  private double max = Double.NaN;

  /** Creates statistics without results. */
  public Statistics() {}

  /** Adds a result. */
  public void add(double value) {
    count++;
    double difference = value - mean;
    mean += difference / count;
    squares += difference * (value - mean);
    min = count == 1 ? value : Math.min(min, value);
    max = count == 1 ? value : Math.max(max, value);
  }

  /** Returns the number of results. */
  public long count() {
    return count;
  }

  /** Returns the mean; not a number without results. */
  public double mean() {
    return count == 0 ? Double.NaN : mean;
  }

  /** Returns the standard deviation, as of a sample; 0 with fewer than two results. */
  public double standardDeviation() {
    return count < 2 ? 0 : Math.sqrt(squares / (count - 1));
  }

  /** Returns the least result; not a number without results. */
  public double min() {
    return min;
  }

  /** Returns the greatest result; not a number without results. */
  public double max() {
    return max;
  }
}
