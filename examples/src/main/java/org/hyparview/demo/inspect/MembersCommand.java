package org.hyparview.demo.inspect;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import org.hyparview.inspect.ClusterSnapshot;
import org.hyparview.inspect.InspectionClient;
import org.hyparview.inspect.SnapshotNode;
import picocli.CommandLine.Command;

/** The command that lists the members of a cluster. */
@Command(
    name = "members",
    header = "Lists the members of a running cluster.",
    description = {
      "",
      "A node of the cluster manager has the list, so only one is asked. Nodes of verticles know"
          + " their neighbors, so all nodes are asked, from neighbor to neighbor; one that is"
          + " named by others and does not answer is listed as unreachable.",
      ""
    },
    footer = {"", InspectCommand.EXIT_STATUS})
public final class MembersCommand extends InspectCommand {

  private static final String MANAGER = "cluster-manager";

  @Override
  int run(Vertx vertx) {
    InspectionClient client = connect(vertx);
    JsonObject status = client.status().await();
    if (!status.getString("kind").equals(MANAGER)) {
      client.close().await();
      return crawled(crawl(vertx));
    }
    JsonObject list = client.members().await();
    JsonObject result = new JsonObject()
        .put("cluster", status.getString("clusterName"))
        .put("kind", MANAGER)
        .mergeIn(list);
    print(result, false);
    return FINE;
  }

  private int crawled(ClusterSnapshot snapshot) {
    JsonArray members = new JsonArray();
    for (SnapshotNode node : snapshot.nodes()) {
      members.add(new JsonObject()
          .put("id", node.id())
          .put("address", node.address())
          .put("incarnation", node.incarnation())
          .put("reachable", node.reachable()));
    }
    print(
        new JsonObject()
            .put("cluster", snapshot.cluster())
            .put("kind", snapshot.kind().toString())
            .put("members", members),
        true);
    return snapshot.isWhole() ? FINE : PROBLEMS;
  }

  private void print(JsonObject result, boolean crawled) {
    if (wantsJson()) {
      print(result);
      return;
    }
    TextTable table = crawled
        ? new TextTable("ID", "ADDRESS", "STATE")
        : new TextTable("ID", "ADDRESS", "EVENT BUS", "SINCE", "TAGS");
    JsonArray members = result.getJsonArray("members");
    for (int i = 0; i < members.size(); i++) {
      JsonObject member = members.getJsonObject(i);
      if (crawled) {
        table.add(
            member.getString("id"),
            member.getString("address"),
            member.getBoolean("reachable") ? "answers" : "unreachable");
      } else {
        table.add(
            member.getString("id"),
            member.getString("address"),
            Texts.orNone(member.getString("eventBusAddress")),
            Texts.orNone(member.getString("since")),
            Texts.tags(tags(member)));
      }
    }
    print(table.toString());
    print(Texts.count(members.size(), "member") + " in cluster " + result.getString("cluster"));
  }

  private static Map<String, String> tags(JsonObject member) {
    Map<String, String> tags = new TreeMap<>();
    member
        .getJsonObject("tags", new JsonObject())
        .forEach(tag -> tags.put(tag.getKey(), String.valueOf(tag.getValue())));
    return tags;
  }
}
