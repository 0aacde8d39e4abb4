package org.hyparview.demo.inspect;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;
import org.hyparview.inspect.InspectionClient;
import picocli.CommandLine.Command;

/** The command that shows one node. */
@Command(
    name = "status",
    header = "Shows one running node: views, queues, counters, options.",
    description = {
      "",
      "The first contact that answers is shown. Options are those that differ from the defaults;"
          + " options that may hold a key or a password are shown as \"set\".",
      ""
    },
    footer = {"", InspectCommand.EXIT_STATUS})
public final class StatusCommand extends InspectCommand {

  @Override
  int run(Vertx vertx) {
    InspectionClient client = connect(vertx);
    JsonObject status = client.status().await();
    if (wantsJson()) {
      print(status);
    } else {
      show(status);
    }
    return FINE;
  }

  private void show(JsonObject status) {
    JsonObject node = status.getJsonObject("node");
    JsonObject counters = status.getJsonObject("counters");
    line("node", node.getString("id") + "@" + node.getString("address"));
    line("incarnation", node.getValue("incarnation"));
    line("kind", status.getString("kind") + ", version " + status.getString("version", "unknown"));
    line("cluster", cluster(status));
    line("up for", Texts.duration(status.getLong("uptimeMillis")));
    JsonObject shared = status.getJsonObject("sharedData");
    if (shared != null) {
      line("shared data", shared(shared));
    }
    JsonObject links = counters.getJsonObject("links");
    line("links", Texts.inLine(links));
    line("broadcasts", Texts.inLine(counters.getJsonObject("broadcasts")));
    line("options", Texts.inLine(status.getJsonObject("options")));
    JsonArray passive = status.getJsonArray("passiveView");
    line("candidates", passive.size() + (passive.isEmpty() ? "" : ": " + ids(passive)));
    JsonArray active = status.getJsonArray("activeView");
    line("neighbors", active.size());
    if (!active.isEmpty()) {
      print(neighbors(active).toString().indent(2).stripTrailing());
    }
  }

  private static String cluster(JsonObject status) {
    Integer members = status.getInteger("members");
    return status.getString("clusterName")
        + (members == null ? "" : ", " + Texts.count(members, "member"));
  }

  private static String shared(JsonObject shared) {
    return "voters "
        + shared.getJsonArray("voters").stream()
            .map(String::valueOf)
            .collect(Collectors.joining(", "))
        + "; leader " + Texts.orNone(shared.getString("leader"))
        + (shared.getBoolean("settled", false) ? "" : "; not settled");
  }

  private static String ids(JsonArray peers) {
    return peers.stream()
        .map(peer -> ((JsonObject) peer).getString("id"))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static TextTable neighbors(JsonArray active) {
    TextTable table = new TextTable("ID", "ADDRESS", "ROUND TRIP", "QUEUED");
    for (int i = 0; i < active.size(); i++) {
      JsonObject peer = active.getJsonObject(i);
      Long queued = peer.getLong("queuedBytes");
      table.add(
          peer.getString("id"),
          peer.getString("address"),
          Texts.millis(peer.getLong("roundTripMicros")),
          queued == null ? "-" : Texts.count(queued, "byte"));
    }
    return table;
  }

  private void line(String name, Object value) {
    print(String.format("%-12s %s", name, value).stripTrailing());
  }
}
