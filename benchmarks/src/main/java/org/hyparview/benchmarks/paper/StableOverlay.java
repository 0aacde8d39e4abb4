package org.hyparview.benchmarks.paper;

import static org.hyparview.benchmarks.paper.Spread.number;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.hyparview.simulation.metrics.BroadcastMetrics;
import org.hyparview.simulation.metrics.DegreeDistribution;
import org.hyparview.simulation.metrics.OverlayGraph;
import org.hyparview.simulation.metrics.RandomRegularLimits;
import org.hyparview.simulation.metrics.ShortestPaths;
import org.hyparview.simulation.metrics.Statistics;

/** The overlay before anything fails: Table 1, Fig. 5, and degrees cycle by cycle. */
final class StableOverlay implements Experiment {

  private static final int BROADCASTS = 100;
  private static final int DEGREE = 5;
  private static final double NONE = Double.NEGATIVE_INFINITY;
  private static final double ANY = Double.POSITIVE_INFINITY;

  private record Run(
      double degreeOfJoinsAlone,
      Series degrees,
      double clustering,
      ShortestPaths paths,
      double lastHop,
      double payloads,
      DegreeDistribution inDegrees,
      int oneWay,
      DegreeDistribution knownBy) {}

  @Override
  public String name() {
    return "overlay";
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
    return new Outcome(section(settings, runs, claims), claims, List.of(fig5(settings, runs)));
  }

  private static Run simulate(Settings settings, long seed) {
    double joinsAlone =
        Overlay.join(Policy.joinsAlone(), settings.nodes(), seed).cluster().meanDegree();
    Overlay overlay = Overlay.join(Policy.paper(), settings.nodes(), seed);
    double[] degrees = new double[settings.cycles() + 1];
    degrees[0] = overlay.cluster().meanDegree();
    for (int cycle = 1; cycle < degrees.length; cycle++) {
      overlay.cluster().ticks(1);
      degrees[cycle] = overlay.cluster().meanDegree();
    }
    OverlayGraph graph = overlay.graph();
    Statistics lastHops = new Statistics();
    Statistics payloads = new Statistics();
    for (int i = 0; i < BROADCASTS; i++) {
      BroadcastMetrics broadcast = overlay.broadcast();
      lastHops.add(broadcast.lastDeliveryHop());
      payloads.add((double) broadcast.payloads());
    }
    return new Run(
        joinsAlone,
        new Series(degrees),
        graph.clusteringCoefficient(),
        ShortestPaths.of(graph),
        lastHops.mean(),
        payloads.mean(),
        graph.inDegrees(),
        overlay.cluster().activeViews().oneWayEdges(),
        overlay.passiveViews().inDegrees());
  }

  private static List<Claim> claims(List<Run> runs) {
    Spread full = Spread.of(runs, run -> run.inDegrees.count(DEGREE));
    return List.of(
        new Claim(
            "Table 1: clustering coefficient",
            "0.00092",
            NONE,
            0.0015,
            Spread.of(runs, Run::clustering),
            5),
        new Claim(
            "Table 1: average shortest path",
            "6.38542",
            6.35,
            6.45,
            Spread.of(runs, run -> run.paths.mean()),
            4),
        new Claim(
            "Table 1: maximum hops to delivery", "9.0", 8, 9.5, Spread.of(runs, Run::lastHop), 2),
        new Claim("Fig. 5: nodes with in-degree 5", "9,980", 9_900, ANY, full, 0),
        new Claim("one-way links at rest", "0", NONE, 0, Spread.of(runs, Run::oneWay), 0),
        new Claim(
            "mean degree after joins, nothing refilled",
            "4.03",
            4.00,
            4.06,
            Spread.of(runs, Run::degreeOfJoinsAlone),
            3),
        new Claim(
            "mean degree after one cycle",
            "4.90",
            4.90,
            ANY,
            Spread.of(runs, run -> run.degrees.at(1)),
            3),
        new Claim(
            "mean degree after all cycles",
            "4.998",
            4.99,
            ANY,
            Spread.of(runs, run -> run.degrees.last()),
            3),
        new Claim(
            "payloads of one flood", "39,984", 39_900, 40_001, Spread.of(runs, Run::payloads), 0));
  }

  private static String section(Settings settings, List<Run> runs, List<Claim> claims) {
    StringBuilder text = new StringBuilder();
    if (!claims.isEmpty()) {
      text.append(Table.ofClaims(claims)).append('\n');
    }
    text.append("Mean degree by cycle; the paper's is the redundancy of floods in TR-07-14, "
        + "Fig. 2b, plus 2:\n\n");
    text.append(degrees(settings, runs)).append('\n');
    text.append("The graph beside a random one, which is the ideal, and the other protocols' "
        + "graphs from the paper's Table 1:\n\n");
    text.append(graphs(settings, runs)).append('\n');
    text.append("In-degrees, ours as the mean of the runs:\n\n").append(inDegrees(runs));
    Spread known = Spread.of(runs, run -> run.knownBy.mean());
    Spread spread = Spread.of(runs, run -> run.knownBy.standardDeviation());
    text.append("\nA node is in ")
        .append(known.mean(1))
        .append(" passive views, with a standard deviation of ")
        .append(spread.mean(1))
        .append("; of independent views it would be 5.5.\n\n");
    return text.append("![In-degrees](images/paper-fig5.svg)\n").toString();
  }

  private static Table degrees(Settings settings, List<Run> runs) {
    Table table = new Table("cycle", "paper", "ours");
    for (int cycle : new int[] {0, 1, 2, 3, 5, 7, 10, 20, 50}) {
      if (cycle <= settings.cycles()) {
        int known = PaperValues.indexOf(PaperValues.DEGREE_CYCLES, cycle);
        Spread ours = Spread.of(runs, run -> run.degrees.at(cycle));
        table.row(cycle, known < 0 ? "" : number(PaperValues.DEGREES[known], 2), ours.text(3));
      }
    }
    return table;
  }

  private static Table graphs(Settings settings, List<Run> runs) {
    RandomRegularLimits random = new RandomRegularLimits(settings.nodes(), DEGREE);
    return new Table("", "clustering", "mean path", "last delivery, hops")
        .row(
            "ours",
            Spread.of(runs, Run::clustering).mean(5),
            Spread.of(runs, run -> run.paths.mean()).mean(3),
            Spread.of(runs, run -> run.paths.meanEccentricity()).mean(2))
        .row(
            "random graph of degree 5",
            number(random.clusteringCoefficient(), 5),
            number(random.meanPath(), 3),
            number(random.meanEccentricity(), 2))
        .row("HyParView, paper", "0.00092", "6.385", "9.0")
        .row("Cyclon, paper", "0.00684", "2.604", "10.6")
        .row("Scamp, paper", "0.02248", "3.354", "14.1");
  }

  private static Table inDegrees(List<Run> runs) {
    Table table = new Table("in-degree", "paper", "ours");
    for (int degree = DEGREE; degree >= 0; degree--) {
      int at = degree;
      table.row(
          degree,
          number(PaperValues.IN_DEGREES[degree], 0),
          Spread.of(runs, run -> run.inDegrees.count(at)).text(1));
    }
    return table;
  }

  private static Chart fig5(Settings settings, List<Run> runs) {
    List<String> degrees =
        IntStream.rangeClosed(1, DEGREE).mapToObj(Integer::toString).toList();
    List<Double> ours = new ArrayList<>();
    List<Double> paper = new ArrayList<>();
    for (int degree = 1; degree <= DEGREE; degree++) {
      int at = degree;
      ours.add(Spread.of(runs, run -> run.inDegrees.count(at)).mean());
      paper.add((double) PaperValues.IN_DEGREES[degree] * settings.nodes() / Settings.PAPER_NODES);
    }
    return new Chart(
        "paper-fig5",
        Charts.bars(
            "Fig. 5: in-degree of the active views", "in-degree", "nodes", degrees, ours, paper));
  }
}
