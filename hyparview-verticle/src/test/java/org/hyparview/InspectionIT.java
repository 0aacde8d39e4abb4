package org.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.hyparview.inspect.ClusterCrawl;
import org.hyparview.inspect.ClusterSnapshot;
import org.hyparview.inspect.InspectionClient;
import org.hyparview.inspect.InspectionOptions;
import org.hyparview.inspect.NodeKind;
import org.hyparview.inspect.SnapshotNode;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.InspectionException;
import org.hyparview.transport.LinkException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Verticles that are looked at by programs that are no nodes. */
class InspectionIT {

  private final LocalOverlay overlay = new LocalOverlay().patient();

  @AfterEach
  void close() {
    overlay.close();
  }

  private static InspectionOptions options() {
    return new InspectionOptions().setClusterName("test").setTimeout(60_000);
  }

  private InspectionClient connect(String address) {
    return LocalOverlay.await(InspectionClient.connect(overlay.vertx(), options(), address));
  }

  @Test
  void theStatusHasTheViewsCountersAndOptionsOfTheNode() {
    overlay.first("a").join("b");
    overlay.awaitOneSymmetricComponent();
    InspectionClient client = connect(overlay.contact());
    JsonObject status = LocalOverlay.await(client.status());
    assertThat(status.getString("kind")).isEqualTo("verticle");
    assertThat(status.getString("clusterName")).isEqualTo("test");
    assertThat(status.getJsonObject("node").getString("id")).isEqualTo("a");
    assertThat(status.getJsonObject("node").getString("address")).isEqualTo(overlay.contact());
    assertThat(status.getJsonArray("activeView").getJsonObject(0).getString("id"))
        .isEqualTo("b");
    assertThat(status.getJsonObject("counters").getJsonObject("links").getInteger("accepted"))
        .isEqualTo(1);
    assertThat(status.getJsonObject("counters").getJsonObject("broadcasts").fieldNames())
        .contains("deliveredOwn", "undeliverable");
    assertThat(status.getJsonObject("options"))
        .isEqualTo(new JsonObject()
            .put("nodeId", "a")
            .put("clusterName", "test")
            .put("eventBusPrefix", "a")
            .put("host", "127.0.0.1")
            .put("port", 0)
            .put("heartbeatMisses", 1_000));
    assertThat(client.nodeId()).isEqualTo("a");
    LocalOverlay.await(client.close());
  }

  @Test
  void anInspectorDisturbsNoNode() {
    overlay.first("a").join("b");
    overlay.awaitOneSymmetricComponent();
    JsonObject views = overlay.request(new HyParViewAddresses("a").views());
    int events = overlay.events().size();
    InspectionClient client = connect(overlay.contact());
    JsonObject status = LocalOverlay.await(client.status());
    LocalOverlay.await(client.ping());
    LocalOverlay.await(client.events(event -> {}));
    LocalOverlay.await(client.close());
    assertThat(overlay.request(new HyParViewAddresses("a").views())).isEqualTo(views);
    assertThat(overlay.events()).hasSize(events);
    JsonObject links = LocalOverlay.await(connect(overlay.contact()).status())
        .getJsonObject("counters")
        .getJsonObject("links");
    assertThat(links).isEqualTo(status.getJsonObject("counters").getJsonObject("links"));
  }

  @Test
  void anUnknownRequestFailsAndTheConnectionStays() {
    overlay.first("a");
    InspectionClient client = connect(overlay.contact());
    InspectionException failure =
        (InspectionException) LocalOverlay.failureOf(client.request("horoscope", new JsonObject()));
    assertThat(failure.code()).isEqualTo(InspectionException.UNKNOWN_REQUEST);
    assertThat(failure).hasMessageContaining("it answers events, ping, status");
    assertThat(((InspectionException) LocalOverlay.failureOf(client.members())).code())
        .isEqualTo(InspectionException.UNSUPPORTED);
    assertThat(LocalOverlay.await(client.ping())).isPositive();
  }

  @Test
  void theEventsOfANodeAreThoseOfItsEventBus() throws InterruptedException {
    overlay.first("a");
    BlockingQueue<JsonObject> events = new LinkedBlockingQueue<>();
    LocalOverlay.await(connect(overlay.contact()).events(events::add));
    overlay.join("b");
    JsonObject up = LocalOverlay.next(events);
    assertThat(up.getString("type")).isEqualTo("peer-up");
    assertThat(up.getJsonObject("peer").getString("id")).isEqualTo("b");
    overlay.leave("b");
    assertThat(LocalOverlay.next(events).getString("type")).isEqualTo("peer-down");
  }

  @Test
  void anInspectorAsksAllNodes() {
    overlay.first("a").join("b");
    overlay.awaitOneSymmetricComponent();
    for (String id : List.of("a", "b")) {
      HyParViewClient.create(overlay.vertx(), id)
          .<String>onQuestion("who", question -> Future.succeededFuture(id + question.body()));
    }
    InspectionClient client = connect(overlay.contact());
    JsonObject question = new JsonObject().put("topic", "who").put("body", "?");
    Answers answers = LocalOverlay.await(client.ask(question.put("timeout", 30_000)));
    assertThat(answers.isComplete()).isTrue();
    assertThat(answers.all())
        .extracting(answer -> answer.node() + " " + answer.<Object>body())
        .containsExactlyInAnyOrder("a a?", "b b?");
    assertThat(LocalOverlay.await(client.ask(question.put("fold", "count"))).answered())
        .isEqualTo(2);
    assertThat(LocalOverlay.failureOf(client.ask(new JsonObject().put("topic", 1))))
        .hasMessageEndingWith("The key \"topic\" of a question must be a String, but is 1")
        .extracting(failure -> ((InspectionException) failure).code())
        .isEqualTo(InspectionException.BAD_REQUEST);
    assertThat(LocalOverlay.failureOf(client.ask(question.put("fold", "gossip"))))
        .hasMessageContaining("must be collect, count, sum, min, max or top");
  }

  @Test
  void aNodeThatStopsSaysSo() throws InterruptedException {
    overlay.first("a");
    BlockingQueue<InspectionException> ends = new LinkedBlockingQueue<>();
    connect(overlay.contact()).onEnd(ends::add);
    overlay.leave("a");
    assertThat(LocalOverlay.next(ends).code()).isEqualTo(InspectionException.STOPPED);
  }

  @Test
  @Timeout(LocalOverlay.PATIENCE_SECONDS)
  void aCrawlFindsAllNodesAndLinks() {
    overlay.first("a").join("b", "c", "d");
    overlay.awaitOneSymmetricComponent();
    ClusterCrawl crawl = new ClusterCrawl(overlay.vertx(), options());
    // Nodes are asked one after the other: a link that begins meanwhile is seen from one side.
    ClusterSnapshot snapshot;
    do {
      snapshot = LocalOverlay.await(crawl.run(List.of(overlay.contact())));
    } while (snapshot.links().stream().anyMatch(ClusterSnapshot.Link::oneSided));
    assertThat(snapshot.kind()).isEqualTo(NodeKind.VERTICLE);
    assertThat(snapshot.nodes()).extracting(SnapshotNode::id).containsExactly("a", "b", "c", "d");
    assertThat(snapshot.isWhole()).isTrue();
    assertThat(snapshot.links()).isNotEmpty();
    JsonObject json = new JsonObject(snapshot.toJson().encode());
    assertThat(json.getJsonArray("nodes")).hasSize(4);
    assertThat(json.getJsonArray("unreachableContacts")).isEqualTo(new JsonArray());
  }

  @Test
  void aCrawlListsContactsThatDontAnswer() {
    overlay.first("a");
    ClusterSnapshot snapshot = LocalOverlay.await(new ClusterCrawl(overlay.vertx(), options())
        .run(List.of("127.0.0.1:1", overlay.contact())));
    assertThat(snapshot.isWhole()).isFalse();
    assertThat(snapshot.contacts())
        .extracting(ClusterSnapshot.Contact::address)
        .containsExactly("127.0.0.1:1");
    assertThat(LocalOverlay.failureOf(
            new ClusterCrawl(overlay.vertx(), options()).run(List.of("127.0.0.1:1"))))
        .isInstanceOf(LinkException.class)
        .hasMessageStartingWith("Cannot inspect 127.0.0.1:1: ");
  }

  @Test
  void aNodeWithInspectionOffLetsNoInspectorIn() {
    HyParViewOptions off = LocalOverlay.options("a");
    off.getLinks().setInspection(false);
    String address = overlay.deploy(off);
    assertRefused(options(), address, CloseReason.INSPECTION_REFUSED, "option inspection is false");
  }

  @Test
  void aNodeLetsNoInspectorOfAnotherClusterIn() {
    overlay.first("a");
    assertRefused(
        options().setClusterName("other"),
        overlay.contact(),
        CloseReason.WRONG_CLUSTER,
        "another cluster than \"other\"");
  }

  @Test
  void aNodeLetsNoInspectorInFromOtherNetworksThanThoseThatItDials() {
    HyParViewOptions far = LocalOverlay.options("a");
    far.getLinks().setAllowedNetworks(List.of("10.0.0.0/8"));
    assertRefused(
        options(), overlay.deploy(far), CloseReason.INSPECTION_REFUSED, "allowedNetworks");
  }

  private void assertRefused(
      InspectionOptions options, String address, CloseReason reason, String text) {
    Throwable failure =
        LocalOverlay.failureOf(InspectionClient.connect(overlay.vertx(), options, address));
    assertThat(failure)
        .hasMessageStartingWith("Cannot inspect " + address)
        .hasMessageContaining(text);
    assertThat(((LinkException) failure).reason()).isEqualTo(reason);
  }
}
