package org.hyparview.examples;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Shows a verticle that outlives the node it runs on. */
@Command(
    name = "ha",
    header = "High availability: a verticle comes up elsewhere when its node is killed.",
    description = {
      "",
      "Each node is a process with a clustered Vert.x that is highly available. A verticle is"
          + " deployed on one; that is killed, as with kill -9; another one deploys the verticle.",
      "",
    },
    footer = {"", "Exit status: 0 if it came up again, 1 if not in time, 2 for bad input."})
final class HaCommand implements Callable<Integer> {

  private static final int MAX_NODES = 20;
  private static final int MAX_SECONDS = 3_600;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many nodes, 2 to " + MAX_NODES + " (default: ${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "60",
      description = "When to give up (default: ${DEFAULT-VALUE}).")
  private int seconds;

  private final Stopwatch clock = new Stopwatch();
  private final Narrator narrator = new Narrator(System.out, clock, 0);

  @Override
  public Integer call() {
    OverlayCommand.checkRange("--nodes", nodes, 2, MAX_NODES);
    OverlayCommand.checkRange("--seconds", seconds, 1, MAX_SECONDS);
    boolean well = run(new Members(true, seconds));
    System.out.println();
    System.out.println(
        well
            ? "OK: the verticle outlived its node."
            : "FAILED: it did not come up again within " + seconds + " s.");
    return well ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private boolean run(Members members) {
    narrator.phase("Starting " + nodes + " processes");
    List<MemberProcess> all =
        IntStream.rangeClosed(1, nodes).mapToObj(i -> members.start("n" + i)).toList();
    if (!members.awaitStarted() || !members.awaitReached()) {
      return false;
    }
    MemberProcess first = all.get(0);
    narrator.phase("One cluster; deploying a verticle on " + first.name());
    first.command("deploy " + AlwaysThere.class.getName());
    if (!members.await(first::hasDeployed)) {
      return false;
    }
    narrator.phase("It runs on " + first.name() + "; killing that");
    long killed = clock.millis();
    members.kill(first);
    if (!members.await(() -> members.alive().stream().anyMatch(MemberProcess::isRunning))) {
      return false;
    }
    String where = members.alive().stream()
        .filter(MemberProcess::isRunning)
        .map(MemberProcess::name)
        .findFirst()
        .orElseThrow();
    narrator.phase("It runs on " + where + " after " + (clock.millis() - killed) + " ms");
    return true;
  }
}
