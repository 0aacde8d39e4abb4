package org.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.hyparview.broadcast.contract.ObservedOverlay;
import org.hyparview.host.FreePorts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Verticles on real TCP, as their users see them: deployment, event bus, client. */
class HyParViewVerticleIT {

  private static final String NAME = "org.hyparview.HyParViewVerticle";

  private final LocalOverlay overlay = new LocalOverlay();

  @AfterEach
  void close() {
    overlay.close();
  }

  @Test
  void aHundredNodesFormOneSymmetricComponent() {
    long start = System.nanoTime();
    overlay.first("n0");
    overlay.join(IntStream.range(1, 100).mapToObj(i -> "n" + i).toArray(String[]::new));
    overlay.awaitOneSymmetricComponent();
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    System.out.println("100 nodes form one symmetric component in " + took + " ms");
  }

  @Test
  void eventsAndViewsHaveTheFormOfTheContract() throws Exception {
    CompletableFuture<JsonObject> event = new CompletableFuture<>();
    overlay
        .vertx()
        .eventBus()
        .<JsonObject>localConsumer("n0.events", message -> event.complete(message.body()));
    overlay.first("n0").join("n1");
    JsonObject up = LocalOverlay.await(event);
    assertThat(up.fieldNames())
        .containsExactly("type", "peer", "version", "active", "passive", "node");
    assertThat(up.getString("type")).isEqualTo("peer-up");
    assertThat(up.getString("node")).isEqualTo("n0");
    assertThat(up.getJsonObject("peer").fieldNames()).containsExactly("id", "host", "port");
    assertThat(up.getJsonObject("peer").getString("id")).isEqualTo("n1");
    assertThat(up.getInteger("active")).isOne();
    assertThat(up.getLong("version")).isOne();

    JsonObject views = overlay.request("n0.views");
    assertThat(views.fieldNames()).containsExactly("node", "version", "active", "passive");
    assertThat(views.getJsonObject("node").getString("id")).isEqualTo("n0");
    assertThat(views.getLong("version")).isEqualTo(up.getLong("version"));
    assertThat(views.getJsonArray("active")).containsExactly(up.getJsonObject("peer"));
  }

  @Test
  void aPeerThatIsUndeployedIsDownAsLeftOnBothSides() {
    overlay.first("n0").join("n1");
    overlay.awaitOneSymmetricComponent();
    overlay.leave("n1");
    overlay.until("left", o -> hasHeardLeft(o, "n0", "n1") && hasHeardLeft(o, "n1", "n0"));
  }

  private static boolean hasHeardLeft(ObservedOverlay overlay, String node, String peer) {
    return overlay.events().stream()
        .anyMatch(event -> event.node().equals(node)
            && event.peer().id().equals(peer)
            && event.reason() == PeerEvent.Reason.LEFT);
  }

  @Test
  void aPeerWhoseVertxIsClosedIsDownAsLeft() {
    overlay.first("n0");
    try (LocalOverlay other = new LocalOverlay()) {
      other.deploy(LocalOverlay.options("n1").addContact(overlay.contact()));
      overlay.until("up", o -> o.view("n0").contains("n1"));
    }
    overlay.until("down", o -> o.view("n0").isEmpty());
    assertThat(lastEventOf("n0").reason()).isEqualTo(PeerEvent.Reason.LEFT);
  }

  private PeerEvent lastEventOf(String id) {
    List<PeerEvent> events =
        overlay.events().stream().filter(event -> event.node().equals(id)).toList();
    return events.get(events.size() - 1);
  }

  @Test
  void itDeploysByNameWithJson() throws Exception {
    overlay.first("n0");
    CompletableFuture<PeerEvent> up = new CompletableFuture<>();
    HyParViewClient.create(overlay.vertx(), "n1").onPeerUp(up::complete);
    JsonObject config = LocalOverlay.options("n1").addContact(overlay.contact()).toJson();
    LocalOverlay.await(
        overlay.vertx().deployVerticle(NAME, new DeploymentOptions().setConfig(config)));
    LocalOverlay.await(up);
    PeerViews views =
        LocalOverlay.await(HyParViewClient.create(overlay.vertx(), "n1").views());
    assertThat(views.node().id()).isEqualTo("n1");
    assertThat(views.active()).extracting(PeerInfo::id).containsExactly("n0");
  }

  @Test
  void aLateSubscriberHearsThePresentViewFirst() throws Exception {
    overlay.first("n0").join("n1", "n2");
    overlay.until("up", o -> o.view("n0").size() == 2);
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    HyParViewClient.create(overlay.vertx(), "n0")
        .events(event -> heard.add(event.type() + " " + event.peer().id()));
    List<String> replayed = Arrays.asList(LocalOverlay.next(heard), LocalOverlay.next(heard));
    assertThat(replayed).containsExactlyInAnyOrder("peer-up n1", "peer-up n2");
    overlay.leave("n1");
    assertThat(LocalOverlay.next(heard)).isEqualTo("peer-down n1");
  }

  @Test
  void onPeerUpAndOnPeerDownHearTheirKindOnlyUntilCanceled() throws Exception {
    overlay.first("n0");
    HyParViewClient client = HyParViewClient.create(overlay.vertx(), "n0");
    CompletableFuture<PeerEvent> up = new CompletableFuture<>();
    CompletableFuture<PeerEvent> down = new CompletableFuture<>();
    List<PeerEvent> canceled = new ArrayList<>();
    client.onPeerUp(up::complete);
    client.onPeerDown(down::complete);
    LocalOverlay.await(client.onPeerUp(canceled::add).cancel());
    overlay.join("n1");
    assertThat(LocalOverlay.await(up).isUp()).isTrue();
    overlay.leave("n1");
    assertThat(LocalOverlay.await(down).peer().id()).isEqualTo("n1");
    assertThat(canceled).isEmpty();
  }

  @Test
  void viewsFailClearlyWhereNoVerticleIsDeployed() {
    Throwable failure =
        LocalOverlay.failureOf(HyParViewClient.create(overlay.vertx(), "nobody").views());
    assertThat(failure).isInstanceOf(ReplyException.class).hasMessageContaining("nobody.views");
  }

  @Test
  void aTakenPortFailsTheDeployment() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Throwable failure = deployFailure(options().setPort(taken.getLocalPort()));
      assertThat(failure)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("in use");
    }
  }

  @Test
  void anUnknownBindHostFailsTheDeployment() {
    assertThat(deployFailure(options().setHost("no-such-host.invalid")))
        .hasMessageContaining("no-such-host.invalid");
  }

  @Test
  void aBadOptionFailsTheDeploymentByItsNameAndRange() {
    assertThat(deployFailure(new JsonObject().put("activeViewSize", 0)))
        .hasMessage("activeViewSize must be in 1..32, but is 0");
    assertThat(deployFailure(new JsonObject().put("activeViewsize", 5)))
        .hasMessageStartingWith(
            "There is no option activeViewsize; did you mean activeViewSize? The");
    assertThat(deployFailure(options()
            .with(NodeOptions.MEMBERSHIP, membership -> membership.setActiveRandomWalkLength(2))))
        .hasMessage("passiveRandomWalkLength must be in 0..2, but is 3");
  }

  @Test
  void aSecondVerticleWithTheSamePrefixFailsAndTheFirstCanBeReplaced() {
    overlay.first("n0");
    assertThat(deployFailure(LocalOverlay.options("n0")))
        .hasMessageContaining("event-bus prefix n0 is in use");
    overlay.leave("n0");
    overlay.first("n0");
  }

  @Test
  void aWorkerVerticleIsRefused() {
    DeploymentOptions worker = new DeploymentOptions()
        .setThreadingModel(ThreadingModel.WORKER)
        .setConfig(options().toJson());
    assertThat(LocalOverlay.failureOf(overlay.vertx().deployVerticle(NAME, worker)))
        .hasMessageContaining("event loop");
  }

  @Test
  void unreachableContactsDoNotFailTheDeploymentAndAreTriedAgain() throws Exception {
    int port = FreePorts.one();
    HyParViewOptions options = LocalOverlay.options("n1").addContact("127.0.0.1:" + port);
    options.getMembership().setRejoinMaxDelay(500);
    overlay.deploy(options);
    assertThat(overlay.view("n1")).isEmpty();
    overlay.deploy(LocalOverlay.options("n0").setPort(port));
    overlay.until("joined", o -> o.view("n1").contains("n0"));
  }

  @Test
  void aNodeThatIsItsOwnContactStartsAlone() throws Exception {
    int port = FreePorts.one();
    String self = "127.0.0.1:" + port;
    overlay.deploy(
        LocalOverlay.options("n0").setPort(port).addContact(self).addContact("localhost:" + port));
    overlay.deploy(LocalOverlay.options("n1").addContact(self));
    overlay.until("joined", o -> o.view("n0").contains("n1"));
    assertThat(overlay.view("n0")).containsExactly("n1");
  }

  @Test
  void garbageClosesItsOwnLinkOnlyAndIsCounted() throws Exception {
    HyParViewVerticle verticle = new HyParViewVerticle(LocalOverlay.options("n0"));
    LocalOverlay.await(overlay.vertx().deployVerticle(verticle));
    PeerInfo node = LocalOverlay.await(
            HyParViewClient.create(overlay.vertx(), "n0").views())
        .node();
    overlay.deploy(LocalOverlay.options("n1").addContact(node.address()));
    overlay.until("up", o -> o.view("n1").contains("n0"));

    CompletableFuture<Void> closed = new CompletableFuture<>();
    NetSocket socket =
        LocalOverlay.await(overlay.vertx().createNetClient().connect(node.port(), node.host()));
    socket.closeHandler(end -> closed.complete(null));
    socket.write(Buffer.buffer("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    LocalOverlay.await(closed);

    JsonObject counters = LocalOverlay.await(verticle.linkCounters());
    assertThat(counters.getJsonObject("closed").getLong("BAD_HELLO")).isOne();
    assertThat(overlay.view("n1")).containsExactly("n0");
  }

  private static HyParViewOptions options() {
    return LocalOverlay.options("other");
  }

  private Throwable deployFailure(HyParViewOptions options) {
    return LocalOverlay.failureOf(overlay.vertx().deployVerticle(new HyParViewVerticle(options)));
  }

  private Throwable deployFailure(JsonObject config) {
    return LocalOverlay.failureOf(
        overlay.vertx().deployVerticle(NAME, new DeploymentOptions().setConfig(config)));
  }
}
