package org.hyparview.demo.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hyparview.PeerEvent;
import org.hyparview.PeerInfo;
import org.junit.jupiter.api.Test;

class NeighborGraphTest {

  private final NeighborGraph graph = new NeighborGraph();

  @Test
  void linkedNodesAreWhole() {
    nodes("a", "b", "c");
    link("a", "b");
    link("b", "c");

    assertThat(graph.isWhole()).isTrue();
    assertThat(graph.shape())
        .isEqualTo(new OverlayMetrics(3, 1, 0, 0, degrees(Map.of(1, 2, 2, 1))));
  }

  @Test
  void aNodeWithoutNeighborsIsAComponentOfItsOwn() {
    nodes("a", "b", "c");
    link("a", "b");

    assertThat(graph.isWhole()).isFalse();
    assertThat(graph.components()).isEqualTo(2);
  }

  @Test
  void anEntryWithoutItsCounterpartIsOneWay() {
    nodes("a", "b");
    event("peer-up", "a", "b");

    assertThat(graph.isWhole()).isFalse();
    assertThat(graph.oneWayEntries()).isEqualTo(1);
    assertThat(graph.components()).isEqualTo(1);
  }

  @Test
  void anEntryOfARemovedNodeIsDeadUntilItsHolderHearsOfIt() {
    nodes("a", "b", "c");
    link("a", "b");
    link("b", "c");
    link("a", "c");

    graph.remove("c");
    assertThat(graph.isWhole()).isFalse();
    assertThat(graph.deadEntries()).isEqualTo(2);

    event("peer-down", "a", "c");
    event("peer-down", "b", "c");
    assertThat(graph.isWhole()).isTrue();
  }

  @Test
  void whatARemovedNodeSaysDoesNotCount() {
    nodes("a", "b");
    graph.remove("b");

    event("peer-up", "b", "a");

    assertThat(graph.shape()).isEqualTo(new OverlayMetrics(1, 1, 0, 0, degrees(Map.of(0, 1))));
  }

  private static SortedMap<Integer, Integer> degrees(Map<Integer, Integer> counts) {
    return new TreeMap<>(counts);
  }

  private void nodes(String... names) {
    for (String name : names) {
      graph.add(name);
    }
  }

  private void link(String one, String other) {
    event("peer-up", one, other);
    event("peer-up", other, one);
  }

  private void event(String type, String node, String peer) {
    JsonObject event = new JsonObject()
        .put("type", type)
        .put("peer", new PeerInfo(peer, "127.0.0.1", 7100).toJson())
        .put("version", 1)
        .put("active", 1)
        .put("passive", 0)
        .put("node", node);
    if (type.equals("peer-down")) {
      event.put("reason", "failed");
    }
    graph.apply(new PeerEvent(event));
  }
}
