package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.hyparview.Answers;
import org.hyparview.inspect.ClusterCrawl;
import org.hyparview.inspect.ClusterSnapshot;
import org.hyparview.inspect.InspectionClient;
import org.hyparview.inspect.InspectionOptions;
import org.hyparview.inspect.NodeKind;
import org.hyparview.inspect.SnapshotNode;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.LinkException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A cluster that is looked at by a program that is no member. */
class ClusterInspectionIT {

  private final String cluster = "inspected-" + UUID.randomUUID();
  private final Vertx vertx = Vertx.vertx();
  private final List<Vertx> nodes = new ArrayList<>();
  private final List<HyParViewClusterManager> managers = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (Vertx node : nodes) {
      Waits.await(node.close());
    }
    Waits.await(vertx.close());
  }

  private HyParViewClusterOptions clusterOptions() {
    return HyParViewClusterOptions.local().setClusterName(cluster).setHost("127.0.0.1");
  }

  private HyParViewClusterManager start(HyParViewClusterOptions options) throws Exception {
    HyParViewClusterManager manager = new HyParViewClusterManager(options);
    nodes.add(Waits.await(Vertx.builder().withClusterManager(manager).buildClustered()));
    managers.add(manager);
    return manager;
  }

  private void startSeveral(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      start(clusterOptions());
    }
    for (HyParViewClusterManager manager : managers) {
      Waits.until(vertx, () -> "all see all", () -> manager.getNodes().size() == count);
    }
  }

  private InspectionOptions options() {
    return new InspectionOptions().setClusterName(cluster).setTimeout(60_000);
  }

  private String address(int node) throws Exception {
    HyParViewCluster own = HyParViewCluster.of(nodes.get(node));
    return Waits.await(own.members()).members().stream()
        .filter(member -> member.id().equals(own.nodeId()))
        .findFirst()
        .orElseThrow()
        .address();
  }

  private InspectionClient connect(int node) throws Exception {
    return Waits.await(InspectionClient.connect(vertx, options(), address(node)));
  }

  @Test
  void theStatusHasMembersAndSharedData() throws Exception {
    startSeveral(3);
    Waits.await(Waits.await(nodes.get(0).sharedData().getCounter("orders")).incrementAndGet());
    InspectionClient client = connect(0);
    Waits.until(vertx, () -> "a leader is known", () -> {
      JsonObject shared = Waits.await(client.status()).getJsonObject("sharedData");
      return shared != null && shared.getBoolean("settled") && shared.containsKey("leader");
    });
    JsonObject status = Waits.await(client.status());
    assertThat(status.getString("kind")).isEqualTo("cluster-manager");
    assertThat(status.getInteger("members")).isEqualTo(3);
    assertThat(status.getInteger("clusterVersion")).isOne();
    assertThat(status.getJsonObject("sharedData").getJsonArray("voters")).hasSize(3);
    assertThat(status.getJsonObject("options").getString("clusterName")).isEqualTo(cluster);
  }

  @Test
  void theListOfMembersHasAllNodesAndNoInspector() throws Exception {
    startSeveral(3);
    JsonObject list = Waits.await(connect(1).members());
    assertThat(list.getJsonArray("members").stream()
            .map(member -> ((JsonObject) member).getString("id")))
        .containsExactlyInAnyOrderElementsOf(managers.get(0).getNodes());
    assertThat(list.getJsonArray("members").stream()
            .map(member -> ((JsonObject) member).getString("eventBusAddress")))
        .allMatch(address -> address != null && address.matches("127\\.0\\.0\\.1:\\d+|.*:\\d+"));
  }

  @Test
  void aCrawlFindsTheMembers() throws Exception {
    startSeveral(3);
    ClusterSnapshot snapshot =
        Waits.await(new ClusterCrawl(vertx, options()).run(List.of(address(2))));
    assertThat(snapshot.kind()).isEqualTo(NodeKind.CLUSTER_MANAGER);
    assertThat(snapshot.nodes())
        .extracting(SnapshotNode::id)
        .containsExactlyInAnyOrderElementsOf(managers.get(0).getNodes());
    assertThat(snapshot.nodes()).allMatch(node -> node.member() != null);
    assertThat(snapshot.isWhole()).isTrue();
  }

  @Test
  void arrivalsAndDeparturesAreEvents() throws Exception {
    startSeveral(1);
    BlockingQueue<JsonObject> events = new LinkedBlockingQueue<>();
    Waits.await(connect(0).events(events::add));
    String id = start(clusterOptions()).getNodeId();
    assertThat(next(events, "member-joined")).isEqualTo(id);
    Waits.await(nodes.remove(1).close());
    assertThat(next(events, "member-left")).isEqualTo(id);
  }

  private static String next(BlockingQueue<JsonObject> events, String type) throws Exception {
    JsonObject event = Waits.next(events);
    while (!event.getString("type").equals(type)) {
      event = Waits.next(events);
    }
    return event.getJsonObject("member").getString("id");
  }

  @Test
  void tagsAreInTheListAndTheSnapshot() throws Exception {
    start(clusterOptions().setTags(Map.of("zone", "a")));
    JsonObject member =
        Waits.await(connect(0).members()).getJsonArray("members").getJsonObject(0);
    assertThat(member.getJsonObject("tags")).isEqualTo(new JsonObject().put("zone", "a"));
    assertThat(Instant.parse(member.getString("since"))).isBeforeOrEqualTo(Instant.now());
    ClusterSnapshot snapshot =
        Waits.await(new ClusterCrawl(vertx, options()).run(List.of(address(0))));
    assertThat(snapshot.nodes().get(0).member())
        .extracting(SnapshotNode.Member::tags)
        .isEqualTo(Map.of("zone", "a"));
  }

  @Test
  void aLongListOfMembersComesInPages() throws Exception {
    startSeveral(2);
    InspectionClient client = connect(0);
    List<String> ids = managers.get(0).getNodes().stream().sorted().toList();
    JsonObject rest =
        Waits.await(client.request("members", new JsonObject().put("after", ids.get(0))));
    assertThat(rest.getBoolean("more")).isFalse();
    assertThat(rest.getJsonArray("members").getJsonObject(0).getString("id")).isEqualTo(ids.get(1));
    assertThat(rest.getJsonArray("members")).hasSize(1);
  }

  @Test
  void anInspectorAsksAllMembers() throws Exception {
    startSeveral(2);
    for (Vertx node : nodes) {
      HyParViewCluster.of(node).<String>onQuestion("load", question -> Future.succeededFuture(7L));
    }
    Answers answers = Waits.await(connect(0)
        .ask(new JsonObject()
            .put("topic", "load")
            .put("body", "")
            .put("fold", "sum")
            .put("timeout", 20_000)));
    assertThat(answers.sum()).isEqualTo(14);
    assertThat(answers.isComplete()).isTrue();
  }

  @Test
  void aNodeWithInspectionOffLetsNoInspectorIn() throws Exception {
    HyParViewClusterOptions off = clusterOptions();
    off.getLinks().setInspection(false);
    start(off);
    BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    InspectionClient.connect(vertx, options(), address(0)).onFailure(failures::add);
    assertThat(((LinkException) Waits.next(failures)).reason())
        .isEqualTo(CloseReason.INSPECTION_REFUSED);
  }
}
