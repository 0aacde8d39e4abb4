package org.hyparview.cluster.protocol.failure;

/**
 * How much this node distrusts itself, 0 to {@value #MAX}: it rises when this node was stalled, or
 * had to object to being silent, and falls with time. Whoever is slow takes others for slow, so it
 * waits for them that much longer (Lifeguard, §IV).
 */
final class LocalHealth {

  /** The worst. */
  static final int MAX = 7;

  /** How long it takes to get better by one, in milliseconds. */
  static final long RECOVERY = 5_000;

  private int score;
  private long since;

  void worsen(long now) {
    score = Math.min(MAX, score(now) + 1);
    since = now;
  }

  int score(long now) {
    return (int) Math.max(0, score - (now - since) / RECOVERY);
  }

  /** A time, stretched by the score. */
  long stretch(long millis, long now) {
    return millis * (score(now) + 1);
  }
}
