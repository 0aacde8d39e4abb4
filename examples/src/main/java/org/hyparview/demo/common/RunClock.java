package org.hyparview.demo.common;

import java.util.Locale;

/** The clock of a demonstration, which starts with it. */
public final class RunClock {

  private final long start = System.nanoTime();

  /** Returns the milliseconds so far. */
  public long millis() {
    return (System.nanoTime() - start) / 1_000_000;
  }

  /** Formats milliseconds as seconds. */
  public static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f s", millis / 1_000.0);
  }
}
