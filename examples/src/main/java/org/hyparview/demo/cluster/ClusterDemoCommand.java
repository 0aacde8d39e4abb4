package org.hyparview.demo.cluster;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.hyparview.demo.common.RunClock;
import org.hyparview.demo.common.Timeline;
import org.hyparview.protocol.peer.Ranges;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** A demonstration on processes that are one Vert.x cluster: it goes well in time, or it fails. */
abstract class ClusterDemoCommand implements Callable<Integer> {

  private static final int MAX_SECONDS = 3_600;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "60",
      description = "When to give up (default: ${DEFAULT-VALUE}).")
  private int seconds;

  final RunClock clock = new RunClock();
  final Timeline timeline = new Timeline(System.out, clock, 0);

  /**
   * Runs it.
   *
   * @param success what is said if it went well
   * @param failure what is said if not, before the seconds
   */
  final int run(int nodes, int maxNodes, boolean highlyAvailable, String success, String failure) {
    Ranges.check("--nodes", nodes, 2, maxNodes);
    Ranges.check("--seconds", seconds, 1, MAX_SECONDS);
    boolean well = run(new ClusterProcesses(highlyAvailable, seconds));
    System.out.println();
    System.out.println(well ? "OK: " + success : "FAILED: " + failure + " " + seconds + " s.");
    return well ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** Starts so many, {@code n1} and on, and doesn't wait. */
  final List<ClusterProcess> start(ClusterProcesses members, int nodes) {
    timeline.phase("Starting " + nodes + " processes");
    return IntStream.rangeClosed(1, nodes).mapToObj(i -> members.start("n" + i)).toList();
  }

  /** What is shown. Gives whether it went well. */
  abstract boolean run(ClusterProcesses members);
}
