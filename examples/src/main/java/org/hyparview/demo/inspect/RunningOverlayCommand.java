package org.hyparview.demo.inspect;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hyparview.inspect.ClusterSnapshot;
import org.hyparview.inspect.SnapshotNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** The command that shows which nodes of a cluster are neighbors. */
@Command(
    name = "overlay",
    header = "Shows which nodes of a running cluster are neighbors.",
    description = {
      "",
      "All nodes are asked, from neighbor to neighbor. Each line has a node and its neighbors, by"
          + " the beginnings of their ids, with the round trips that were measured. A one-sided"
          + " link, which only one end has, is normal for a moment while neighbors change, and is"
          + " marked with an exclamation mark.",
      "",
      "The overlay is healthy if it is one component and all nodes answer.",
      ""
    },
    footer = {"", InspectCommand.EXIT_STATUS})
public final class RunningOverlayCommand extends InspectCommand {

  @Override
  int run(Vertx vertx) {
    ClusterSnapshot snapshot = crawl(vertx);
    List<List<String>> components = Components.of(snapshot);
    if (wantsJson()) {
      print(snapshot.toJson().put("components", json(components)));
    } else {
      print(table(snapshot).toString());
      long oneSided =
          snapshot.links().stream().filter(ClusterSnapshot.Link::oneSided).count();
      print(Texts.count(snapshot.nodes().size(), "node") + ", "
          + Texts.count(snapshot.links().size(), "link") + ", "
          + Texts.count(oneSided, "one-sided link") + ", "
          + Texts.count(components.size(), "component"));
      if (!snapshot.isComplete()) {
        print("There are more nodes than were asked");
      }
    }
    return snapshot.isWhole() && components.size() == 1 ? FINE : PROBLEMS;
  }

  private static JsonArray json(List<List<String>> components) {
    JsonArray json = new JsonArray();
    components.forEach(component -> json.add(new JsonArray(component)));
    return json;
  }

  private static TextTable table(ClusterSnapshot snapshot) {
    Map<String, ClusterSnapshot.Link> links = new HashMap<>();
    for (ClusterSnapshot.Link link : snapshot.links()) {
      links.put(link.source() + '\n' + link.target(), link);
      links.put(link.target() + '\n' + link.source(), link);
    }
    ShortIds shortIds =
        new ShortIds(snapshot.nodes().stream().map(SnapshotNode::id).toList());
    TextTable table = new TextTable("NODE", "ADDRESS", "ECHO", "NEIGHBORS");
    for (SnapshotNode node : snapshot.nodes()) {
      table.add(
          node.id(),
          node.address(),
          Texts.millis(node.roundTripMicros()),
          node.reachable()
              ? node.active().stream()
                  .map(other -> shortIds.of(other) + note(links.get(node.id() + '\n' + other)))
                  .collect(Collectors.joining(", "))
              : "unreachable: " + node.failure());
    }
    return table;
  }

  /** A link to a node that is in no snapshot, since there are too many, is not known. */
  private static String note(ClusterSnapshot.@Nullable Link link) {
    if (link == null) {
      return "";
    }
    String mark = link.oneSided() ? "!" : "";
    return link.roundTripMicros() == null
        ? mark
        : mark + " (" + Texts.millis(link.roundTripMicros()) + ")";
  }
}
