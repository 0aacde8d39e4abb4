package org.hyparview.transport.tcp;

/**
 * Notices that the own loop stood still: for a long collection of garbage, a stopped process, a
 * sleeping machine. Pure: time is an argument, in nanoseconds of a monotonic clock.
 */
final class StallDetector {

  private final long longestGapNanos;
  private long lastTickAt;

  /**
   * A detector that starts now.
   *
   * @param longestGapNanos the longest time from tick to tick that is no stall
   */
  StallDetector(long longestGapNanos, long now) {
    this.longestGapNanos = longestGapNanos;
    lastTickAt = now;
  }

  /** Whether this tick comes so late that the loop must have stood still. */
  boolean tick(long now) {
    long gap = now - lastTickAt;
    lastTickAt = now;
    return gap > longestGapNanos;
  }
}
