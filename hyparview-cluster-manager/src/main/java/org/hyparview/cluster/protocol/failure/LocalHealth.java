package org.hyparview.cluster.protocol.failure;

/**
 * The local health score of this node, 0 to {@value #MAX}: it rises when this node was stalled or
 * had to refute a suspicion of silence, and falls with time. A slow node takes others for slow, so
 * it waits for them that much longer (Lifeguard, §IV).
 */
final class LocalHealth {

  /** The worst score. */
  static final int MAX = 7;

  /** How long it takes to improve by one, in milliseconds. */
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

  /** Stretches a time by the score. */
  long stretch(long millis, long now) {
    return millis * (score(now) + 1);
  }
}
