package org.hyparview.cluster.group;

import java.util.random.RandomGenerator;

/** How long to wait before asking again: longer each time, and never the same as others. */
final class Backoff {

  private static final int FIRST_MILLIS = 20;
  private static final int MAX_MILLIS = 1_000;

  /** How long an answer is waited for before another node is asked. */
  static final int PATIENCE_MILLIS = 1_000;

  private final RandomGenerator random;
  private int attempts;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  void reset() {
    attempts = 0;
  }

  long nextMillis() {
    int ceiling = Math.min(MAX_MILLIS, FIRST_MILLIS << Math.min(attempts, 6));
    attempts++;
    return random.nextLong(ceiling / 2, ceiling);
  }
}
