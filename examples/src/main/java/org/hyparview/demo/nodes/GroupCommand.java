package org.hyparview.demo.nodes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.concurrent.Callable;
import org.hyparview.HyParViewOptions;
import org.hyparview.PeerEvent;
import picocli.CommandLine.Command;

/**
 * The command that a {@link ProcessGroup} launches: it executes each line of stdin, and writes
 * {@link GroupReport}s to stdout. It ends, without leaving the overlay, when stdin does.
 */
@Command(
    name = "group",
    hidden = true,
    header = "Runs nodes for the commands overlay and broadcast, which may kill them.",
    description =
        "Reads from stdin one line of JSON for each node, its options; or the word count.")
public final class GroupCommand implements Callable<Integer> {

  /** The command to count. */
  static final String COUNT = "count";

  @Override
  public Integer call() throws IOException {
    Vertx vertx = Vertx.vertx();
    Context context = vertx.getOrCreateContext();
    NodeGroup group = new LocalGroup(vertx, new Reporter());
    write(GroupReport.ready());
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String command = line;
      context.runOnContext(go -> run(group, command));
    }
    return 0;
  }

  private static void run(NodeGroup group, String command) {
    if (command.equals(COUNT)) {
      group.broadcastCounters().onSuccess(counters -> write(GroupReport.counted(counters)));
    } else {
      start(group, new HyParViewOptions(new JsonObject(command)));
    }
  }

  private static void start(NodeGroup group, HyParViewOptions options) {
    String node = String.valueOf(options.getNodeId());
    group
        .start(options)
        .onSuccess(self -> write(GroupReport.started(self)))
        .onFailure(failure -> write(GroupReport.failed(node, failure)));
  }

  private static void write(GroupReport report) {
    System.out.println(report.toLine());
  }

  private static final class Reporter implements NodeListener {

    @Override
    public void changed(PeerEvent event) {
      write(GroupReport.changed(event));
    }

    @Override
    public void delivered(Delivery delivery) {
      write(GroupReport.delivered(delivery));
    }
  }
}
