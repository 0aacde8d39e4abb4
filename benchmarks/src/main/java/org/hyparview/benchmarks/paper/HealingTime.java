package org.hyparview.benchmarks.paper;

import static org.hyparview.benchmarks.paper.Spread.number;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** Healing time in cycles after a massive failure, with the paper's repair: Fig. 4. */
final class HealingTime implements Experiment {

  private static final int BROADCASTS = 10;
  private static final int MOST_CYCLES = 40;
  private static final int[] FAILED = Arrays.copyOf(PaperValues.FAILED, 9);

  /**
   * One overlay that heals. A cycle counts from 0, which begins with the failure.
   *
   * @param cycles until ten broadcasts reach as many as before the failure; {@link #MOST_CYCLES}
   *     and more if they don't
   * @param cyclesToLimit until the largest component is that of what the survivors knew
   */
  private record Run(int failed, int cycles, int cyclesToLimit) {}

  @Override
  public String name() {
    return "healing";
  }

  @Override
  public Outcome run(Settings settings, Workers workers) {
    List<Callable<Run>> simulations = new ArrayList<>();
    for (int failed : FAILED) {
      for (int i = 0; i < settings.runs(); i++) {
        long seed = settings.seed() + i;
        simulations.add(() -> simulate(failed, settings, seed));
      }
    }
    List<Run> runs = workers.all(name(), simulations);
    List<Claim> claims = settings.areThePapers() ? claims(runs) : List.of();
    return new Outcome(section(runs, claims), claims, List.of(fig4(runs)));
  }

  private static Run simulate(int failed, Settings settings, long seed) {
    Overlay overlay =
        Overlay.stable(Policy.paperInCycles(), settings.nodes(), seed, settings.cycles());
    double before = overlay.meanReliability(BROADCASTS);
    overlay.fail(failed / 100.0);
    double limit = overlay.largestKnowledge();
    int cycles = MOST_CYCLES;
    int cyclesToLimit = MOST_CYCLES;
    for (int cycle = 0; cycle < MOST_CYCLES && cycles == MOST_CYCLES; cycle++) {
      double sum = 0;
      double least = 1;
      for (int i = 0; i < BROADCASTS; i++) {
        sum += overlay.broadcast().reliability();
        least = Math.min(least, overlay.largestComponent());
        if (cycle == 0 && i == 0) {
          overlay.firstStep();
        } else {
          overlay.step();
        }
      }
      cycles = sum / BROADCASTS >= before ? cycle : cycles;
      cyclesToLimit = least >= limit ? Math.min(cycle, cyclesToLimit) : cyclesToLimit;
    }
    return new Run(failed, cycles, cyclesToLimit);
  }

  private static List<Run> of(int failed, List<Run> runs) {
    return runs.stream().filter(run -> run.failed == failed).toList();
  }

  private static List<Claim> claims(List<Run> runs) {
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < FAILED.length; i++) {
      int paper = PaperValues.HEALING[i];
      claims.add(new Claim(
          "Fig. 4: cycles to heal after " + FAILED[i] + " %",
          Integer.toString(paper),
          Double.NEGATIVE_INFINITY,
          paper + 1,
          Spread.of(of(FAILED[i], runs), Run::cyclesToLimit),
          1));
    }
    return claims;
  }

  private static String section(List<Run> runs, List<Claim> claims) {
    StringBuilder text = new StringBuilder();
    if (!claims.isEmpty()) {
      text.append(Table.ofClaims(claims)).append('\n');
    }
    Table table = new Table(
        "failed %",
        "paper",
        "to what was known",
        "max",
        "to all survivors",
        "of the runs",
        "CyclonAcked",
        "Cyclon");
    for (int i = 0; i < FAILED.length; i++) {
      List<Run> these = of(FAILED[i], runs);
      List<Run> healed = these.stream().filter(run -> run.cycles < MOST_CYCLES).toList();
      Spread limit = Spread.of(these, Run::cyclesToLimit);
      table.row(
          FAILED[i],
          PaperValues.HEALING[i],
          limit.text(1),
          number(limit.max(), 0),
          healed.isEmpty() ? "–" : Spread.of(healed, Run::cycles).mean(1),
          healed.size() + " of " + these.size(),
          PaperValues.HEALING_CYCLON_ACKED[i],
          PaperValues.HEALING_CYCLON[i]);
    }
    return text.append(table)
        .append("\n![Healing time](images/paper-fig4.svg)\n")
        .toString();
  }

  private static Chart fig4(List<Run> runs) {
    double[] failed = IntStream.of(FAILED).asDoubleStream().toArray();
    Charts.Lines lines = new Charts.Lines(
        "Fig. 4: healing time after a massive failure", "nodes that failed, %", "cycles");
    List<Spread> ours = new ArrayList<>();
    for (int share : FAILED) {
      ours.add(Spread.of(of(share, runs), Run::cyclesToLimit));
    }
    lines.band("HyParView, ours", failed, ours);
    lines.markers(
        "HyParView, paper",
        failed,
        IntStream.of(PaperValues.HEALING).asDoubleStream().toArray());
    return new Chart("paper-fig4", lines.chart());
  }
}
