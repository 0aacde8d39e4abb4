package org.hyparview.transport.stream;

/**
 * Measures how late the own loop is: for a long collection of garbage, a stopped process, a
 * sleeping machine, or for want of a processor. Pure: time is an argument, in nanoseconds of a
 * monotonic clock.
 */
final class StallDetector {

  private final long intervalNanos;
  private long lastTickAt;

  /**
   * Creates a detector that starts now.
   *
   * @param intervalNanos the time from tick to tick
   */
  StallDetector(long intervalNanos, long now) {
    this.intervalNanos = intervalNanos;
    lastTickAt = now;
  }

  /** Returns for how long this tick was due without the loop having come to it. */
  long tick(long now) {
    long gap = now - lastTickAt;
    lastTickAt = now;
    return Math.max(0, gap - intervalNanos);
  }
}
