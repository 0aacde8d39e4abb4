package org.hyparview.node;

/**
 * The time for which something may last, as far as this node was there to see it: between two looks
 * no more passes than a step, however late the second one is. So an event loop that is held up
 * doesn't blame others. Pure: time is an argument, in nanoseconds of a monotonic clock.
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

  /** Begins, perhaps again. */
  void begin(long now) {
    lastLookAt = now;
    passed = 0;
  }

  /** Looks whether it is over. */
  boolean isOver(long now) {
    passed += Math.min(now - lastLookAt, stepNanos);
    lastLookAt = now;
    return passed >= limitNanos;
  }
}
