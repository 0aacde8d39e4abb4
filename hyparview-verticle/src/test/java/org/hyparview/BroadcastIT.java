package org.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.hyparview.HyParViewClient.Subscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Broadcast on real TCP, as users of the event bus see it. */
class BroadcastIT {

  private static final String TOPIC = "news";

  /** The longest timeout of an acknowledged broadcast. */
  private static final int PATIENCE_MILLIS = 30_000;

  private final LocalOverlay overlay = new LocalOverlay();
  private final DeliveryLog log = new DeliveryLog(overlay.vertx());

  @AfterEach
  void close() {
    overlay.close();
  }

  private HyParViewClient client(String node) {
    return HyParViewClient.create(overlay.vertx(), node);
  }

  /** So many nodes, all of which listen. */
  private List<String> form(int size) {
    List<String> nodes = IntStream.range(0, size).mapToObj(i -> "n" + i).toList();
    nodes.forEach(node -> log.listen(client(node), node, TOPIC));
    overlay.first("n0").join(nodes.subList(1, size).toArray(String[]::new));
    overlay.until("formed", LocalOverlay::isOneSymmetricComponent);
    return nodes;
  }

  private static ReplyException failureOf(Future<?> future) {
    return (ReplyException) LocalOverlay.failureOf(future);
  }

  @Test
  void whatEachOfTwentyNodesBroadcastsIsDeliveredOnceAtEach() {
    List<String> nodes = form(20);
    List<String> bodies = nodes.stream().map(node -> "from " + node).toList();
    nodes.forEach(node -> LocalOverlay.await(client(node).broadcast(TOPIC, "from " + node)));
    log.until("all have all", l -> nodes.stream().allMatch(n -> l.has(n, bodies)));
    LocalOverlay.await(client("n7").broadcastAcknowledged(TOPIC, "last", PATIENCE_MILLIS));
    log.catchUp();
    nodes.forEach(node -> assertThat(log.of(node))
        .as(node)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(bodies.stream(), Stream.of("last")).toList()));
  }

  @Test
  void nodesThatLeaveInTheMiddleOfAStreamCostTheOthersNothing() {
    List<String> nodes = form(20);
    List<String> survivors = nodes.subList(0, 14);
    List<String> bodies = IntStream.range(0, 300).mapToObj(i -> "message " + i).toList();
    List<Future<Void>> sent = new ArrayList<>();
    for (int i = 0; i < bodies.size(); i++) {
      sent.add(client("n" + i % 14).broadcast(TOPIC, bodies.get(i)));
      if (i % 50 == 49) {
        sent.forEach(LocalOverlay::await);
        overlay.leave("n" + (14 + i / 50));
      }
    }
    log.until("all have all", l -> survivors.stream().allMatch(n -> l.has(n, bodies)));
    survivors.forEach(node -> assertThat(log.of(node)).as(node).doesNotHaveDuplicates());
  }

  @Test
  void processesThatAreKilledInTheMiddleOfAStreamCostTheOthersNothing() throws Exception {
    List<String> nodes = form(6);
    List<String> bodies = IntStream.range(0, 400).mapToObj(i -> "message " + i).toList();
    try (NodeProcess one = NodeProcess.start("doomed1", overlay.contact());
        NodeProcess other = NodeProcess.start("doomed2", overlay.contact())) {
      overlay.until("joined", o -> isKnown(o, "doomed1") && isKnown(o, "doomed2"));
      for (int i = 0; i < bodies.size(); i++) {
        LocalOverlay.await(client("n" + i % 6).broadcast(TOPIC, bodies.get(i)));
        if (i == 100) {
          one.kill();
        } else if (i == 250) {
          other.kill();
        }
      }
      log.until("all have all", l -> nodes.stream().allMatch(n -> l.has(n, bodies)));
    }
    nodes.forEach(node -> assertThat(log.of(node)).as(node).doesNotHaveDuplicates());
  }

  private static boolean isKnown(LocalOverlay overlay, String node) {
    return IntStream.range(0, 6).anyMatch(i -> overlay.view("n" + i).contains(node));
  }

  @Test
  void anAcknowledgedBroadcastHasBeenDeliveredEverywhere() {
    List<String> nodes = form(12);
    for (int i = 0; i < 20; i++) {
      String body = "message " + i;
      LocalOverlay.await(client("n" + i % 12).broadcastAcknowledged(TOPIC, body, PATIENCE_MILLIS));
      log.catchUp();
      nodes.forEach(node -> assertThat(log.of(node)).as(node).contains(body));
    }
  }

  /** Starts a process that becomes a neighbor of n0. */
  private NodeProcess startNeighbor(String id) throws Exception {
    NodeProcess neighbor = NodeProcess.start(id, overlay.contact());
    overlay.until("joined", o -> o.view("n0").contains(id));
    return neighbor;
  }

  private ReplyException unacknowledged() {
    ReplyException failure = failureOf(client("n0").broadcastAcknowledged(TOPIC, "x", 1_500));
    assertThat(failure.failureCode()).isEqualTo(HyParViewBroadcast.UNACKNOWLEDGED);
    return failure;
  }

  @Test
  void anAcknowledgedBroadcastNamesTheNodeThatDoesNotAnswer() throws Exception {
    overlay.patient();
    form(1);
    try (NodeProcess frozen = startNeighbor("frozen")) {
      frozen.freeze();
      assertThat(unacknowledged())
          .hasMessageMatching(
              "Not acknowledged by all, after \\d attempts?; perhaps missing: frozen");
    }
  }

  /** Nobody gives the frozen node up, so its neighbors can't answer either. */
  @Test
  void whatANodeDoesNotAcknowledgeTheOthersHave() throws Exception {
    overlay.patient();
    form(3);
    try (NodeProcess frozen = startNeighbor("frozen")) {
      frozen.freeze();
      assertThat(unacknowledged()).hasMessageContaining("frozen");
      log.until("the others have it", l -> l.has("n1", List.of("x")) && l.has("n2", List.of("x")));
    }
  }

  @Test
  void eachKindOfBodyArrivesWithItsHeaders() throws Exception {
    form(2);
    BlockingQueue<Message<Object>> heard = new LinkedBlockingQueue<>();
    client("n1").onBroadcast("kinds", heard::add);
    JsonObject json = new JsonObject().put("n", 1).put("text", "é");
    for (Object body :
        List.of(Buffer.buffer(new byte[] {1, -1}), "é節", json, "", Buffer.buffer())) {
      DeliveryOptions options = new DeliveryOptions()
          .addHeader(HyParViewBroadcast.TOPIC, "kinds")
          .addHeader("lang", "en")
          .addHeader(HyParViewBroadcast.ORIGIN, "forged");
      overlay.vertx().eventBus().send("n0.broadcast", body, options);
      Message<Object> message = LocalOverlay.next(heard);
      assertThat(message.body()).isEqualTo(body);
      assertThat(message.headers().entries())
          .extracting(Object::toString)
          .containsExactlyInAnyOrder("lang=en", "origin=n0", "hops=1");
    }
  }

  @Test
  void withoutATopicItIsTheDefaultOneAndTopicsAreKeptApart() throws Exception {
    form(2);
    BlockingQueue<Message<Object>> heard = new LinkedBlockingQueue<>();
    client("n1").onBroadcast(HyParViewBroadcast.DEFAULT_TOPIC, heard::add);
    LocalOverlay.await(client("n0").broadcast("other", "unheard"));
    Object reply = LocalOverlay.await(overlay.vertx().eventBus().request("n0.broadcast", "heard"))
        .body();
    assertThat(reply).isNull();
    Message<Object> message = LocalOverlay.next(heard);
    assertThat(message.body()).isEqualTo("heard");
    assertThat(message.address()).isEqualTo("n1.broadcast.default");
    assertThat(heard).isEmpty();
  }

  @Test
  void aLateSubscriberHearsWhatIsBroadcastFromThenOnUntilItCancels() throws Exception {
    form(2);
    LocalOverlay.await(client("n0").broadcastAcknowledged("late", "before", PATIENCE_MILLIS));
    BlockingQueue<Message<Object>> heard = new LinkedBlockingQueue<>();
    Subscription subscription = client("n1").onBroadcast("late", heard::add);
    LocalOverlay.await(client("n0").broadcastAcknowledged("late", "meanwhile", PATIENCE_MILLIS));
    Message<Object> message = LocalOverlay.next(heard);
    assertThat(message.body()).isEqualTo("meanwhile");
    LocalOverlay.await(subscription.cancel());
    LocalOverlay.await(client("n0").broadcastAcknowledged("late", "after", PATIENCE_MILLIS));
    assertThat(heard).isEmpty();
  }

  @Test
  void theLongestBroadcastArrivesAndALongerOneIsRefused() throws Exception {
    form(3);
    int room = new BroadcastOptions().get(BroadcastOptions.MAX_BROADCAST_SIZE)
        - 3
        - (1 + TOPIC.length())
        - 4;
    String longest = "x".repeat(room);
    LocalOverlay.await(client("n2").broadcastAcknowledged(TOPIC, longest, PATIENCE_MILLIS));
    log.catchUp();
    for (String node : List.of("n0", "n1", "n2")) {
      assertThat(log.of(node)).containsExactly(longest);
    }
    ReplyException failure = failureOf(client("n2").broadcast(TOPIC, longest + "x"));
    assertThat(failure.failureCode()).isEqualTo(HyParViewBroadcast.BAD_REQUEST);
    assertThat(failure)
        .hasMessage("A broadcast must have at most 1047552 bytes with its topic and headers,"
            + " but has 1047553");
    overlay.until("still together", LocalOverlay::isOneSymmetricComponent);
  }

  @Test
  void whatCannotBeBroadcastFailsClearly() throws Exception {
    overlay.first("n0");
    assertBad(client("n0").broadcast(TOPIC, 42))
        .hasMessage("A broadcast must be a Buffer, a String or a JsonObject,"
            + " but is a java.lang.Integer");
    assertBad(overlay.vertx().eventBus().request("n0.broadcast", null))
        .hasMessage("A broadcast must be a Buffer, a String or a JsonObject, but is null");
    assertBad(client("n0").broadcast("", "x"))
        .hasMessage("A topic must have 1 to 255 bytes in UTF-8, but has 0");
    assertBad(client("n0").broadcast("a\nb", "x")).hasMessageStartingWith("A topic must not hold");
    assertBad(client("n0").broadcastAcknowledged(TOPIC, "x", 0))
        .hasMessage("A timeout must be in 1..30000, but is 0");
    assertBad(client("n0").broadcastAcknowledged(TOPIC, "x", Long.MAX_VALUE))
        .hasMessageContaining("1..30000, but is " + Long.MAX_VALUE);
    assertBad(client("n0").broadcastAcknowledged(TOPIC, "x", 30_001))
        .hasMessage("A timeout must be in 1..30000, but is 30001");
    DeliveryOptions options =
        new DeliveryOptions().addHeader(HyParViewBroadcast.ACKNOWLEDGE, "soon");
    assertBad(overlay.vertx().eventBus().request("n0.broadcast", "x", options))
        .hasMessage(
            "The header acknowledge must be a whole number of milliseconds," + " but is \"soon\"");
  }

  private static AbstractThrowableAssert<?, ?> assertBad(Future<?> sent) {
    ReplyException failure = failureOf(sent);
    assertThat(failure.failureCode()).isEqualTo(HyParViewBroadcast.BAD_REQUEST);
    return assertThat(failure);
  }

  @Test
  void aNodeThatWasUndeployedTakesNoBroadcasts() throws Exception {
    form(2);
    overlay.leave("n1");
    assertThat(failureOf(client("n1").broadcast(TOPIC, "x")).failureType())
        .isEqualTo(ReplyFailure.NO_HANDLERS);
    LocalOverlay.await(client("n0").broadcast(TOPIC, "alone"));
    log.until("heard", l -> l.has("n0", List.of("alone")));
    assertThat(log.of("n1")).isEmpty();
  }

  @Test
  void whatWasBroadcastJustBeforeANodeLeavesIsDelivered() {
    form(5);
    for (int i = 0; i < 50; i++) {
      LocalOverlay.await(client("n4").broadcast(TOPIC, "last words " + i));
    }
    overlay.leave("n4");
    List<String> words = IntStream.range(0, 50).mapToObj(i -> "last words " + i).toList();
    log.until("heard", l -> Stream.of("n0", "n1", "n2", "n3").allMatch(n -> l.has(n, words)));
  }

  /** Silence is no failure here, so it is the sender's own patience that ends. */
  @Test
  void aSlowNeighborHoldsASenderUpForSomeTimeOnly() throws Exception {
    overlay.patient();
    form(3);
    try (NodeProcess slow = startNeighbor("slow")) {
      slow.freeze();
      Buffer body = Buffer.buffer(new byte[500_000]);
      long start = System.nanoTime();
      for (int i = 0; i < 60; i++) {
        LocalOverlay.await(client("n0").broadcast("bulk", body));
      }
      long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      System.out.println("30 MB past a frozen neighbor in " + took + " ms");
      overlay.until("given up", o -> !o.view("n0").contains("slow"));
      slow.kill();
      LocalOverlay.await(client("n0").broadcastAcknowledged(TOPIC, "after", PATIENCE_MILLIS));
      assertThat(overlay.view("n0")).contains("n1", "n2");
    }
  }

  /** More than any queue holds: what is taken arrives, the rest is refused, nobody is lost. */
  @Test
  void whoSendsTooMuchAtOnceIsToldAndLosesNoNeighbor() throws Exception {
    List<String> nodes = form(5);
    List<Future<Void>> sent = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      sent.add(client("n0").broadcast("bulk", Buffer.buffer(new byte[50_000])));
    }
    List<Throwable> refusals = new ArrayList<>();
    for (Future<Void> each : sent) {
      CompletableFuture<Throwable> failure = new CompletableFuture<>();
      each.onComplete(done -> failure.complete(null), failure::complete);
      Throwable refusal = LocalOverlay.await(failure);
      if (refusal != null) {
        refusals.add(refusal);
      }
    }
    System.out.println("Of 1000 broadcasts at once " + refusals.size() + " were refused");
    assertThat(refusals)
        .allMatch(e -> ((ReplyException) e).failureCode() == HyParViewBroadcast.BUSY)
        .allMatch(e -> String.valueOf(e.getMessage()).startsWith("Too much to broadcast: "));
    LocalOverlay.await(client("n0").broadcastAcknowledged(TOPIC, "after", PATIENCE_MILLIS));
    log.catchUp();
    nodes.forEach(node -> assertThat(log.of(node)).as(node).containsExactly("after"));
    assertThat(overlay.events()).allMatch(event -> event.reason() != PeerEvent.Reason.FAILED);
  }

  @Test
  void countersTellTheCostOfABroadcast() throws Exception {
    HyParViewVerticle verticle = new HyParViewVerticle(LocalOverlay.options("n0"));
    assertThat(LocalOverlay.failureOf(verticle.broadcastCounters()))
        .hasMessage("The verticle isn't deployed");
    LocalOverlay.await(overlay.vertx().deployVerticle(verticle));
    LocalOverlay.await(client("n0").broadcast(TOPIC, "x"));
    JsonObject counters = LocalOverlay.await(verticle.broadcastCounters());
    assertThat(counters.remove("deliveredOwn")).isEqualTo(1L);
    assertThat(counters.fieldNames()).contains("gossipSent", "controlReceived", "undeliverable");
    assertThat(counters.getMap().values())
        .allSatisfy(count -> assertThat(((Number) count).longValue()).isZero());
  }
}
