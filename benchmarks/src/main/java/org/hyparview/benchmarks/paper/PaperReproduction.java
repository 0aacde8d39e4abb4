package org.hyparview.benchmarks.paper;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.hyparview.benchmarks.paper.Experiment.Chart;
import org.hyparview.benchmarks.paper.Experiment.Outcome;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Repeats the experiments of the paper with the machines that ship, and writes what came of them
 * into {@code paper.md} and its charts. The same options give the same files, whatever the number
 * of threads. Exits with 1 if a claim fails.
 */
@Command(
    name = "paper-reproduction",
    mixinStandardHelpOptions = true,
    description = "Repeats the experiments of the HyParView paper in simulation.")
public final class PaperReproduction implements Callable<Integer> {

  private static final List<Experiment> EXPERIMENTS = List.of(
      new StableOverlay(),
      new Failures(),
      new HealingTime(),
      new Repairs(),
      new Churn(),
      new Trees());

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--nodes", defaultValue = "10000", description = "nodes of each overlay")
  private int nodes;

  @Option(names = "--runs", defaultValue = "20", description = "runs of each experiment")
  private int runs;

  @Option(names = "--seed", defaultValue = "1", description = "of the first run")
  private long seed;

  @Option(names = "--cycles", defaultValue = "50", description = "before anything is measured")
  private int cycles;

  @Option(names = "--messages", defaultValue = "1000", description = "after each failure")
  private int messages;

  @Option(
      names = "--only",
      split = ",",
      description = "some of: overlay, failures, healing, repairs, churn, trees")
  private List<String> only = List.of();

  @Option(names = "--docs", defaultValue = "docs", description = "where paper.md is")
  private Path docs = Path.of("docs");

  @Option(names = "--threads", defaultValue = "2", description = "simulations at a time")
  private int threads;

  /** Runs it. */
  public static void main(String[] arguments) {
    System.setProperty("java.awt.headless", "true");
    System.exit(new CommandLine(new PaperReproduction()).execute(arguments));
  }

  @Override
  public Integer call() {
    Settings settings = settings();
    boolean holds = run(settings, chosen(), docs, threads, System.out);
    return holds ? 0 : 1;
  }

  private Settings settings() {
    try {
      return new Settings(nodes, runs, seed, cycles, messages);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private List<Experiment> chosen() {
    List<Experiment> chosen = new ArrayList<>(EXPERIMENTS);
    if (!only.isEmpty()) {
      chosen.removeIf(experiment -> !only.contains(experiment.name()));
    }
    if (chosen.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "There is no experiment " + only);
    }
    return chosen;
  }

  /** All experiments, in the order of the page. */
  static List<Experiment> experiments() {
    return EXPERIMENTS;
  }

  /** Runs experiments and writes what came of them; whether all claims hold. */
  static boolean run(
      Settings settings, List<Experiment> experiments, Path docs, int threads, PrintStream out) {
    boolean holds = true;
    out.println(settings);
    try (Workers workers = new Workers(threads, out)) {
      for (Experiment experiment : experiments) {
        Outcome outcome = experiment.run(settings, workers);
        write(settings, experiment, outcome, docs);
        outcome.claims().forEach(claim -> out.println(line(claim)));
        holds &= outcome.claims().stream().allMatch(Claim::holds);
      }
    }
    return holds;
  }

  private static void write(Settings settings, Experiment experiment, Outcome outcome, Path docs) {
    Page page = Page.read(docs.resolve("paper.md"));
    page.replace(experiment.name(), settings.sentence() + "\n\n" + outcome.section() + "\n");
    page.write();
    for (Chart chart : outcome.charts()) {
      Charts.write(chart.chart(), docs.resolve("images").resolve(chart.name() + ".svg"));
    }
  }

  private static String line(Claim claim) {
    return (claim.holds() ? "holds  " : "FAILS  ")
        + claim.what()
        + ": "
        + claim.ours().text(claim.digits())
        + ", paper "
        + claim.paper()
        + ", accepted "
        + claim.accepted();
  }
}
