package org.hyparview.demo.inspect;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hyparview.inspect.ClusterSnapshot;
import org.hyparview.inspect.InspectionClient;
import org.hyparview.inspect.SnapshotNode;
import org.hyparview.protocol.peer.Ranges;
import org.hyparview.transport.InspectionException;
import org.hyparview.transport.LinkException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that measures round trips. */
@Command(
    name = "ping",
    header = "Measures the round trips to all running nodes, or to one.",
    description = {
      "",
      "Each node echoes on the connection that this process has to it, so the time is that from"
          + " here to the node and back, through its event loop. The command overlay has the round"
          + " trips between neighbors.",
      ""
    },
    footer = {"", InspectCommand.EXIT_STATUS})
public final class PingCommand extends InspectCommand {

  private static final int MAX_COUNT = 100;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "How many echoes of each node, 1 to " + MAX_COUNT + " (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(names = "--one", description = "Only the first contact that answers.")
  private boolean one;

  /** The round trips to a node in microseconds, or why there are none. */
  private record Echoes(
      String id,
      String address,
      List<Long> micros,
      @Nullable String failure) {

    long min() {
      return micros.get(0);
    }

    long median() {
      return micros.get(micros.size() / 2);
    }

    long max() {
      return micros.get(micros.size() - 1);
    }

    JsonObject toJson() {
      JsonObject json = new JsonObject().put("id", id).put("address", address);
      return failure == null
          ? json.put("echoes", micros.size())
              .put("minMicros", min())
              .put("medianMicros", median())
              .put("maxMicros", max())
          : json.put("failure", failure);
    }
  }

  @Override
  int run(Vertx vertx) {
    Ranges.check("--count", count, 1, MAX_COUNT);
    List<Echoes> all = new ArrayList<>();
    boolean whole = true;
    if (one) {
      all.add(measure(connect(vertx)));
    } else {
      ClusterSnapshot snapshot = crawl(vertx);
      whole = snapshot.isWhole();
      snapshot.nodes().forEach(node -> all.add(measure(vertx, node)));
    }
    print(all);
    return whole && all.stream().allMatch(each -> each.failure == null) ? FINE : PROBLEMS;
  }

  private Echoes measure(Vertx vertx, SnapshotNode node) {
    if (!node.reachable()) {
      return new Echoes(node.id(), node.address(), List.of(), node.failure());
    }
    try {
      return measure(InspectionClient.connect(vertx, options(), node.address()).await());
    } catch (LinkException | InspectionException failure) {
      return new Echoes(node.id(), node.address(), List.of(), failure.getMessage());
    }
  }

  private Echoes measure(InspectionClient client) {
    List<Long> micros = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      micros.add(TimeUnit.NANOSECONDS.toMicros(client.ping().await()));
    }
    client.close().await();
    micros.sort(null);
    return new Echoes(client.nodeId(), client.address(), micros, null);
  }

  private void print(List<Echoes> all) {
    if (wantsJson()) {
      JsonArray nodes = new JsonArray();
      all.forEach(each -> nodes.add(each.toJson()));
      print(new JsonObject().put("cluster", options().getClusterName()).put("nodes", nodes));
      return;
    }
    TextTable table = new TextTable("ID", "ADDRESS", "MIN", "MEDIAN", "MAX");
    for (Echoes each : all) {
      if (each.failure == null) {
        table.add(
            each.id,
            each.address,
            Texts.millis(each.min()),
            Texts.millis(each.median()),
            Texts.millis(each.max()));
      } else {
        table.add(each.id, each.address, "-", "-", each.failure);
      }
    }
    print(table.toString());
  }
}
