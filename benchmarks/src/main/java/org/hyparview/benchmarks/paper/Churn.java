package org.hyparview.benchmarks.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.hyparview.simulation.host.HyParViewHost;
import org.hyparview.simulation.metrics.Statistics;
import org.hyparview.simulation.net.Simulation;

/** Steady coming and going over a network that loses messages, with what ships. */
final class Churn implements Experiment {

  private static final double PER_MINUTE = 0.10;
  private static final double LOSS = 0.01;
  private static final int QUIET_TICKS = 10;
  private static final int TICKS = 20;
  private static final int PAUSES_PER_TICK = 3;
  private static final int BROADCASTS = 10;
  private static final double NONE = Double.NEGATIVE_INFINITY;
  private static final double ANY = Double.POSITIVE_INFINITY;

  /**
   * One overlay; shares are 0..1.
   *
   * @param quietMessages of the membership protocol, received by a node in a tick, while messages
   *     are lost but nobody comes or goes
   * @param messages the same with churn
   * @param worst the least mean reliability of ten broadcasts
   */
  private record Run(
      double quietMessages,
      double messages,
      double reliability,
      double worst,
      double atomic,
      double component,
      double degree,
      double accuracy) {}

  @Override
  public String name() {
    return "churn";
  }

  @Override
  public Outcome run(Settings settings, Workers workers) {
    List<Callable<Run>> simulations = new ArrayList<>();
    for (int i = 0; i < settings.runs(); i++) {
      long seed = settings.seed() + i;
      simulations.add(() -> simulate(settings, seed));
    }
    List<Run> runs = workers.all(name(), simulations);
    List<Claim> claims = settings.areThePapers() ? claims(runs) : List.of();
    return new Outcome(section(runs, claims), claims, List.of());
  }

  private static Run simulate(Settings settings, long seed) {
    Policy policy = Policy.ours();
    Overlay overlay = Overlay.stable(policy, settings.nodes(), seed, settings.cycles());
    Simulation<HyParViewHost> simulation = overlay.cluster().simulation();
    simulation.loss(LOSS);
    long start = simulation.messages();
    overlay.cluster().ticks(QUIET_TICKS);
    long before = simulation.messages();
    long pause = policy.config().shuffleInterval() / PAUSES_PER_TICK;
    Statistics reliability = new Statistics();
    Statistics means = new Statistics();
    Statistics atomic = new Statistics();
    Statistics component = new Statistics();
    Statistics degree = new Statistics();
    Statistics accuracy = new Statistics();
    for (int i = 0; i < TICKS * PAUSES_PER_TICK; i++) {
      overlay.cluster().churn(PER_MINUTE, pause);
      Statistics now = new Statistics();
      for (int message = 0; message < BROADCASTS; message++) {
        double reached = overlay.broadcast().reliability();
        now.add(reached);
        reliability.add(reached);
        atomic.add(reached == 1 ? 1 : 0);
      }
      means.add(now.mean());
      component.add(overlay.largestComponent());
      degree.add(overlay.cluster().meanDegree());
      accuracy.add(overlay.cluster().passiveAccuracy());
    }
    return new Run(
        (double) (before - start) / QUIET_TICKS / settings.nodes(),
        (double) (simulation.messages() - before) / TICKS / settings.nodes(),
        reliability.mean(),
        means.min(),
        atomic.mean(),
        component.mean(),
        degree.mean(),
        accuracy.mean());
  }

  private static List<Claim> claims(List<Run> runs) {
    return List.of(
        new Claim(
            "messages per node and tick, with 1 % loss",
            "–", NONE, 10, Spread.of(runs, Run::quietMessages), 2),
        new Claim(
            "mean reliability of floods, %",
            "–", 99, ANY, Spread.of(runs, run -> 100 * run.reliability), 3));
  }

  private static String section(List<Run> runs, List<Claim> claims) {
    StringBuilder text = new StringBuilder();
    if (!claims.isEmpty()) {
      text.append(Table.ofClaims(claims)).append('\n');
    }
    Table table = new Table("", "ours", "min", "max");
    row(table, "messages per node and tick, before", Spread.of(runs, Run::quietMessages), 2);
    row(table, "messages per node and tick", Spread.of(runs, Run::messages), 2);
    row(table, "reliability of floods, %", Spread.of(runs, run -> 100 * run.reliability), 3);
    row(table, "worst ten floods in a row, %", Spread.of(runs, run -> 100 * run.worst), 2);
    row(table, "floods that reach all, %", Spread.of(runs, run -> 100 * run.atomic), 1);
    row(table, "largest component, %", Spread.of(runs, run -> 100 * run.component), 3);
    row(table, "mean degree", Spread.of(runs, Run::degree), 3);
    row(table, "accuracy of passive views, %", Spread.of(runs, run -> 100 * run.accuracy), 1);
    return text.append(table).toString();
  }

  private static void row(Table table, String name, Spread ours, int digits) {
    table.row(
        name,
        ours.text(digits),
        Spread.number(ours.min(), digits),
        Spread.number(ours.max(), digits));
  }
}
