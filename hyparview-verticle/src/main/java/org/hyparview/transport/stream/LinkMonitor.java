package org.hyparview.transport.stream;

/**
 * Decides when a link is pinged and when it is given up. Pure: time is an argument, in nanoseconds
 * of a monotonic clock.
 *
 * <p>A link that this end relies on is pinged every interval. It is given up when nothing came in
 * for as many intervals as may be missed, or when as many pongs in a row said that the other end
 * does not rely on it.
 *
 * <p>Any other link is given up when it has carried no frame for the idle time; heartbeats don't
 * count there, or two ends could keep an unused link alive. A frame that goes out does count, since
 * a link may serve one direction only. But it must be followed by a sign of life: if nothing comes
 * in for one interval after it, the link is pinged every interval, and if nothing comes in for as
 * many intervals as may be missed, the link is given up. Further frames don't postpone that. So a
 * link is not pinged while everything that went out was followed by something that came in.
 *
 * <p>Time in which this end did not come to read does not count as silence: see {@link #forgive}.
 *
 * <p>The round trip is smoothed as in RFC 6298, section 2, by an eighth. One ping at a time is
 * measured, so that a round trip longer than the interval is measured as well.
 */
final class LinkMonitor {

  /** The action that a link needs now. */
  enum Verdict {
    /** Nothing. */
    FINE,
    /** Send a ping, and say so by {@link LinkMonitor#pinged}. */
    PING,
    /** Give it up: the other end is silent. */
    SILENT,
    /** Give it up: the other end does not rely on it. */
    ONE_SIDED,
    /** Give it up: nobody needs it. */
    IDLE
  }

  /** The times after which to ping and to give up. */
  record Limits(long intervalNanos, int misses, long idleNanos) {}

  private static final long NONE = 0;

  private final Limits limits;
  private boolean relied;
  private long heardAt;
  private long usedAt;
  private boolean unanswered;
  private long unansweredSince;
  private long nextPingAt;
  private long lastPing;
  private long lastPong;
  private long lastPingBeforeReliance;
  private int refusals;
  private long timedPing = NONE;
  private long timedSince;
  private long roundTripNanos = -1;

  /** A monitor of a link that was opened now and that this end does not rely on. */
  LinkMonitor(Limits limits, long now) {
    this.limits = limits;
    heardAt = now;
    usedAt = now;
  }

  /** Bytes of any kind came in. */
  void heard(long now) {
    heardAt = now;
    unanswered = false;
  }

  /** A frame other than a heartbeat came in. */
  void received(long now) {
    usedAt = now;
  }

  /** A frame other than a heartbeat goes out, or is queued to go out. */
  void sent(long now) {
    usedAt = now;
    if (unanswered) {
      return;
    }
    unanswered = true;
    unansweredSince = now;
    if (!relied) {
      nextPingAt = now + limits.intervalNanos;
    }
  }

  /** This end relies on the link from now on, or no longer. */
  void rely(boolean relies, long now) {
    if (relied == relies) {
      return;
    }
    relied = relies;
    refusals = 0;
    lastPingBeforeReliance = lastPing;
    heardAt = now;
    usedAt = now;
    unansweredSince = now;
    nextPingAt = now;
    timedPing = NONE;
  }

  /** Whether this end relies on the link. */
  boolean relied() {
    return relied;
  }

  /**
   * Takes so much of the time until now for time that did not pass: this end did not listen. What
   * came in meanwhile may still be unread.
   */
  void forgive(long nanos, long now) {
    heardAt = later(heardAt, nanos, now);
    usedAt = later(usedAt, nanos, now);
    unansweredSince = later(unansweredSince, nanos, now);
    timedSince = later(timedSince, nanos, now);
  }

  private static long later(long time, long nanos, long now) {
    return now - time <= nanos ? now : time + nanos;
  }

  /** What to do now. */
  Verdict check(long now) {
    if (!relied && now - usedAt >= limits.idleNanos) {
      return Verdict.IDLE;
    }
    if (!relied && !unanswered) {
      return Verdict.FINE;
    }
    long silentSince = relied ? heardAt : unansweredSince;
    if (now - silentSince >= limits.misses * limits.intervalNanos) {
      return Verdict.SILENT;
    }
    if (refusals >= limits.misses) {
      return Verdict.ONE_SIDED;
    }
    return now - nextPingAt >= 0 ? Verdict.PING : Verdict.FINE;
  }

  /** A ping leaves now; returns its nonce. */
  long pinged(long now) {
    nextPingAt += limits.intervalNanos;
    if (now - nextPingAt >= 0) {
      nextPingAt = now + limits.intervalNanos;
    }
    lastPing++;
    if (timedPing == NONE) {
      timedPing = lastPing;
      timedSince = now;
    }
    return lastPing;
  }

  /** A ping of the other end came in. */
  void peerPinged(boolean peerRelies) {
    if (peerRelies) {
      refusals = 0;
    }
  }

  /**
   * A pong came in. One that answers no ping or an earlier one than the last pong is ignored. One
   * that answers a ping from before this end relied on the link says nothing about the other end's
   * reliance.
   */
  void ponged(long nonce, boolean peerRelies, long now) {
    if (nonce <= lastPong || nonce > lastPing) {
      return;
    }
    lastPong = nonce;
    if (relied && nonce > lastPingBeforeReliance) {
      refusals = peerRelies ? 0 : refusals + 1;
    }
    if (nonce == timedPing && relied && peerRelies) {
      measured(now - timedSince);
    }
    if (nonce >= timedPing) {
      timedPing = NONE;
    }
  }

  /** The smoothed round trip in nanoseconds, or -1. */
  long roundTripNanos() {
    return roundTripNanos;
  }

  private void measured(long sample) {
    roundTripNanos = roundTripNanos < 0 ? sample : roundTripNanos + (sample - roundTripNanos) / 8;
  }
}
