package org.hyparview.demo.simulate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.hyparview.demo.common.RunClock;
import org.hyparview.protocol.peer.Ranges;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that simulates an overlay with some settings. */
@Command(
    name = "simulate",
    header = "Simulates thousands of nodes: what if most of them die?",
    description = {
      "",
      "Runs the very protocol machines that ship, in virtual time: nodes join, settle for some"
          + " cycles, and a part of them fails at once. While the others repair their views,"
          + " messages are broadcast one after the other, each from a random living node, over the"
          + " active views as they are at that moment. Some cycles later a summary tells what is"
          + " left. A cycle is the time in which each node does its periodic step.",
      "",
      "  java -jar hyparview-demo.jar simulate --nodes 10000 --fail 0.6 --seed 1",
      "",
      "The column ideal tells what a random graph would have in which all nodes have as many links"
          + " as the active view has places, which is what the overlay strives for.",
      "",
    },
    footer = {
      "",
      "The same arguments and the same seed give the same run, on each machine.",
      "Exit status: 0 if the survivors healed, 1 if not, 2 for bad input."
    })
public final class SimulateCommand implements Callable<Integer> {

  static final int CYCLES = 50;
  static final int HEAL_CYCLES = 10;
  static final int MESSAGES = 100;
  static final int EVERY = 20;

  private static final int MAX_RUNS = 1_000;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "10000",
      description = "How many nodes join, at most 1,000,000 (default: ${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--fail",
      paramLabel = "PART",
      defaultValue = "0.6",
      description = "Which part of them fails at once, 0.6 for 60 %% (default: ${DEFAULT-VALUE}).")
  private double fail;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Where all chance comes from (default: any; the summary tells it).")
  private @Nullable Long seed;

  @Mixin
  private MachineSettings settings = new MachineSettings();

  @Option(
      names = "--cycles",
      paramLabel = "N",
      description = "Cycles between the joins and the failure (default: " + CYCLES + ").")
  private int cycles = CYCLES;

  @Option(
      names = "--heal-cycles",
      paramLabel = "N",
      description = "Cycles after the messages (default: " + HEAL_CYCLES + ").")
  private int healCycles = HEAL_CYCLES;

  @Option(
      names = "--messages",
      paramLabel = "N",
      description = "Broadcasts from the failure on (default: " + MESSAGES + ").")
  private int messages = MESSAGES;

  @Option(
      names = "--every",
      paramLabel = "MS",
      description = "Virtual milliseconds from one to the next (default: " + EVERY + ").")
  private int every = EVERY;

  @Option(
      names = "--loss",
      paramLabel = "PART",
      description = "The part of the membership messages that is lost (default: 0).")
  private double loss;

  @Option(
      names = "--churn",
      paramLabel = "PART",
      description = "The part of the nodes that crashes in a minute, in all cycles, and is replaced"
          + " by new ones (default: 0).")
  private double churn;

  @Option(
      names = "--latency",
      paramLabel = "MIN..MAX",
      description = "How long a message takes, in milliseconds (default: 1..50).")
  private String latency = LatencyRange.DEFAULT.toString();

  @Option(
      names = "--join",
      paramLabel = "HOW",
      description = "sequential: each when the join before is over, with no cycles meanwhile, as in"
          + " the paper; burst: all at once; 100: one each 100 milliseconds (default:"
          + " sequential).")
  private String join = "sequential";

  @Option(
      names = "--contacts",
      paramLabel = "HOW",
      description = "Whether the node through which all join is alive or dead after the failure"
          + " (default: alive).")
  private String contacts = "alive";

  @Option(
      names = "--silently",
      description = "Those that fail vanish, as if their machines lost power: it takes 4 s of"
          + " silence to notice, where otherwise a broken connection tells.")
  private boolean silently;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many runs, each with the next seed (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Draw reliability and degrees into this file, named .svg or .png.")
  private @Nullable Path plot;

  @Option(names = "--json", description = "Print JSON rather than the summary.")
  private boolean json;

  @Option(names = "--quiet", description = "Don't show progress on stderr.")
  private boolean quiet;

  @Override
  public Integer call() {
    Ranges.check("--runs", runs, 1, MAX_RUNS);
    SimulationPlan plan = plan();
    SimulationPlot picture = plot == null ? null : SimulationPlot.to(plot);
    RunClock clock = new RunClock();
    List<SimulationReport> reports = run(plan, clock);
    long realMillis = clock.millis();
    print(reports, realMillis);
    if (picture != null) {
      picture.draw(reports);
    }
    return reports.stream().allMatch(SimulationReport::isHealed) ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** What the arguments ask for. */
  SimulationPlan plan() {
    return new SimulationPlan(
        nodes,
        fail,
        seed != null ? seed : ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE),
        settings.toConfig(),
        cycles,
        healCycles,
        messages,
        every,
        loss,
        churn,
        LatencyRange.parse(latency),
        JoinSchedule.parse(join),
        contactsDie(),
        silently);
  }

  private boolean contactsDie() {
    if (!contacts.equals("alive") && !contacts.equals("dead")) {
      throw new IllegalArgumentException(
          "--contacts must be alive or dead, but is \"" + contacts + "\"");
    }
    return contacts.equals("dead");
  }

  private List<SimulationReport> run(SimulationPlan plan, RunClock clock) {
    Progress progress =
        quiet ? Progress.none() : new Progress(System.err, Ansi.AUTO.enabled(), clock::millis);
    if (runs == 1) {
      return List.of(new SimulationRun(plan, progress).run());
    }
    progress.begin("simulating", runs, "runs");
    List<SimulationReport> reports = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      reports.add(new SimulationRun(plan.withSeed(plan.seed() + i), Progress.none()).run());
      progress.done(i + 1);
    }
    return reports;
  }

  private void print(List<SimulationReport> reports, long realMillis) {
    if (json) {
      System.out.println(SimulationJson.of(reports).encodePrettily());
      return;
    }
    SimulationSummary summary = new SimulationSummary(System.out, program());
    if (reports.size() == 1) {
      summary.print(reports.get(0), realMillis);
    } else {
      summary.print(reports, realMillis);
    }
  }

  /** How this was started; the class path of {@code java -jar} is the jar. */
  private static String program() {
    String jar = System.getProperty("java.class.path", "");
    return "java -jar " + (jar.endsWith(".jar") ? jar : "hyparview-demo.jar") + " simulate";
  }
}
