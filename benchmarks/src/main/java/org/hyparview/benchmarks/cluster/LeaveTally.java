package org.hyparview.benchmarks.cluster;

import java.util.ArrayList;
import java.util.List;

/** The outcome of many graceful closes. */
final class LeaveTally {

  private static final long MILLI = 1_000_000;
  private static final int MAX_MILLIS = 1_000;
  private static final List<String> LOSSES =
      List.of("So many replicas", "no quorum", "All replicas", "no other replica", "data-lost");

  private final List<Long> closes = new ArrayList<>();
  private final List<String> losses = new ArrayList<>();
  private long acknowledged;
  private long lost;
  private long doubled;
  private long failed;
  private long slowest;

  int closes() {
    return closes.size();
  }

  /**
   * Some nodes have closed, within these nanoseconds, and this was warned of meanwhile. Gives
   * whether all went well.
   */
  boolean closed(List<Long> nanos, List<String> warnings) {
    closes.addAll(nanos);
    boolean isLost = warnings.stream().anyMatch(text -> LOSSES.stream().anyMatch(text::contains));
    if (isLost) {
      losses.add(warnings.toString());
    }
    return !isLost && nanos.stream().allMatch(took -> took < MAX_MILLIS * MILLI);
  }

  /** A cluster has come to its end, at which its counter had a value. Gives whether it is right. */
  boolean counted(List<CountingNode.Outcome> outcomes, long value) {
    long sure = outcomes.stream().mapToLong(CountingNode.Outcome::acknowledged).sum();
    long open = outcomes.stream().mapToLong(CountingNode.Outcome::unknown).sum();
    acknowledged += sure;
    lost += Math.max(0, sure - value);
    doubled += Math.max(0, value - sure - open);
    failed += outcomes.stream().mapToLong(CountingNode.Outcome::failed).sum();
    for (CountingNode.Outcome outcome : outcomes) {
      slowest = Math.max(slowest, outcome.slowest());
    }
    return sure <= value && value <= sure + open;
  }

  void report(int size, Report report) {
    report.row(
        "graceful close of any of " + size + " nodes at any moment: quorum lost",
        losses.size() + " of " + closes.size(),
        "0",
        losses.isEmpty());
    report.row(
        "… until it has closed",
        Report.seconds(closes),
        "median < 0.3 s, max < 1 s",
        Report.quantile(closes, 0.5) < 300 * MILLI
            && Report.quantile(closes, 1) < MAX_MILLIS * MILLI);
    report.row(
        "… increments meanwhile: lost, doubled, failed where the node stays",
        lost + ", " + doubled + ", " + failed + " of " + acknowledged,
        "0, 0, 0",
        lost + doubled + failed == 0);
    report.row(
        "… the slowest where the node stays",
        Report.seconds(List.of(slowest)).replaceFirst(",.*", "").replace("median ", ""),
        "< 0.5 s",
        slowest < 500 * MILLI);
  }
}
