package org.hyparview.examples;

import java.util.Locale;

/** The time since a demonstration began. */
final class Stopwatch {

  private final long start = System.nanoTime();

  /** Milliseconds so far. */
  long millis() {
    return (System.nanoTime() - start) / 1_000_000;
  }

  /** That many milliseconds in words. */
  static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f s", millis / 1_000.0);
  }
}
