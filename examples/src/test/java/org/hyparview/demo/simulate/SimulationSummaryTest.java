package org.hyparview.demo.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;
import org.hyparview.demo.simulate.SimulationReport.Cycle;
import org.hyparview.demo.simulate.SimulationReport.Look;
import org.hyparview.demo.simulate.SimulationReport.Message;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SimulationSummaryTest {

  private static final Look BEFORE =
      new Look(1_000, 1, 1_000, 0, 0, List.of(0, 0, 0, 0, 10, 990), 4.99, 4.7, 0.0064, 1);
  private static final Look HIT =
      new Look(400, 50, 336, 0, 1_200, List.of(35, 110, 135, 85, 30, 5), 1.98, 9, 0.001, 0.4);
  private static final Look AFTER =
      new Look(400, 1, 400, 0, 0, List.of(0, 0, 0, 0, 4, 396), 4.99, 4.09, 0.009, 0.9);

  @Test
  void itShowsTheOverlayBesideTheIdeal() {
    assertThat(summaryOf(report(1, AFTER, 120L)))
        .contains(
            "  living nodes                  1,000         400           400",
            "  components                    1             50            1             1",
            "  in the largest                100.0 %       84.0 %        100.0 %       100.0 %",
            "  dead entries                  0             1,200         0             0",
            "  hops between two nodes, mean  4.70          -             4.09          4.05",
            "  living in reserve             100.0 %       40.0 %        90.0 %        100.0 %",
            "  Neighbors at the end          4: 1.0 %, 5: 99.0 %");
  }

  @Test
  void itShowsTheFirstMessagesAndTheLastBesideTheLimitOfPercolation() {
    assertThat(summaryOf(report(1, AFTER, 120L)))
        .containsSubsequence(
            "  message 1, after 0 ms         50.0 %        9             84.0 %        84.2 %",
            "  message 2, after 20 ms        100.0 %       7             100.0 %",
            "  mean of all 3                 83.3 %",
            "  all reach all from            message 2",
            "  One component again after     0.120 s");
  }

  @Test
  void itTellsHowToRunItAgain() {
    assertThat(summaryOf(report(1, AFTER, 120L)))
        .contains(
            "  Trace                         beef  (the same run has the same)",
            "  Run it again                  program --nodes 1000 --fail 0.6 --seed 1",
            "  Virtual time                  1 h 2 min 3 s",
            "  Real time                     2.000 s (500 events a second)")
        .last()
        .isEqualTo("OK: 600 of 1,000 nodes failed."
            + " The 400 others are one symmetric component, without dead entries.");
  }

  @Test
  void itSaysIfTheSurvivorsHaveNotHealed() {
    List<String> lines = summaryOf(report(1, HIT, null));
    assertThat(lines).contains("  One component again after     never");
    assertThat(lines)
        .last()
        .isEqualTo(
            "FAILED: 600 of 1,000 nodes failed." + " The 400 others have not healed in 10 cycles.");
  }

  @Test
  void ofSeveralRunsItShowsTheSpread() {
    List<SimulationReport> reports =
        List.of(report(1, AFTER, 100L), report(2, AFTER, 300L), report(3, HIT, null));
    assertThat(linesOf(summary -> summary.print(reports, 2_000)))
        .contains(
            "  Of 3 runs                     mean          deviation     least         most",
            "  one component again, s        0.200         0.141         0.100         0.300",
            "  Run them again                program --nodes 1000 --fail 0.6 --seed 1 --runs 3")
        .last()
        .isEqualTo("FAILED: 2 of 3 runs healed; not those with seed 3.");
  }

  @Test
  void theJsonHoldsThePlanAndEachRun() {
    var json = SimulationJson.of(List.of(report(1, AFTER, 120L), report(2, HIT, null)));
    assertThat(json.getJsonObject("plan").getInteger("nodes")).isEqualTo(1_000);
    assertThat(json.getDouble("percolationLimit")).isBetween(0.841, 0.843);
    var runs = json.getJsonArray("runs");
    assertThat(runs.getJsonObject(0).getBoolean("healed")).isTrue();
    assertThat(runs.getJsonObject(0).getJsonObject("hit").getInteger("largestComponent"))
        .isEqualTo(336);
    assertThat(runs.getJsonObject(1).getLong("seed")).isEqualTo(2);
    assertThat(runs.getJsonObject(1).getValue("timeToConnect")).isNull();
  }

  private static SimulationReport report(long seed, Look after, @Nullable Long timeToConnect) {
    SimulationPlan plan = new SimulationPlan(
        1_000,
        0.6,
        seed,
        HyParViewConfig.DEFAULT,
        SimulateCommand.CYCLES,
        SimulateCommand.HEAL_CYCLES,
        SimulateCommand.MESSAGES,
        SimulateCommand.EVERY,
        0,
        0,
        LatencyRange.DEFAULT,
        JoinSchedule.SEQUENTIAL,
        false,
        false);
    return new SimulationReport(
        plan,
        BEFORE,
        HIT,
        after,
        List.of(new Message(0, 0.5, 9, 0.84), new Message(20, 1, 7, 1), new Message(40, 1, 6, 1)),
        List.of(new Cycle(30_000, 1, 4.99, 0.8)),
        timeToConnect,
        timeToConnect,
        8.5,
        3_723_000,
        1_000,
        0xbeef);
  }

  private static List<String> summaryOf(SimulationReport report) {
    return linesOf(summary -> summary.print(report, 2_000));
  }

  private static List<String> linesOf(Consumer<SimulationSummary> printing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    printing.accept(new SimulationSummary(new PrintStream(bytes, true, UTF_8), "program"));
    return bytes.toString(UTF_8).lines().toList();
  }
}
