package org.hyparview.cluster.protocol.registry;

import org.hyparview.protocol.peer.Ranges;

/**
 * A hybrid logical clock: wall-clock time that never goes backwards, nor behind an observed
 * timestamp.
 *
 * <p>A timestamp is the wall clock in milliseconds times 2^{@value #COUNTER_BITS}, plus a counter.
 * So the timestamps of causally ordered writes are ordered, and others by wall clock as far as the
 * clocks agree (Kulkarni et al., OPODIS 2014).
 */
final class HybridClock {

  /** The number of bits of a timestamp that count the writes of one millisecond. */
  static final int COUNTER_BITS = 16;

  /** The last timestamp: some 2,200 years after 1970. */
  private static final long MAX = Long.MAX_VALUE >> 1;

  private final long offset;
  private long last;

  /**
   * Creates a clock.
   *
   * @param offset how far the wall clock is ahead of the machine's time, in milliseconds
   */
  HybridClock(long offset) {
    this.offset = offset;
  }

  /** Returns the wall clock at a time of the machine, in milliseconds. */
  long wallClock(long now) {
    return Math.max(0, now + offset);
  }

  /** Returns the time of a write now: later than all observed ones. */
  long tick(long now) {
    last = Math.max(last + 1, Math.min(MAX, wallClock(now) << COUNTER_BITS));
    return last;
  }

  /** Notes a write of another node. */
  void observe(long timestamp) {
    last = Math.max(last, timestamp);
  }

  /** Returns the wall clock of a timestamp, in milliseconds. */
  static long millis(long timestamp) {
    return timestamp >> COUNTER_BITS;
  }

  static void check(long timestamp) {
    Ranges.check("A timestamp", timestamp, 0, MAX);
  }
}
