package org.hyparview.node;

/**
 * The time limit of a condition, counted only while this node observed it: between two looks no
 * more passes than a step, however late the second one is. So an event loop that is held up doesn't
 * blame others. Pure: time is an argument, in nanoseconds of a monotonic clock.
 */
final class Patience {

  private final long limitNanos;
  private final long stepNanos;
  private long lastLookAt;
  private long passed;

  /**
   * Creates a patience that ends after the limit.
   *
   * @param stepNanos the most that passes between two looks
   */
  Patience(long limitNanos, long stepNanos) {
    this.limitNanos = limitNanos;
    this.stepNanos = stepNanos;
  }

  /** Begins the time, or begins it again. */
  void begin(long now) {
    lastLookAt = now;
    passed = 0;
  }

  /** Looks at the time, and returns whether the limit is reached. */
  boolean isOver(long now) {
    passed += Math.min(now - lastLookAt, stepNanos);
    lastLookAt = now;
    return passed >= limitNanos;
  }
}
