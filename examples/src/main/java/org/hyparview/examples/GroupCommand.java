package org.hyparview.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.concurrent.Callable;
import org.hyparview.HyParViewOptions;
import picocli.CommandLine.Command;

/**
 * The other end of a {@link ProcessGroup}: starts a node for each line of stdin, and writes
 * {@link GroupReport}s to stdout. Ends, without leaving the overlay, when stdin does.
 */
@Command(
    name = "group",
    hidden = true,
    header = "Runs the nodes that the command overlay is going to kill.",
    description = "Reads the options of each from stdin, as one line of JSON.")
final class GroupCommand implements Callable<Integer> {

  @Override
  public Integer call() throws IOException {
    Vertx vertx = Vertx.vertx();
    Context context = vertx.getOrCreateContext();
    NodeGroup group = new LocalGroup(vertx, event -> write(GroupReport.changed(event)));
    write(GroupReport.ready());
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      HyParViewOptions options = new HyParViewOptions(new JsonObject(line));
      context.runOnContext(go -> start(group, options));
    }
    return 0;
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
}
