package org.hyparview.demo.cluster;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that shows a cluster-wide counter that loses nothing when its leader is killed. */
@Command(
    name = "shared",
    header = "Shared data: all nodes count with one counter while its leader is killed.",
    description = {
      "",
      "Each node is a process with a clustered Vert.x that counts orders with one and the same"
          + " counter, as fast as it can. The node that leads the replicas is killed, as with"
          + " kill -9. In the end the counter must have all that the others have counted.",
      "",
    },
    footer = {"", "Exit status: 0 if nothing was lost, 1 if something was, 2 for bad input."})
public final class SharedCommand extends ClusterDemoCommand {

  private static final int MAX_NODES = 20;
  private static final int COUNT_MILLIS = 3_000;
  private static final int LEADER_MILLIS = 1_000;
  private static final int MIN_REPLICAS = 3;

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
        false,
        "nothing that was counted is lost.",
        "something is lost, or it took more than");
  }

  @Override
  boolean run(ClusterProcesses members) {
    List<ClusterProcess> all = start(members, nodes);
    if (!members.awaitStarted() || !members.awaitWhole() || !ask(members, "count 1", all.get(0))) {
      return false;
    }
    long counted = number(all.get(0), 0);
    ClusterProcess leader = awaitLeader(members, all);
    if (leader == null) {
      return false;
    }
    timeline.phase("One cluster, whose replicas " + leader.name() + " leads; all count orders");
    List<ClusterProcess> others =
        all.stream().filter(member -> member != leader).toList();
    others.forEach(member -> member.ask("count " + COUNT_MILLIS));
    if (!ask(members, "count " + LEADER_MILLIS, leader)) {
      return false;
    }
    counted += number(leader, 0);
    timeline.phase("Killing " + leader.name() + ", which has counted " + number(leader, 0));
    members.kill(leader);
    if (!members.await(() -> others.stream().noneMatch(other -> other.answer().isEmpty()))) {
      return false;
    }
    counted += others.stream().mapToLong(other -> number(other, 0)).sum();
    long longest = others.stream().mapToLong(other -> number(other, 1)).max().orElseThrow();
    if (!ask(members, "total -", others.get(0))) {
      return false;
    }
    long total = number(others.get(0), 0);
    timeline.phase(
        "The others went on; the longest that one of them waited was " + longest + " ms");
    timeline.phase(String.format(
        Locale.ROOT, "All have counted %,d orders; the counter says %,d", counted, total));
    return total == counted;
  }

  /** The node that leads once there are as many replicas as there are to be. */
  private @Nullable ClusterProcess awaitLeader(ClusterProcesses members, List<ClusterProcess> all) {
    ClusterProcess asked = all.get(0);
    int replicas = 0;
    while (replicas < Math.min(nodes, MIN_REPLICAS)) {
      if (!ask(members, "leader -", asked)) {
        return null;
      }
      replicas = asked.answer().get(1).split(",", -1).length;
    }
    return all.stream()
        .filter(member -> member.id().equals(asked.answer().get(0)))
        .findFirst()
        .orElse(null);
  }

  private static boolean ask(ClusterProcesses members, String command, ClusterProcess member) {
    member.ask(command);
    return members.await(() -> !member.answer().isEmpty());
  }

  private static long number(ClusterProcess member, int place) {
    return Long.parseLong(member.answer().get(place));
  }
}
