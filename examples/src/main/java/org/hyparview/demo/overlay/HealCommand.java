package org.hyparview.demo.overlay;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.hyparview.HyParViewOptions;
import org.hyparview.demo.common.RunClock;
import org.hyparview.demo.common.Timeline;
import org.hyparview.demo.common.ViewSizes;
import org.hyparview.protocol.peer.Ranges;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that shows an overlay forming, losing a part of its nodes, and healing. */
@Command(
    name = "heal",
    header = "Starts many nodes, kills some of them, and shows how the others heal.",
    description = {
      "",
      "All nodes join through one contact, over TCP on 127.0.0.1. Soon after they have become one"
          + " symmetric component, the doomed ones are killed: they run in a process of their own,"
          + " which ends as with kill -9, with no chance to say goodbye. The others run in this"
          + " process. Soon after the survivors have become one symmetric component without dead"
          + " entries, the run ends with a summary.",
      "",
      "Each line tells of one change on the event bus: time since the start, node, + for a"
          + " neighbor that came or - for one that went, and why it went: failed (the link broke),"
          + " evicted (one of the two made room for another), left, or superseded (by a newer link"
          + " to the same node).",
      "",
      "Symmetric: if one node has another as its neighbor, so has the other. Dead entry: a killed"
          + " node that a survivor still has as its neighbor.",
      "",
    },
    footer = {"", "Exit status: 0 if the survivors healed, 1 if not, 2 for bad input."})
public final class HealCommand implements Callable<Integer> {

  /** By default a node, here the contact, lets 256 others ask at once. */
  private static final int MAX_NODES = 250;

  private static final int MAX_SECONDS = 3_600;
  private static final int SOME = 6;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "How many nodes to start, at most " + MAX_NODES + " (default: ${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--kill",
      paramLabel = "PART",
      defaultValue = "0.3",
      description = "Which part of them to kill, 0.3 for 30 %% (default: ${DEFAULT-VALUE}).")
  private double kill;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "30",
      description = "When to give up; without trouble the run ends much sooner"
          + " (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Kills the same nodes in each run with this number (default: any)."
          + " The overlay's own choices differ all the same.")
  private @Nullable Long seed;

  @Option(names = "--quiet", description = "Don't print view changes.")
  private boolean quiet;

  @Option(
      names = "--verbose",
      description = "Print all view changes, not only the first " + SOME + " of each kind in each"
          + " phase.")
  private boolean verbose;

  @Mixin
  private ViewSizes viewSizes = new ViewSizes();

  @Override
  public Integer call() {
    Ranges.check("--nodes", nodes, 3, MAX_NODES);
    Ranges.check("--seconds", seconds, 1, MAX_SECONDS);
    OverlayPlan plan = OverlayPlan.of(
        nodes, kill, seed != null ? seed : ThreadLocalRandom.current().nextLong());
    HyParViewOptions template = new HyParViewOptions()
        .setHost("127.0.0.1")
        .setPort(0)
        .setClusterName("demo-" + ProcessHandle.current().pid());
    viewSizes.applyTo(template.getMembership());
    OverlayReport report = run(plan, template).await();
    new OverlaySummary(System.out).print(report);
    return report.isHealed() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private Future<OverlayReport> run(OverlayPlan plan, HyParViewOptions template) {
    RunClock clock = new RunClock();
    Timeline timeline = new Timeline(System.out, clock, limit());
    Vertx vertx = Vertx.vertx();
    Promise<Void> onContext = Promise.promise();
    vertx.runOnContext(onContext::complete);
    return onContext
        .future()
        .compose(go -> new OverlayRun(vertx, plan, template, clock, timeline)
            .run(TimeUnit.SECONDS.toMillis(seconds)));
  }

  private int limit() {
    if (quiet) {
      return 0;
    }
    return verbose ? Integer.MAX_VALUE : SOME;
  }
}
