package org.hyparview.benchmarks.paper;

import static org.hyparview.benchmarks.paper.Spread.number;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.hyparview.benchmarks.paper.TreeRun.Variant;

/** Epidemic broadcast trees over the same overlay: TR-07-14. */
final class Trees implements Experiment {

  /** The first of the messages that are measured, when the tree is built. */
  private static final int FROM = TreeRun.BROADCASTS / 2;

  private static final double NONE = Double.NEGATIVE_INFINITY;
  private static final double ANY = Double.POSITIVE_INFINITY;

  /** Fig. 2b: redundancy of the first messages. */
  private static final double[] PAPER_REDUNDANCY = {2.03, 0.88, 0.04, 0.016, 0.009};

  @Override
  public String name() {
    return "trees";
  }

  @Override
  public Outcome run(Settings settings, Workers workers) {
    List<Callable<TreeRun>> simulations = new ArrayList<>();
    for (Variant variant : Variant.values()) {
      for (int i = 0; i < settings.runs(); i++) {
        long seed = settings.seed() + i;
        simulations.add(() -> TreeRun.simulate(variant, settings, seed));
      }
    }
    List<TreeRun> runs = workers.all(name(), simulations);
    List<Claim> claims = settings.areThePapers() ? claims(runs) : List.of();
    return new Outcome(section(runs, claims), claims, List.of(redundancy(runs), hops(runs)));
  }

  private static List<TreeRun> of(Variant variant, List<TreeRun> runs) {
    return runs.stream().filter(run -> run.variant() == variant).toList();
  }

  /** The mean of what is measured once the tree is built. */
  private static Spread built(
      Variant variant, List<TreeRun> runs, Function<TreeRun, Series> values) {
    return Spread.of(of(variant, runs), run -> values.apply(run).mean(FROM, TreeRun.BROADCASTS));
  }

  private static List<Claim> claims(List<TreeRun> runs) {
    List<Claim> claims = new ArrayList<>();
    claims.add(new Claim(
        "Fig. 2b: redundancy of the fourth message",
        "0.016",
        NONE,
        0.05,
        Spread.of(of(Variant.SINGLE, runs), run -> run.redundancy().at(3)),
        3));
    claims.add(payloads(Variant.SINGLE, runs));
    claims.add(payloads(Variant.SINGLE_OPTIMIZED, runs));
    claims.add(new Claim(
        "Table 1: control messages, s-s",
        "29,987",
        29_700,
        30_300,
        built(Variant.SINGLE, runs, TreeRun::control),
        0));
    claims.add(hops(Variant.SINGLE, "9.99", 8, 10.5, runs));
    claims.add(hops(Variant.SINGLE_OPTIMIZED, "8.34", 8, 9.5, runs));
    claims.add(hops(Variant.MULTIPLE, "59", 30, 90, runs));
    claims.add(hops(Variant.MULTIPLE_OPTIMIZED, "17.2", 12, 22, runs));
    claims.add(new Claim(
        "reliability with 0.5 % failing in each cycle, %",
        "100",
        99.9,
        ANY,
        Spread.of(
            of(Variant.FAILING, runs),
            run -> 100 * run.reliability().mean(TreeRun.BUILDING, TreeRun.BROADCASTS)),
        3));
    return claims;
  }

  private static Claim payloads(Variant variant, List<TreeRun> runs) {
    return new Claim(
        "Table 1: payloads, " + variant.title,
        "9,999",
        9_999,
        10_010,
        built(variant, runs, TreeRun::payloads),
        0);
  }

  private static Claim hops(
      Variant variant, String paper, double min, double max, List<TreeRun> runs) {
    return new Claim(
        "last delivery hop, " + variant.title,
        paper,
        min,
        max,
        built(variant, runs, TreeRun::lastHop),
        2);
  }

  private static String section(List<TreeRun> runs, List<Claim> claims) {
    StringBuilder text = new StringBuilder();
    if (!claims.isEmpty()) {
      text.append(Table.ofClaims(claims)).append('\n');
    }
    return text.append("A message once the tree is built; the paper's values in brackets:\n\n")
        .append(table(runs))
        .append("\n![Redundancy](images/paper-redundancy.svg)\n\n")
        .append("![Last delivery hop](images/paper-last-hop.svg)\n")
        .toString();
  }

  private static Table table(List<TreeRun> runs) {
    Table table =
        new Table("", "reliability %", "payloads", "control", "RMR", "LDH", "LDH of a flood");
    for (Variant variant : Variant.values()) {
      table.row(
          variant.title,
          number(100 * built(variant, runs, TreeRun::reliability).mean(), 3),
          built(variant, runs, TreeRun::payloads).text(0) + bracketed(variant.paperPayloads),
          built(variant, runs, TreeRun::control).text(0) + bracketed(variant.paperControl),
          built(variant, runs, TreeRun::redundancy).text(4),
          built(variant, runs, TreeRun::lastHop).text(2) + bracketed(variant.paperLastHop),
          built(variant, runs, TreeRun::floodLastHop).mean(2) + " (8.85)");
    }
    return table;
  }

  private static String bracketed(String paper) {
    return paper.isEmpty() ? "" : " (" + paper + ")";
  }

  private static Chart redundancy(List<TreeRun> runs) {
    Charts.Lines lines = new Charts.Lines(
        "TR-07-14, Fig. 2b: redundancy while the tree is built", "broadcast", "RMR");
    lines.band(
        "Plumtree s-s, ours",
        numbers(TreeRun.BUILDING),
        IntStream.range(0, TreeRun.BUILDING)
            .mapToObj(at ->
                Spread.of(of(Variant.SINGLE, runs), run -> run.redundancy().at(at)))
            .toList());
    lines.markers("Plumtree s-s, paper", numbers(PAPER_REDUNDANCY.length), PAPER_REDUNDANCY);
    return new Chart("paper-redundancy", lines.chart());
  }

  private static Chart hops(List<TreeRun> runs) {
    Charts.Lines lines =
        new Charts.Lines("Last delivery hop, broadcast after broadcast", "broadcast", "hops");
    for (Variant variant : Variant.values()) {
      if (variant != Variant.FAILING) {
        lines.band(
            variant.title,
            numbers(TreeRun.BROADCASTS),
            IntStream.range(0, TreeRun.BROADCASTS)
                .mapToObj(
                    at -> Spread.of(of(variant, runs), run -> run.lastHop().at(at)))
                .toList());
      }
    }
    lines.dashed(
        "flood, ours",
        numbers(TreeRun.BROADCASTS),
        IntStream.range(0, TreeRun.BROADCASTS)
            .mapToDouble(at -> Spread.of(
                    of(Variant.SINGLE, runs), run -> run.floodLastHop().at(at))
                .mean())
            .toArray());
    return new Chart("paper-last-hop", lines.chart());
  }

  private static double[] numbers(int count) {
    return IntStream.range(0, count).asDoubleStream().toArray();
  }
}
