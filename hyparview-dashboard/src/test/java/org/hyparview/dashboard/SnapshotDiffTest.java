package org.hyparview.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SnapshotDiffTest {

  private static JsonObject snapshot(
      @Nullable String leader, List<JsonObject> nodes, String... links) {
    JsonArray all = new JsonArray();
    for (String link : links) {
      all.add(
          new JsonObject().put("source", link.substring(0, 1)).put("target", link.substring(1)));
    }
    return new JsonObject()
        .put("nodes", new JsonArray(nodes))
        .put("links", all)
        .put("sharedData", new JsonObject().put("leader", leader));
  }

  private static JsonObject node(String id) {
    return new JsonObject().put("id", id).put("address", "host-" + id).put("reachable", true);
  }

  private static List<String> texts(@Nullable JsonObject before, JsonObject after) {
    return SnapshotDiff.of(before, after).stream()
        .map(change -> change.getString("kind") + ": " + change.getString("text"))
        .toList();
  }

  @Test
  void theFirstSnapshotIsOneLine() {
    assertThat(texts(null, snapshot(null, List.of(node("a"), node("b")), "ab")))
        .containsExactly("start: 2 nodes, 1 links");
  }

  @Test
  void whatIsTheSameIsNotTold() {
    JsonObject before = snapshot("a", List.of(node("a"), node("b")), "ab");
    JsonObject after = snapshot("a", List.of(node("b"), node("a")), "ba");
    assertThat(texts(before, after)).isEmpty();
  }

  @Test
  void nodesAndLinksThatComeAndGoAreTold() {
    JsonObject before = snapshot("a", List.of(node("a"), node("b")), "ab");
    JsonObject after = snapshot("c", List.of(node("b"), node("c")), "bc");
    assertThat(texts(before, after))
        .containsExactly(
            "appeared: host-c appeared",
            "vanished: host-a has gone",
            "link-opened: Link host-b – host-c opened",
            "link-closed: Link host-a – host-b closed",
            "leader: host-c leads the shared data");
  }

  @Test
  void aNodeThatDoesNotAnswerAndOtherTagsAreTold() {
    JsonObject before = snapshot(null, List.of(node("a"), node("b")));
    JsonObject after = snapshot(
        null,
        List.of(
            node("a").put("reachable", false),
            node("b").put("tags", new JsonObject().put("zone", "z"))));
    assertThat(texts(before, after))
        .containsExactly("unreachable: host-a does not answer", "changed: host-b has other tags");
    assertThat(texts(after, before)).contains("changed: host-a answers again");
  }

  @Test
  void aRushIsOneLine() {
    JsonObject before = snapshot(null, List.of());
    List<JsonObject> many = new ArrayList<>();
    for (int i = 0; i <= SnapshotDiff.MAX_PER_KIND; i++) {
      many.add(node("n" + i));
    }
    assertThat(texts(before, snapshot(null, many))).containsExactly("appeared: 11 nodes appeared");
  }
}
