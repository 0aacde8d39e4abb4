package org.hyparview.cluster.group;

import java.util.random.RandomGenerator;

/**
 * The delay before a request is repeated: it grows with each attempt, and is jittered so that nodes
 * don't repeat in step.
 */
final class Backoff {

  private static final int FIRST_MILLIS = 20;
  private static final int MAX_MILLIS = 1_000;

  /** How long to wait for an answer before another node is asked. */
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
