package org.hyparview.demo.broadcast;

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
import org.hyparview.demo.overlay.OverlayPlan;
import org.hyparview.protocol.peer.Ranges;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows a stream of broadcasts that outlives the death of some nodes. */
@Command(
    name = "broadcast",
    header = "One node broadcasts, some die in the middle, the others miss nothing.",
    description = {
      "",
      "All nodes join through one contact, over TCP on 127.0.0.1, in three processes. Once they are"
          + " one symmetric component, one of them broadcasts a stream of numbered messages. In its"
          + " middle one process is killed, as with kill -9. The run ends when each survivor has"
          + " each message, or when the time is up.",
      "",
      "Each line tells of a delivery: time since the start, node, number, over how many links the"
          + " message came, and how long that took.",
      "",
      "Redundancy: how many copies of a message a node gets, besides the one it needs. 0 is a"
          + " perfect tree; with a new overlay, and after deaths, the tree has to be found first.",
      "",
    },
    footer = {
      "",
      "Exit status: 0 if each survivor got each message once, 1 if not, 2 for bad input."
    })
public final class BroadcastCommand implements Callable<Integer> {

  private static final int MAX_NODES = 250;
  private static final int MAX_MESSAGES = 100_000;
  private static final int MAX_BYTES = 1_000_000;
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
      names = "--messages",
      paramLabel = "N",
      defaultValue = "500",
      description = "How many messages to broadcast (default: ${DEFAULT-VALUE}).")
  private int messages;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many of them in a second, at most 1000 (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--bytes",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many bytes of padding each has (default: ${DEFAULT-VALUE}).")
  private int bytes;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "60",
      description = "When to give up (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Kills the same nodes in each run with this number (default: any).")
  private @Nullable Long seed;

  @Option(names = "--quiet", description = "Don't print deliveries.")
  private boolean quiet;

  @Option(
      names = "--verbose",
      description = "Print all deliveries, not only the first " + SOME + " in each phase.")
  private boolean verbose;

  @Mixin
  private ViewSizes viewSizes = new ViewSizes();

  @Override
  public Integer call() {
    BroadcastPlan plan = plan();
    HyParViewOptions template = new HyParViewOptions()
        .setHost("127.0.0.1")
        .setPort(0)
        .setClusterName("demo-" + ProcessHandle.current().pid());
    viewSizes.applyTo(template.getMembership());
    BroadcastReport report = run(plan, template).await();
    new BroadcastSummary(System.out).print(report);
    return report.isComplete() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private BroadcastPlan plan() {
    Ranges.check("--nodes", nodes, 3, MAX_NODES);
    Ranges.check("--messages", messages, 2, MAX_MESSAGES);
    Ranges.check("--rate", rate, 1, 1_000);
    Ranges.check("--bytes", bytes, 0, MAX_BYTES);
    Ranges.check("--seconds", seconds, 1, MAX_SECONDS);
    long picked = seed != null ? seed : ThreadLocalRandom.current().nextLong();
    return new BroadcastPlan(OverlayPlan.of(nodes, kill, picked), messages, rate, bytes);
  }

  private Future<BroadcastReport> run(BroadcastPlan plan, HyParViewOptions template) {
    RunClock clock = new RunClock();
    Timeline timeline = new Timeline(System.out, clock, limit());
    Vertx vertx = Vertx.vertx();
    Promise<Void> onContext = Promise.promise();
    vertx.runOnContext(onContext::complete);
    return onContext
        .future()
        .compose(go -> new BroadcastRun(vertx, plan, template, clock, timeline)
            .run(TimeUnit.SECONDS.toMillis(seconds)));
  }

  private int limit() {
    if (quiet) {
      return 0;
    }
    return verbose ? Integer.MAX_VALUE : SOME;
  }
}
