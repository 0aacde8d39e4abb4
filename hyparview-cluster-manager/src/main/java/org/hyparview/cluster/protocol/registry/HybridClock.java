package org.hyparview.cluster.protocol.registry;

import org.hyparview.protocol.peer.Ranges;

/**
 * A hybrid logical clock: wall-clock time that never goes backwards, nor behind an observed
 * timestamp.
 *
 * <p>A timestamp is the wall clock in milliseconds times 2^{@value #COUNTER_BITS}, plus a counter.
 * So the timestamps of causally ordered writes are ordered, and others by wall clock as far as the
 * clocks agree (Kulkarni et al., OPODIS 2014).
 *
 * <p>A timestamp is believed if it is at most {@link #MAX_AHEAD} ahead of the cluster's clock: the
 * middle one of this node's and its neighbors'. Otherwise a single write could use up all
 * timestamps, so that no later write would be possible.
 */
final class HybridClock {

  /** The number of bits of a timestamp that count the writes of one millisecond. */
  static final int COUNTER_BITS = 16;

  /** How far a timestamp may be ahead of the cluster's clock: a day, in milliseconds. */
  static final long MAX_AHEAD = 86_400_000;

  /** The last timestamp: some 2,200 years after 1970. */
  private static final long MAX = Long.MAX_VALUE >> 1;

  private final long offset;
  private final NeighborClocks neighbors = new NeighborClocks();
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

  /** Returns the cluster's wall clock at a time of the machine, in milliseconds. */
  long clusterClock(long now) {
    return Math.max(0, wallClock(now) + neighbors.middle());
  }

  /** Notes the wall clock of the neighbor on a link. */
  void neighborClock(long link, long millis, long now) {
    neighbors.observe(link, Math.min(millis, millis(MAX)) - wallClock(now));
  }

  /** Forgets the clock of the neighbor on a link. */
  void neighborGone(long link) {
    neighbors.forget(link);
  }

  /**
   * Returns the time of a write now: later than all observed ones. If this node's clock is wrong by
   * more than others would believe, the cluster's counts.
   */
  long tick(long now) {
    long wall = wallClock(now);
    long cluster = clusterClock(now);
    long time = Math.abs(wall - cluster) > MAX_AHEAD / 2 ? cluster : wall;
    last = Math.max(last + 1, Math.min(MAX, time << COUNTER_BITS));
    return last;
  }

  /** Returns whether a write may have been made at this time. */
  boolean isPlausible(long timestamp, long now) {
    return millis(timestamp) <= clusterClock(now) + MAX_AHEAD;
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
