package org.hyparview.protocol.hyparview;

/**
 * The backoff between two raises of this node's incarnation. A restarted node raises it a few times
 * in a row at most. Two nodes with one id would do so forever, each in order to displace the other.
 */
final class RaiseBackoff {

  /** The raises that don't wait. */
  static final int FREE_RAISES = 3;

  static final long MIN_PAUSE = 1_000;
  static final long MAX_PAUSE = 300_000;

  /** The time after which former raises no longer count. */
  static final long MEMORY = 600_000;

  private int raises;
  private long last;

  /** Returns whether the incarnation may be raised now, and counts that if so. */
  boolean tryRaise(long now) {
    if (raises > 0 && now - last >= MEMORY) {
      raises = 0;
    }
    if (raises >= FREE_RAISES && now - last < pause()) {
      return false;
    }
    raises++;
    last = now;
    return true;
  }

  private long pause() {
    return Math.min(MAX_PAUSE, MIN_PAUSE << Math.min(raises - FREE_RAISES, Integer.SIZE / 2));
  }
}
