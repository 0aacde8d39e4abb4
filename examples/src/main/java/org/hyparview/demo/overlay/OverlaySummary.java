package org.hyparview.demo.overlay;

import java.io.PrintStream;
import java.util.function.Function;
import org.hyparview.demo.common.RunClock;
import org.jspecify.annotations.Nullable;

/** The table at the end of a run. */
final class OverlaySummary {

  private final PrintStream out;

  OverlaySummary(PrintStream out) {
    this.out = out;
  }

  /** Prints all of a report. */
  void print(OverlayReport report) {
    out.println();
    row("", "before the kill", "at the end");
    compare(report, "living nodes", OverlayMetrics::nodes);
    compare(report, "components", OverlayMetrics::components);
    compare(report, "one-way entries", OverlayMetrics::oneWayEntries);
    compare(report, "dead entries", OverlayMetrics::deadEntries);
    compare(report, "links", OverlayMetrics::links);
    compare(report, "neighbors, min / mean / max", OverlayMetrics::degreeRange);
    compare(report, "nodes x neighbors", OverlayMetrics::degreeDistribution);
    out.println();
    row("nodes started", report.plan().nodes().size());
    row("killed", report.before() == null ? 0 : report.plan().doomed().size());
    row("survivors", report.after().nodes());
    row("time to form", time(report.timeToForm()));
    row("time to first notice", time(report.timeToNotice()));
    row("time to heal", time(report.timeToHeal()));
    row(
        "view changes heard",
        report.ups() + report.downs() + " (" + report.ups() + " +, " + report.downs() + " -)");
    out.println();
    out.println(verdict(report));
  }

  private void compare(OverlayReport report, String name, Function<OverlayMetrics, Object> figure) {
    OverlayMetrics before = report.before();
    row(name, before == null ? "-" : figure.apply(before), figure.apply(report.after()));
  }

  private void row(String name, Object value) {
    out.printf("  %-30s%s%n", name, value);
  }

  private void row(String name, Object before, Object after) {
    out.printf("  %-30s%-24s%s%n", name, before, after);
  }

  private static String time(@Nullable Long millis) {
    return millis == null ? "not in time" : RunClock.seconds(millis);
  }

  private static String verdict(OverlayReport report) {
    if (report.isHealed()) {
      return "OK: the survivors are one symmetric component, without dead entries.";
    }
    return report.before() == null
        ? "FAILED: the overlay did not form in time."
        : "FAILED: the overlay did not heal in time.";
  }
}
