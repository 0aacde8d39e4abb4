package org.hyparview.cluster.group;

import java.util.concurrent.TimeUnit;

/**
 * The time that batches are stamped with: it goes on from the latest that was seen, as real time
 * passes, so that it never goes back whoever leads.
 */
final class LogicalClock {

  private long base;
  private long baseNanos;

  LogicalClock(long base, long nanos) {
    this.base = base;
    this.baseNanos = nanos;
  }

  /** A batch had this time. */
  void observe(long time, long nanos) {
    if (time > now(nanos)) {
      base = time;
      baseNanos = nanos;
    }
  }

  long now(long nanos) {
    return base + TimeUnit.NANOSECONDS.toMillis(nanos - baseNanos);
  }
}
