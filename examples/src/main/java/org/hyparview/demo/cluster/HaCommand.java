package org.hyparview.demo.cluster;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that shows a verticle that outlives its node. */
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
public final class HaCommand extends ClusterDemoCommand {

  private static final int MAX_NODES = 20;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many nodes, 2 to " + MAX_NODES + " (default: ${DEFAULT-VALUE}).")
  private int nodes;

  @Override
  public Integer call() {
    return run(
        nodes,
        MAX_NODES,
        true,
        "the verticle outlived its node.",
        "it did not come up again within");
  }

  @Override
  boolean run(ClusterProcesses members) {
    List<ClusterProcess> all = start(members, nodes);
    if (!members.awaitStarted() || !members.awaitReached()) {
      return false;
    }
    ClusterProcess first = all.get(0);
    timeline.phase("One cluster; deploying a verticle on " + first.name());
    first.command("deploy " + HighlyAvailableVerticle.class.getName());
    if (!members.await(first::hasDeployed)) {
      return false;
    }
    timeline.phase("It runs on " + first.name() + "; killing that");
    long killed = clock.millis();
    members.kill(first);
    if (!members.await(() -> members.alive().stream().anyMatch(ClusterProcess::isRunning))) {
      return false;
    }
    String where = members.alive().stream()
        .filter(ClusterProcess::isRunning)
        .map(ClusterProcess::name)
        .findFirst()
        .orElseThrow();
    timeline.phase("It runs on " + where + " after " + (clock.millis() - killed) + " ms");
    return true;
  }
}
