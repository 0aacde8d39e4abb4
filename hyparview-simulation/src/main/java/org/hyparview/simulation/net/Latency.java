package org.hyparview.simulation.net;

import java.util.random.RandomGenerator;

/**
 * How long a message takes from one node to another, one way.
 *
 * <p>An implementation must depend on its arguments alone, and on constants, or runs can't be
 * repeated.
 */
@FunctionalInterface
public interface Latency {

  /**
   * The time that one message takes, in milliseconds, 0 or more.
   *
   * @param from the index of the sender
   * @param to the index of the receiver
   * @param random the network's own chance
   */
  long millis(int from, int to, RandomGenerator random);

  /** The same for each message: all is in step, which is the worst case for livelocks. */
  static Latency fixed(long millis) {
    checkRange(millis, millis);
    return (from, to, random) -> millis;
  }

  /** Each message takes its own time; messages of different links overtake each other. */
  static Latency uniform(long min, long max) {
    checkRange(min, max);
    return (from, to, random) -> random.nextLong(min, max + 1);
  }

  /** Each pair of nodes has its own time, as in a network whose nodes are far and near. */
  static Latency perPair(long min, long max) {
    checkRange(min, max);
    return (from, to, random) -> {
      long low = Math.min(from, to);
      long high = Math.max(from, to);
      return min + Math.floorMod(Seeds.mix(low << 32 | high), max - min + 1);
    };
  }

  private static void checkRange(long min, long max) {
    if (min < 0 || max < min) {
      throw new IllegalArgumentException(
          "A latency must have 0 <= min <= max, but has " + min + " and " + max);
    }
  }
}
