package org.hyparview.dashboard;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The changes from one snapshot to the next, in words: {@code {"kind", "text", "node"}}. At most
 * {@value #MAX_PER_KIND} of a kind are told one by one.
 */
final class SnapshotDiff {

  static final int MAX_PER_KIND = 10;

  private final Map<String, JsonObject> before;
  private final Map<String, JsonObject> after;
  private final List<JsonObject> changes = new ArrayList<>();

  private SnapshotDiff(Map<String, JsonObject> before, Map<String, JsonObject> after) {
    this.before = before;
    this.after = after;
  }

  /** Returns the changes; what there is at first is one. */
  static List<JsonObject> of(@Nullable JsonObject before, JsonObject after) {
    if (before == null) {
      return List.of(change(
          "start", count(after, "nodes") + " nodes, " + count(after, "links") + " links", null));
    }
    SnapshotDiff diff = new SnapshotDiff(nodes(before), nodes(after));
    diff.compareNodes();
    diff.compareLinks(links(before), links(after));
    diff.compareLeaders(before.getJsonObject("sharedData"), after.getJsonObject("sharedData"));
    return diff.changes;
  }

  private static int count(JsonObject snapshot, String list) {
    return snapshot.getJsonArray(list).size();
  }

  private static Map<String, JsonObject> nodes(JsonObject snapshot) {
    Map<String, JsonObject> nodes = new LinkedHashMap<>();
    for (Object each : snapshot.getJsonArray("nodes")) {
      JsonObject node = (JsonObject) each;
      nodes.put(node.getString("id"), node);
    }
    return nodes;
  }

  /** The links by name, which is the same whichever end is the source. */
  private static Map<String, JsonObject> links(JsonObject snapshot) {
    Map<String, JsonObject> links = new LinkedHashMap<>();
    for (Object each : snapshot.getJsonArray("links")) {
      JsonObject link = (JsonObject) each;
      String source = link.getString("source");
      String target = link.getString("target");
      boolean inOrder = source.compareTo(target) < 0;
      links.put(inOrder ? source + " " + target : target + " " + source, link);
    }
    return links;
  }

  private void compareNodes() {
    List<JsonObject> appeared = new ArrayList<>();
    List<JsonObject> vanished = new ArrayList<>();
    List<JsonObject> changed = new ArrayList<>();
    after.forEach((id, node) -> {
      JsonObject old = before.get(id);
      if (old == null) {
        appeared.add(change("appeared", name(node) + " appeared", id));
      } else {
        compareNode(id, old, node, changed);
      }
    });
    before.forEach((id, node) -> {
      if (!after.containsKey(id)) {
        vanished.add(change("vanished", name(node) + " has gone", id));
      }
    });
    add("appeared", "nodes appeared", appeared);
    add("vanished", "nodes have gone", vanished);
    add("changed", "nodes changed", changed);
  }

  private static void compareNode(
      String id, JsonObject old, JsonObject node, List<JsonObject> changed) {
    boolean isReachable = node.getBoolean("reachable", true);
    if (isReachable != old.getBoolean("reachable", true)) {
      String what = isReachable ? " answers again" : " does not answer";
      changed.add(change(isReachable ? "changed" : "unreachable", name(node) + what, id));
    }
    if (!Objects.equals(old.getJsonObject("tags"), node.getJsonObject("tags"))) {
      changed.add(change("changed", name(node) + " has other tags", id));
    }
  }

  private void compareLinks(Map<String, JsonObject> old, Map<String, JsonObject> links) {
    List<JsonObject> opened = new ArrayList<>();
    List<JsonObject> closed = new ArrayList<>();
    links.forEach((key, link) -> {
      if (!old.containsKey(key)) {
        opened.add(change("link-opened", "Link " + ends(link) + " opened", null));
      }
    });
    old.forEach((key, link) -> {
      if (!links.containsKey(key)) {
        closed.add(change("link-closed", "Link " + ends(link) + " closed", null));
      }
    });
    add("link-opened", "links opened", opened);
    add("link-closed", "links closed", closed);
  }

  private String ends(JsonObject link) {
    return name(link.getString("source")) + " – " + name(link.getString("target"));
  }

  private String name(String id) {
    JsonObject node = after.getOrDefault(id, before.get(id));
    return node == null ? id : name(node);
  }

  /** The address, by which an operator knows a node. */
  private static String name(JsonObject node) {
    return node.getString("address", node.getString("id"));
  }

  private void compareLeaders(@Nullable JsonObject before, @Nullable JsonObject after) {
    String old = before == null ? null : before.getString("leader");
    String leader = after == null ? null : after.getString("leader");
    if (!Objects.equals(old, leader)) {
      changes.add(change(
          "leader",
          leader == null ? "Shared data have no leader" : name(leader) + " leads the shared data",
          leader));
    }
  }

  private void add(String kind, String summary, List<JsonObject> all) {
    if (all.size() <= MAX_PER_KIND) {
      changes.addAll(all);
    } else {
      changes.add(change(kind, all.size() + " " + summary, null));
    }
  }

  private static JsonObject change(String kind, String text, @Nullable String node) {
    return new JsonObject().put("kind", kind).put("text", text).put("node", node);
  }
}
