package org.hyparview.benchmarks.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Measures the cluster manager on clusters of real processes on this machine, and prints a table.
 * Exits with 1 if a bar is missed.
 */
@Command(
    name = "cluster-figures",
    mixinStandardHelpOptions = true,
    description = "Measures the cluster manager on clusters of real processes.")
public final class ClusterFigures implements Callable<Integer> {

  private static final List<Figures> ALL = List.of(
      new FailureFigures(),
      new RegistrationFigures(),
      new FormationFigures(),
      new FootprintFigures(),
      new PartitionFigures(),
      new LoadFigures(),
      new SharedFigures(),
      new FailoverFigures(),
      new MemoryFigures(),
      new LeaveFigures(),
      new ShutdownFigures(),
      new RollingFigures(),
      new SoakFigures());

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--only",
      split = ",",
      description = "some of: failure, registrations, formation, footprint, partition, load,"
          + " shared, failover, memory, leave, shutdown, rolling, soak")
  private List<String> only = List.of();

  @Option(
      names = "--rounds",
      defaultValue = "10",
      description = "how often each is measured; of load and soak, how many minutes")
  private int rounds;

  /** Runs it. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ClusterFigures()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    if (rounds < 1) {
      throw new ParameterException(spec.commandLine(), "--rounds must be 1 or more");
    }
    Report report = new Report(System.out);
    report.begin();
    for (Figures figures : chosen()) {
      figures.measure(rounds, report);
    }
    return report.isMissed() ? 1 : 0;
  }

  private List<Figures> chosen() {
    List<Figures> chosen = new ArrayList<>(ALL);
    if (!only.isEmpty()) {
      chosen.removeIf(figures -> !only.contains(figures.name()));
    }
    if (chosen.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "There is nothing called " + only);
    }
    return chosen;
  }
}
