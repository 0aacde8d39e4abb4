package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hyparview.cluster.Waits.await;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Nodes of which some keep no shared data, in several zones. */
class DataMemberIT extends LocalNodes {

  /** A node with its cluster manager. */
  private record Node(Vertx vertx, HyParViewClusterManager manager) {

    String id() {
      return manager.getNodeId();
    }

    long increment() throws Exception {
      return LocalNodes.increment(vertx);
    }
  }

  private Node startNode(boolean dataMember, String zone) throws Exception {
    HyParViewClusterOptions options = options().setTags(Map.of("zone", zone));
    options.getSharedData().setMaxVoters(3).setDataMember(dataMember).setSpreadVotersBy("zone");
    HyParViewClusterManager manager = new HyParViewClusterManager(options);
    return new Node(await(start(manager)), manager);
  }

  /** Waits until each node sees settled replicas on three nodes, of which the test holds. */
  private static void awaitReplicas(List<Node> nodes, Predicate<List<String>> test)
      throws Exception {
    for (Node node : nodes) {
      Waits.until(
          node.vertx,
          () -> "replicas on the right nodes",
          () -> isSettled(await(node.manager.health()), test));
    }
  }

  private static boolean isSettled(ClusterHealth health, Predicate<List<String>> test) {
    return health.isSettledInCluster()
        && health.replicas().size() == 3
        && test.test(health.replicas());
  }

  @Test
  void replicasAreOnTheNodesThatKeepData() throws Exception {
    Node first = startNode(false, "a");
    assertThatThrownBy(first::increment)
        .hasCauseInstanceOf(SharedDataException.class)
        .hasMessageContaining("dataMember");
    List<Node> nodes = List.of(
        first,
        startNode(true, "a"),
        startNode(false, "b"),
        startNode(true, "b"),
        startNode(true, "b"));
    long count = 0;
    for (Node node : nodes) {
      assertThat(node.increment()).isEqualTo(++count);
    }
    List<String> keepers =
        List.of(nodes.get(1).id(), nodes.get(3).id(), nodes.get(4).id());
    awaitReplicas(nodes, replicas -> replicas.containsAll(keepers));
    await(HyParViewCluster.of(first.vertx).setTags(Map.of("rack", "7")));
    Waits.until(
        first.vertx,
        () -> "the tag",
        () -> await(HyParViewCluster.of(nodes.get(1).vertx).members()).members().stream()
            .anyMatch(member -> member.tags().containsKey("rack")));
    for (Node node : nodes) {
      assertThat(node.increment()).isEqualTo(++count);
    }
    awaitReplicas(nodes, replicas -> replicas.containsAll(keepers));
  }

  @Test
  void replicasFollowTheZonesOfTheNodes() throws Exception {
    Node first = startNode(true, "a");
    first.increment();
    List<Node> nodes = List.of(
        first,
        startNode(true, "a"),
        startNode(true, "a"),
        startNode(true, "a"),
        startNode(true, "b"));
    awaitReplicas(nodes, replicas -> replicas.contains(nodes.get(4).id()));
    List<String> replicas = await(first.manager.health()).replicas();
    Node free =
        nodes.stream().filter(node -> !replicas.contains(node.id())).findFirst().orElseThrow();
    await(HyParViewCluster.of(free.vertx).setTags(Map.of("zone", "c")));
    awaitReplicas(nodes, now -> now.contains(nodes.get(4).id()) && now.contains(free.id()));
    assertThat(free.increment()).isEqualTo(2);
  }
}
