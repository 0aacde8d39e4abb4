package org.hyparview.demo.simulate;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.hyparview.demo.common.RunClock;
import org.hyparview.demo.simulate.SimulationReport.Look;
import org.hyparview.demo.simulate.SimulationReport.Message;
import org.hyparview.simulation.metrics.Percolation;
import org.hyparview.simulation.metrics.RandomRegularLimits;
import org.hyparview.simulation.metrics.Statistics;
import org.jspecify.annotations.Nullable;

/** The results of simulations as a table, for people. */
final class SimulationSummary {

  /** Of ideal graphs only those with so many links a node are known. */
  private static final int LEAST_DEGREE = 3;

  private static final int FIRST_MESSAGES = 5;

  private static final List<String> LEGEND = List.of(
      "neighbors: the nodes that a node has links to; reserve: others that it knows, in case",
      "one-way: one has another as a neighbor, but not vice versa; dead: a neighbor that died",
      "reachable: the part of the living in the largest component, where most messages start",
      "clustering: the part of a node's neighbors that are each other's; the less, the better",
      "ideal: a random graph whose nodes all have full active views");

  private final PrintStream out;
  private final String program;

  /**
   * A summary.
   *
   * @param program the command to which the arguments of a plan are added
   */
  SimulationSummary(PrintStream out, String program) {
    this.out = out;
    this.program = program;
  }

  /**
   * Prints all of one run.
   *
   * @param realMillis how long it took
   */
  void print(SimulationReport report, long realMillis) {
    overlay(report);
    messages(report);
    cost(report);
    again(report, realMillis);
    out.println();
    out.println(verdict(report));
  }

  // One run

  private void overlay(SimulationReport report) {
    out.println();
    legend();
    row("The overlay", "before", "just after", "at the end", "ideal");
    looks(report, "living nodes", look -> count(look.living()), "");
    looks(report, "components", look -> count(look.components()), "1");
    looks(report, "in the largest", look -> percent(look.largestShare()), "100.0 %");
    looks(
        report,
        "neighbors, mean",
        look -> decimal(look.meanDegree(), 2),
        String.valueOf(report.plan().config().activeViewSize()));
    looks(report, "one-way entries", look -> count(look.oneWay()), "0");
    looks(report, "dead entries", look -> count(look.dead()), "0");
    looks(
        report,
        "hops between two nodes, mean",
        look -> look.components() == 1 ? decimal(look.path(), 2) : "-",
        ideal(report, limits -> decimal(limits.meanPath(), 2)));
    looks(
        report,
        "clustering",
        look -> decimal(look.clustering(), 5),
        ideal(report, limits -> decimal(limits.clusteringCoefficient(), 5)));
    looks(report, "living in reserve", look -> percent(look.passiveAccuracy()), "100.0 %");
    out.println();
    degrees("Neighbors before", report.before());
    degrees("Neighbors at the end", report.after());
  }

  /** What the names below mean. */
  private void legend() {
    LEGEND.forEach(line -> out.println("  " + line));
    out.println();
  }

  private void looks(
      SimulationReport report, String name, Function<Look, String> figure, String ideal) {
    row(
        name,
        figure.apply(report.before()),
        figure.apply(report.hit()),
        figure.apply(report.after()),
        ideal);
  }

  /** What a random regular graph of as many nodes as are left would have. */
  private static String ideal(
      SimulationReport report, Function<RandomRegularLimits, String> figure) {
    int degree = report.plan().config().activeViewSize();
    return degree < LEAST_DEGREE
        ? "-"
        : figure.apply(new RandomRegularLimits(report.after().living(), degree));
  }

  private static String limit(SimulationPlan plan) {
    Double limit = percolationLimit(plan);
    return limit == null ? "-" : percent(limit);
  }

  /** The share of survivors that a random graph would hold together; null if that isn't known. */
  static @Nullable Double percolationLimit(SimulationPlan plan) {
    int degree = plan.config().activeViewSize();
    return degree < LEAST_DEGREE
        ? null
        : new Percolation(degree).giantComponent((double) plan.doomed() / plan.nodes());
  }

  private void degrees(String name, Look look) {
    StringJoiner text = new StringJoiner(", ");
    for (int degree = 0; degree < look.degrees().size(); degree++) {
      if (look.share(degree) > 0) {
        text.add(degree + ": " + percent(look.share(degree)));
      }
    }
    row(name, text.toString());
  }

  private void messages(SimulationReport report) {
    List<Message> messages = report.messages();
    out.println();
    row("Messages after the failure", "reached", "in hops", "reachable", "ideal");
    for (int i = 0; i < Math.min(FIRST_MESSAGES, messages.size()); i++) {
      message(i + 1, messages.get(i), i == 0 ? limit(report.plan()) : "");
    }
    if (messages.size() > FIRST_MESSAGES) {
      message(messages.size(), messages.get(messages.size() - 1), "");
    }
    row("mean of all " + count(messages.size()), percent(report.meanReliability()));
    int complete = report.firstOfTheComplete();
    row("all reach all from", complete == 0 ? "none" : "message " + complete);
    out.println();
    row("One component again after", time(report.timeToConnect()));
    row("Whole again after", time(report.timeToHeal()) + "  (no dead, no one-way entries)");
  }

  private void message(int number, Message message, String ideal) {
    row(
        "message " + number + ", after " + count(message.at()) + " ms",
        percent(message.reliability()),
        count(message.hops()),
        percent(message.largestShare()),
        ideal);
  }

  private void cost(SimulationReport report) {
    out.println();
    row("Membership messages", decimal(report.messageCost(), 2) + " a node and periodic step");
    row("Virtual time", virtual(report.virtualMillis()));
    row("Events", count(report.events()));
  }

  private void again(SimulationReport report, long realMillis) {
    row("Real time", real(realMillis, report.events()));
    row("Trace", Long.toHexString(report.trace()) + "  (the same run has the same)");
    row("Run it again", replay(report.plan()));
  }

  private String replay(SimulationPlan plan) {
    return program + " " + String.join(" ", plan.arguments());
  }

  private static String verdict(SimulationReport report) {
    int survivors = report.hit().living();
    String failed = count(report.plan().doomed()) + " of " + count(report.plan().nodes())
        + " nodes failed. The ";
    return report.isHealed()
        ? "OK: " + failed + count(survivors)
            + " others are one symmetric component, without dead entries."
        : "FAILED: " + failed + count(survivors) + " others have not healed in "
            + report.plan().healCycles() + " cycles.";
  }

  // Several runs

  /**
   * Prints what runs with different seeds have shown together.
   *
   * @param realMillis how long they took
   */
  void print(List<SimulationReport> reports, long realMillis) {
    SimulationPlan plan = reports.get(0).plan();
    out.println();
    row("Of " + reports.size() + " runs", "mean", "deviation", "least", "most");
    spread(reports, "reachable just after, %", one -> 100 * one.hit().largestShare());
    spread(reports, "first message reached, %", one -> 100 * one.firstReliability());
    spread(reports, "all messages reached, %", one -> 100 * one.meanReliability());
    spread(reports, "components at the end", one -> one.after().components());
    spread(reports, "one-way entries at the end", one -> one.after().oneWay());
    spread(reports, "neighbors at the end, mean", one -> one.after().meanDegree());
    spread(reports, "hops at the end, mean", one -> one.after().path());
    spread(reports, "living in reserve, %", one -> 100 * one.after().passiveAccuracy());
    spread(reports, "one component again, s", one -> seconds(one.timeToConnect()));
    spread(reports, "whole again, s", one -> seconds(one.timeToHeal()));
    spread(reports, "messages a node and step", SimulationReport::messageCost);
    out.println();
    row("Reachable, ideal", limit(plan));
    long events = reports.stream().mapToLong(SimulationReport::events).sum();
    row("Events", count(events));
    row("Real time", real(realMillis, events));
    row("Run them again", replay(plan) + " --runs " + reports.size());
    out.println();
    long healed = reports.stream().filter(SimulationReport::isHealed).count();
    out.println((healed == reports.size() ? "OK: " : "FAILED: ") + healed + " of " + reports.size()
        + " runs healed" + notHealed(reports) + ".");
  }

  private void spread(
      List<SimulationReport> reports, String name, ToDoubleFunction<SimulationReport> figure) {
    Statistics statistics = new Statistics();
    reports.stream().mapToDouble(figure).filter(Double::isFinite).forEach(statistics::add);
    row(
        name,
        decimal(statistics.mean(), 3),
        decimal(statistics.standardDeviation(), 3),
        decimal(statistics.min(), 3),
        decimal(statistics.max(), 3));
  }

  private static double seconds(@Nullable Long millis) {
    return millis == null ? Double.NaN : millis / 1_000.0;
  }

  private static String notHealed(List<SimulationReport> reports) {
    List<String> seeds = reports.stream()
        .filter(report -> !report.isHealed())
        .map(report -> String.valueOf(report.plan().seed()))
        .toList();
    return seeds.isEmpty() ? "" : "; not those with seed " + String.join(", ", seeds);
  }

  // Text

  private void row(String name, String value) {
    out.println(String.format(Locale.ROOT, "  %-30s%s", name, value).stripTrailing());
  }

  private void row(String name, String one, String two, String three, String four) {
    out.println(String.format(Locale.ROOT, "  %-30s%-14s%-14s%-14s%s", name, one, two, three, four)
        .stripTrailing());
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String decimal(double number, int digits) {
    return Double.isNaN(number) ? "-" : String.format(Locale.ROOT, "%." + digits + "f", number);
  }

  private static String percent(double share) {
    return decimal(100 * share, 1) + " %";
  }

  private static String time(@Nullable Long millis) {
    return millis == null ? "never" : RunClock.seconds(millis);
  }

  private static String virtual(long millis) {
    Duration time = Duration.ofMillis(millis);
    return String.format(
        Locale.ROOT,
        "%d h %d min %d s",
        time.toHours(),
        time.toMinutesPart(),
        time.toSecondsPart());
  }

  private static String real(long millis, long events) {
    return RunClock.seconds(millis) + " (" + count(events * 1_000 / Math.max(1, millis))
        + " events a second)";
  }
}
