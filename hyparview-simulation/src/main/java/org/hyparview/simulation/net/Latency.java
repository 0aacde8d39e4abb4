package org.hyparview.simulation.net;

import java.util.random.RandomGenerator;

/**
 * The time that a message takes from one node to another, one way.
 *
 * <p>An implementation must depend only on its arguments and on constants, otherwise runs can't be
 * repeated.
 */
@FunctionalInterface
public interface Latency {

  /**
   * Returns the time of one message in milliseconds, 0 or more.
   *
   * @param from the index of the sender
   * @param to the index of the receiver
   * @param random the network's own source of randomness
   */
  long millis(int from, int to, RandomGenerator random);

  /** The same time for each message: all nodes act in step, the worst case for livelocks. */
  static Latency fixed(long millis) {
    checkRange(millis, millis);
    return (from, to, random) -> millis;
  }

  /** A random time for each message; messages of different links overtake each other. */
  static Latency uniform(long min, long max) {
    checkRange(min, max);
    return (from, to, random) -> random.nextLong(min, max + 1);
  }

  /** A fixed time for each pair of nodes, as in a network of near and far nodes. */
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
