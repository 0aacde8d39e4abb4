package org.hyparview.benchmarks.paper;

import static org.hyparview.benchmarks.paper.Spread.number;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Massive failures with what ships: dials until one succeeds, and the way back by contacts. */
final class Repairs implements Experiment {

  private static final int[] FAILED = {50, 70, 80, 90, 95};
  private static final int ROW = 10;
  private static final double ANY = Double.POSITIVE_INFINITY;
  private static final int DRAWN_MESSAGES = 31;

  @Override
  public String name() {
    return "repairs";
  }

  @Override
  public Outcome run(Settings settings, Workers workers) {
    List<FailureRun> runs = FailureRun.all(name(), Policy.ours(), FAILED, settings, workers);
    List<Claim> claims = settings.areThePapers() ? claims(runs) : List.of();
    return new Outcome(section(settings, runs, claims), claims, List.of(messages(settings, runs)));
  }

  private static double seconds(FailureRun run) {
    return run.reliability().firstRowOf(1, ROW) * Policy.ours().step() / 1_000.0;
  }

  private static double healed(FailureRun run) {
    int end = run.reliability().size();
    return run.reliability().mean(end - Math.max(1, end / 10), end);
  }

  private static List<Claim> claims(List<FailureRun> runs) {
    List<Claim> claims = new ArrayList<>();
    for (int failed : FAILED) {
      List<FailureRun> these = FailureRun.of(failed, runs);
      claims.add(new Claim(
          "reliability once healed, after " + failed + " %; better than the paper's policy",
          number(PaperValues.HYPARVIEW[PaperValues.indexOf(PaperValues.FAILED, failed)], 2),
          99,
          ANY,
          Spread.of(these, run -> 100 * healed(run)),
          2));
    }
    return claims;
  }

  private static String section(Settings settings, List<FailureRun> runs, List<Claim> claims) {
    StringBuilder text = new StringBuilder();
    if (!claims.isEmpty()) {
      text.append(Table.ofClaims(claims)).append('\n');
    }
    Table table = new Table(
        "failed %",
        "paper, mean",
        "ours, mean",
        "ours, first second",
        "ours, last tenth",
        "known without contact",
        "seconds to all",
        "greatest");
    int second = Math.min(ROW, settings.messages());
    for (int failed : FAILED) {
      List<FailureRun> these = FailureRun.of(failed, runs);
      Spread seconds = Spread.of(these, Repairs::seconds);
      table.row(
          failed,
          number(PaperValues.HYPARVIEW[PaperValues.indexOf(PaperValues.FAILED, failed)], 2),
          Spread.of(these, run -> 100 * run.reliability().mean()).text(2),
          Spread.of(these, run -> 100 * run.reliability().mean(0, second)).mean(1),
          Spread.of(these, run -> 100 * healed(run)).mean(2),
          Spread.of(these, run -> 100 * run.knowledge()).mean(2),
          seconds.text(1),
          number(seconds.max(), 1));
    }
    return text.append(table)
        .append("\n![Message by message, with our repairs](images/paper-repairs.svg)\n")
        .toString();
  }

  private static Chart messages(Settings settings, List<FailureRun> runs) {
    int drawn = Math.min(DRAWN_MESSAGES, settings.messages());
    double step = Policy.ours().step() / 1_000.0;
    double[] time =
        IntStream.range(0, drawn).mapToDouble(message -> message * step).toArray();
    Charts.Lines lines = new Charts.Lines(
        "With our repairs: after a massive failure",
        "time since the failure, s",
        "survivors in the largest component, %");
    for (int failed : FAILED) {
      List<FailureRun> these = FailureRun.of(failed, runs);
      lines.band(
          failed + " % failed",
          time,
          IntStream.range(0, drawn)
              .mapToObj(message -> Spread.of(these, run -> 100 * run.component().at(message)))
              .toList());
    }
    return new Chart("paper-repairs", lines.chart());
  }
}
