package org.hyparview.benchmarks.paper;

import static org.hyparview.benchmarks.paper.Spread.number;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.hyparview.simulation.metrics.Percolation;

/** Massive failures with the paper's repair: Fig. 2, Fig. 3, and what bounds them. */
final class Failures implements Experiment {

  private static final double ANY = Double.POSITIVE_INFINITY;
  private static final int DEGREE = 5;
  private static final int SHOWN_MESSAGES = 11;
  private static final int DRAWN_MESSAGES = 21;

  @Override
  public String name() {
    return "failures";
  }

  @Override
  public Outcome run(Settings settings, Workers workers) {
    List<FailureRun> runs =
        FailureRun.all(name(), Policy.paper(), PaperValues.FAILED, settings, workers);
    List<Claim> claims = new ArrayList<>();
    if (settings.areThePapers()) {
      claims.addAll(meanClaims(runs));
      claims.addAll(limitClaims(runs));
      claims.addAll(messageClaims(runs));
    }
    List<Chart> charts = List.of(fig2(runs), fig3(settings, runs), first(runs));
    return new Outcome(section(settings, runs, claims), claims, charts);
  }

  // Claims

  private static List<Claim> meanClaims(List<FailureRun> runs) {
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < PaperValues.FAILED.length; i++) {
      int failed = PaperValues.FAILED[i];
      double min = failed <= 50 ? 99.9 : failed <= 80 ? 99.8 : failed <= 90 ? 99 : 89;
      double max = failed <= 90 ? ANY : 93;
      claims.add(new Claim(
          "Fig. 2: mean reliability after " + failed + " %",
          number(PaperValues.HYPARVIEW[i], 2),
          min,
          max,
          Spread.of(FailureRun.of(failed, runs), run -> 100 * run.reliability().mean()),
          2));
    }
    return claims;
  }

  /** The first message is percolation; what is known bounds the last. */
  private static List<Claim> limitClaims(List<FailureRun> runs) {
    List<Claim> claims = new ArrayList<>();
    Percolation limit = new Percolation(DEGREE);
    for (int failed : new int[] {40, 50, 60, 70}) {
      double expected = 100 * limit.giantComponent(failed / 100.0);
      double tolerance = failed == 70 ? 3 : 0.6;
      claims.add(new Claim(
          "largest component at the failure, " + failed + " %; percolation",
          number(expected, 2),
          expected - tolerance,
          expected + tolerance,
          Spread.of(FailureRun.of(failed, runs), run -> 100 * run.component().at(0)),
          2));
    }
    List<FailureRun> worst = FailureRun.of(95, runs);
    claims.add(new Claim(
        "largest component of what is known, 95 %; independent views",
        "95.71", 94.5, 97, Spread.of(worst, run -> 100 * run.knowledge()), 2));
    claims.add(new Claim(
        "Fig. 3f: plateau after 95 %",
        number(PaperValues.PLATEAU_AT_95, 1),
        94,
        97,
        Spread.of(worst, run -> 100 * run.component().last()),
        2));
    return claims;
  }

  private static List<Claim> messageClaims(List<FailureRun> runs) {
    return List.of(
        message(runs, 60, 1, 99.4, 99),
        message(runs, 70, 1, 96.5, 94),
        message(runs, 80, 2, 98.1, 96),
        message(runs, 80, 4, 99.9, 99.5),
        message(runs, 95, 7, 93.7, 88));
  }

  private static Claim message(
      List<FailureRun> runs, int failed, int message, double paper, double least) {
    return new Claim(
        "Fig. 3: message " + message + " after " + failed + " %",
        number(paper, 1),
        least,
        ANY,
        Spread.of(FailureRun.of(failed, runs), run -> 100 * run.component().at(message)),
        2);
  }

  // The section

  private static String section(Settings settings, List<FailureRun> runs, List<Claim> claims) {
    StringBuilder text = new StringBuilder();
    if (!claims.isEmpty()) {
      text.append(Table.ofClaims(claims)).append('\n');
    }
    text.append("Mean reliability in percent of ")
        .append(number(settings.messages(), 0))
        .append(" messages after a failure (Fig. 2); all but ours are the paper's own values:\n\n")
        .append(means(runs))
        .append("\n![Mean reliability](images/paper-fig2.svg)\n\n")
        .append("Message by message (Fig. 3): percent of the survivors that a message from the "
            + "largest component reaches, with the\npaper's value in brackets:\n\n")
        .append(messages(settings, runs))
        .append("\n![Message by message](images/paper-fig3.svg)\n\n")
        .append("The first message, before any repair, beside the limit for random regular "
            + "graphs of degree 5, and what the survivors\nknow of each other; in percent:\n\n")
        .append(limits(runs))
        .append("\n![The first message](images/paper-percolation.svg)\n");
    return text.toString();
  }

  private static Table means(List<FailureRun> runs) {
    Table table =
        new Table("failed %", "paper", "ours", "min", "max", "CyclonAcked", "Cyclon", "Scamp");
    for (int i = 0; i < PaperValues.FAILED.length; i++) {
      int failed = PaperValues.FAILED[i];
      Spread ours =
          Spread.of(FailureRun.of(failed, runs), run -> 100 * run.reliability().mean());
      table.row(
          failed,
          number(PaperValues.HYPARVIEW[i], 2),
          ours.text(2),
          number(ours.min(), 2),
          number(ours.max(), 2),
          number(PaperValues.CYCLON_ACKED[i], 2),
          number(PaperValues.CYCLON[i], 2),
          number(PaperValues.SCAMP[i], 2));
    }
    return table;
  }

  private static Table messages(Settings settings, List<FailureRun> runs) {
    int shown = Math.min(SHOWN_MESSAGES, settings.messages());
    List<String> head = new ArrayList<>(List.of("failed %"));
    IntStream.range(0, shown).forEach(message -> head.add(Integer.toString(message)));
    head.add("last");
    Table table = new Table(head.toArray(new String[0]));
    for (int part = 0; part < PaperValues.FIG3_FAILED.length; part++) {
      double[] paper = PaperValues.FIG3[part];
      int failed = PaperValues.FIG3_FAILED[part];
      List<FailureRun> these = FailureRun.of(failed, runs);
      List<String> cells = new ArrayList<>();
      for (int message = 0; message < shown; message++) {
        int at = message;
        String ours = Spread.of(these, run -> 100 * run.component().at(at)).mean(1);
        boolean known = message < paper.length;
        cells.add(known ? ours + " (" + number(paper[message], 1) + ")" : ours);
      }
      cells.add(Spread.of(these, run -> 100 * run.component().last()).mean(1));
      table.row(Integer.toString(failed), cells);
    }
    return table;
  }

  private static Table limits(List<FailureRun> runs) {
    Percolation limit = new Percolation(DEGREE);
    Table table = new Table(
        "failed %",
        "limit, sender inside",
        "largest component",
        "limit, any sender",
        "mean reliability",
        "paper, first message",
        "known");
    for (int i = 0; i < PaperValues.FAILED.length; i++) {
      int failed = PaperValues.FAILED[i];
      List<FailureRun> these = FailureRun.of(failed, runs);
      table.row(
          failed,
          number(100 * limit.giantComponent(failed / 100.0), 2),
          Spread.of(these, run -> 100 * run.component().at(0)).text(2),
          number(100 * limit.meanReliability(failed / 100.0), 2),
          Spread.of(these, run -> 100 * run.first()).text(2),
          number(PaperValues.FIRST_MESSAGE[i], 1),
          Spread.of(these, run -> 100 * run.knowledge()).text(2));
    }
    return table;
  }

  // Charts

  private static Chart fig2(List<FailureRun> runs) {
    double[] failed = IntStream.of(PaperValues.FAILED).asDoubleStream().toArray();
    Charts.Lines lines = new Charts.Lines(
        "Fig. 2: reliability of the messages after a massive failure",
        "nodes that failed, %",
        "mean reliability, %");
    lines.band("HyParView, ours", failed, spreads(runs, run -> run.reliability().mean()));
    lines.markers("HyParView, paper", failed, PaperValues.HYPARVIEW);
    lines.dashed("CyclonAcked, paper", failed, PaperValues.CYCLON_ACKED);
    lines.dashed("Cyclon, paper", failed, PaperValues.CYCLON);
    lines.dashed("Scamp, paper", failed, PaperValues.SCAMP);
    return new Chart("paper-fig2", lines.chart());
  }

  private static List<Spread> spreads(List<FailureRun> runs, ToDoubleFunction<FailureRun> share) {
    return IntStream.of(PaperValues.FAILED)
        .mapToObj(
            failed -> Spread.of(FailureRun.of(failed, runs), run -> 100 * share.applyAsDouble(run)))
        .toList();
  }

  private static Chart fig3(Settings settings, List<FailureRun> runs) {
    int drawn = Math.min(DRAWN_MESSAGES, settings.messages());
    double[] messages = IntStream.range(0, drawn).asDoubleStream().toArray();
    Charts.Lines lines = new Charts.Lines(
        "Fig. 3: message by message after a massive failure",
        "message, the first at the moment of the failure",
        "reliability, %");
    for (int part = 0; part < PaperValues.FIG3_FAILED.length; part++) {
      int failed = PaperValues.FIG3_FAILED[part];
      List<FailureRun> these = FailureRun.of(failed, runs);
      List<Spread> ours = IntStream.range(0, drawn)
          .mapToObj(message -> Spread.of(these, run -> 100 * run.component().at(message)))
          .toList();
      double[] paper = PaperValues.FIG3[part];
      double[] known = IntStream.range(0, paper.length).asDoubleStream().toArray();
      lines.band(failed + " %, ours", messages, ours);
      lines.markersInSameColor(failed + " %, paper", known, paper);
    }
    return new Chart("paper-fig3", lines.chart());
  }

  private static Chart first(List<FailureRun> runs) {
    double[] failed = IntStream.of(PaperValues.FAILED).asDoubleStream().toArray();
    double[] fine = IntStream.rangeClosed(0, 100).asDoubleStream().toArray();
    Percolation limit = new Percolation(DEGREE);
    Charts.Lines lines = new Charts.Lines(
        "The first message after a massive failure, before any repair",
        "nodes that failed, %",
        "reliability, %");
    lines.band(
        "sender in the largest component",
        failed,
        spreads(runs, run -> run.component().at(0)));
    lines.dashedInSameColor(
        "its limit, S",
        fine,
        IntStream.rangeClosed(0, 100)
            .mapToDouble(f -> 100 * limit.giantComponent(f / 100.0))
            .toArray());
    lines.band("any sender", failed, spreads(runs, FailureRun::first));
    lines.dashedInSameColor(
        "its limit, S²",
        fine,
        IntStream.rangeClosed(0, 100)
            .mapToDouble(f -> 100 * limit.meanReliability(f / 100.0))
            .toArray());
    lines.markers("TR-07-14, Fig. 6a", failed, PaperValues.FIRST_MESSAGE);
    return new Chart("paper-percolation", lines.chart());
  }
}
