package org.hyparview.cluster.group;

import java.util.concurrent.TimeUnit;

/**
 * The clock that stamps batches: it continues from the latest time seen, as real time passes, so it
 * never goes back whichever replica leads.
 */
final class LogicalClock {

  private long base;
  private long baseNanos;

  LogicalClock(long base, long nanos) {
    this.base = base;
    this.baseNanos = nanos;
  }

  /** Notes the time of a batch. */
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
