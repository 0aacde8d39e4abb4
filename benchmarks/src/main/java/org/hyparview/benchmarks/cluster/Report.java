package org.hyparview.benchmarks.cluster;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Prints what was measured, as rows of a table in Markdown. */
final class Report {

  private final PrintStream out;
  private boolean missed;

  Report(PrintStream out) {
    this.out = out;
  }

  void begin() {
    out.println("| what | measured | bar | |");
    out.println("|---|---|---|---|");
  }

  /** A row that is either met or not. */
  void row(String what, String measured, String bar, boolean met) {
    missed |= !met;
    out.printf("| %s | %s | %s | %s |%n", what, measured, bar, met ? "met" : "missed");
  }

  /** A row without a bar. */
  void row(String what, String measured) {
    out.printf("| %s | %s | | |%n", what, measured);
  }

  /** Whether some bar was missed. */
  boolean isMissed() {
    return missed;
  }

  /** Median and maximum in seconds. */
  static String seconds(List<Long> nanos) {
    return String.format(
        Locale.ROOT,
        "median %.3f s, max %.3f s, of %d",
        quantile(nanos, 0.5) * 1e-9,
        quantile(nanos, 1) * 1e-9,
        nanos.size());
  }

  /** The smallest that at least this part is not above. */
  static long quantile(List<Long> values, double part) {
    List<Long> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1));
  }
}
