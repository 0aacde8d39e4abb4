package org.hyparview.demo.cluster;

import java.util.Locale;
import java.util.Random;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that shows a Vert.x cluster whose event bus outlives the death of a node. */
@Command(
    name = "cluster",
    header = "A Vert.x cluster of several processes: one is killed, and comes back.",
    description = {
      "",
      "Each node is a process with a clustered Vert.x, which finds the others by itself. Each has a"
          + " handler of its own, and one for the chat. Each asks each; one says something that all"
          + " hear. Then one is killed, as with kill -9, and restarted.",
      "",
      "Dropped: when the last of the survivors has heard that the node is gone. Messages are not"
          + " sent there any more. Back: when each has had an answer from each again; most of that"
          + " is the start of a Java process.",
      "",
    },
    footer = {"", "Exit status: 0 if all went well, 1 if not in time, 2 for bad input."})
public final class ClusterCommand extends ClusterDemoCommand {

  private static final int MAX_NODES = 50;
  private static final String LINE = "Is anybody there?";

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many nodes, 2 to " + MAX_NODES + " (default: ${DEFAULT-VALUE}).")
  private int nodes;

  @Override
  public Integer call() {
    return run(
        nodes,
        MAX_NODES,
        false,
        nodes + " nodes were one cluster, before and after the death of one.",
        "that was not within");
  }

  @Override
  boolean run(ClusterProcesses members) {
    start(members, nodes);
    if (!members.awaitWhole()) {
      return false;
    }
    timeline.phase("Each node sees all " + nodes);
    if (!members.awaitReached()) {
      return false;
    }
    timeline.phase("Each has had an answer from each over the event bus");
    return chat(members) && killAndRestart(members);
  }

  private boolean chat(ClusterProcesses members) {
    ClusterProcess speaker = members.alive().get(0);
    long said = clock.millis();
    speaker.command("say " + LINE);
    boolean heard = members.await(
        () -> members.alive().stream().allMatch(member -> member.heard().contains(LINE)));
    if (heard) {
      timeline.phase(speaker.name() + " said \"" + LINE + "\", and all have heard it after "
          + millis(clock.millis() - said));
    }
    return heard;
  }

  private boolean killAndRestart(ClusterProcesses members) {
    ClusterProcess victim = members.alive().get(new Random().nextInt(nodes));
    timeline.phase("Killing " + victim.name());
    long killed = clock.millis();
    members.kill(victim);
    if (!members.await(
        () -> members.alive().stream().noneMatch(member -> member.nodes().contains(victim.id())))) {
      return false;
    }
    timeline.phase("Dropped by all survivors after " + millis(clock.millis() - killed));
    if (!members.awaitReached()) {
      return false;
    }
    timeline.phase("The survivors reach each other; restarting " + victim.name());
    long restarted = clock.millis();
    members.start(victim.name());
    if (!members.awaitWhole() || !members.awaitReached()) {
      return false;
    }
    timeline.phase("Back after " + millis(clock.millis() - restarted) + ": each sees all " + nodes
        + ", and has had an answer from each");
    return true;
  }

  private static String millis(long millis) {
    return String.format(Locale.ROOT, "%,d ms", millis);
  }
}
