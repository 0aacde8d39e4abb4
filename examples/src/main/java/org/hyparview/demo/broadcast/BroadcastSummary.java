package org.hyparview.demo.broadcast;

import java.io.PrintStream;
import java.util.Locale;

/** The table at the end of a run of the broadcast demonstration. */
final class BroadcastSummary {

  private final PrintStream out;

  BroadcastSummary(PrintStream out) {
    this.out = out;
  }

  /** Prints all of a report. */
  void print(BroadcastReport report) {
    BroadcastPlan plan = report.plan();
    BroadcastTally tally = report.tally();
    BroadcastTally.Latencies latencies = tally.latencies();
    out.println();
    row("nodes started", plan.overlay().nodes().size());
    row("killed in the middle", plan.overlay().doomed().size());
    row("survivors", plan.survivors().size());
    row("messages sent", report.sent() + " by " + plan.sender());
    row("messages refused", report.refused());
    out.println();
    row("delivered at survivors", tally.delivered(plan.survivors()));
    row("missed at survivors", tally.missed(plan.survivors()));
    row("duplicates", tally.duplicates());
    row("hops, mean / max", format("%.1f / %d", tally.meanHops(), tally.mostHops()));
    row(
        "latency, median / 99 % / max",
        format("%.1f / %.1f / %.1f ms", latencies.half(), latencies.almostAll(), latencies.all()));
    row(
        "redundancy, before / after kill",
        format("%.2f / %.2f", report.redundancyBefore(), report.redundancyAfter()));
    out.println();
    out.println(verdict(report));
  }

  private void row(String name, Object value) {
    out.printf("  %-34s%s%n", name, value);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String verdict(BroadcastReport report) {
    if (report.isComplete()) {
      return "OK: each survivor got each message, once.";
    }
    return report.sent() < report.plan().messages()
        ? "FAILED: not all messages were sent in time."
        : "FAILED: not each survivor got each message, once.";
  }
}
