package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hyparview.cluster.Waits.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.hyparview.HyParViewBroadcast;
import org.hyparview.HyParViewClient;
import org.hyparview.HyParViewClient.Subscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Broadcast in a cluster on real TCP, as users of {@link HyParViewCluster} and of the event bus see
 * it: the scenarios of the verticle's broadcast.
 */
class ClusterBroadcastIT {

  private static final String TOPIC = "news";
  private static final int PATIENCE = 30_000;
  private static final int MAX_SIZE = (1 << 20) - 1_024 - 1;

  private final String name = "test-" + UUID.randomUUID();
  private final Map<Vertx, BlockingQueue<String>> heard = new LinkedHashMap<>();

  private Vertx start() throws Exception {
    HyParViewClusterOptions options = new HyParViewClusterOptions()
        .setClusterName(name)
        .setHost("127.0.0.1")
        .setBroadcastEvents(true)
        .setMulticast(new MulticastOptions().setEnabled(false));
    Vertx vertx = await(
        Vertx.builder().withClusterManager(new HyParViewClusterManager(options)).buildClustered());
    BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
    cluster(vertx)
        .<Object>onBroadcast(TOPIC, message -> bodies.add(String.valueOf(message.body())));
    heard.put(vertx, bodies);
    return vertx;
  }

  private List<Vertx> form(int size) throws Exception {
    List<Vertx> nodes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      nodes.add(start());
    }
    return nodes;
  }

  private static HyParViewCluster cluster(Vertx vertx) {
    return HyParViewCluster.of(vertx);
  }

  private void stop(Vertx vertx) throws Exception {
    heard.remove(vertx);
    await(vertx.close());
  }

  /** Takes what a node hears next. */
  private List<String> next(Vertx vertx, int count) throws Exception {
    List<String> bodies = new ArrayList<>();
    while (bodies.size() < count) {
      bodies.add(Waits.next(Objects.requireNonNull(heard.get(vertx))));
    }
    return bodies;
  }

  private static ReplyException failureOf(Future<?> future) {
    try {
      await(future);
    } catch (Exception e) {
      return (ReplyException) Objects.requireNonNull(e.getCause());
    }
    throw new AssertionError("It succeeded");
  }

  /** Waits until a node has the addresses, which is a moment after its event bus has started. */
  private static void awaitOpen(Vertx vertx) throws Exception {
    DeliveryOptions local = new DeliveryOptions().setLocalOnly(true);
    Waits.until(vertx, () -> "Bad broadcasts are refused by name", () -> {
      ReplyException failure =
          failureOf(vertx.eventBus().request("hyparview.broadcast", 42, local));
      return failure.failureType() != ReplyFailure.NO_HANDLERS;
    });
  }

  @AfterEach
  void close() throws Exception {
    for (Vertx vertx : List.copyOf(heard.keySet())) {
      await(vertx.close());
    }
  }

  @Test
  void whatEachNodeBroadcastsIsDeliveredOnceAtEach() throws Exception {
    List<Vertx> nodes = form(5);
    List<String> bodies = new ArrayList<>();
    for (Vertx node : nodes) {
      bodies.add("from " + cluster(node).nodeId());
      await(cluster(node).broadcast(TOPIC, "from " + cluster(node).nodeId()));
    }
    for (Vertx node : nodes) {
      assertThat(next(node, 5)).containsExactlyInAnyOrderElementsOf(bodies);
    }
    await(cluster(nodes.get(3)).broadcastAcknowledged(TOPIC, "last", PATIENCE));
    for (Vertx node : nodes) {
      assertThat(next(node, 1)).containsExactly("last");
      assertThat(heard.get(node)).isEmpty();
    }
  }

  @Test
  void nodesThatLeaveInTheMiddleOfAStreamCostTheOthersNothing() throws Exception {
    List<Vertx> nodes = form(6);
    List<Vertx> survivors = nodes.subList(0, 4);
    List<String> bodies = IntStream.range(0, 120).mapToObj(i -> "message " + i).toList();
    for (int i = 0; i < bodies.size(); i++) {
      await(cluster(survivors.get(i % 4)).broadcast(TOPIC, bodies.get(i)));
      if (i % 50 == 49) {
        stop(nodes.get(4 + i / 50));
      }
    }
    for (Vertx node : survivors) {
      assertThat(next(node, bodies.size())).containsExactlyInAnyOrderElementsOf(bodies);
    }
  }

  @Test
  void whatWasBroadcastJustBeforeANodeLeavesIsDelivered() throws Exception {
    List<Vertx> nodes = form(3);
    List<String> words = IntStream.range(0, 50).mapToObj(i -> "last words " + i).toList();
    for (String word : words) {
      await(cluster(nodes.get(2)).broadcast(TOPIC, word));
    }
    stop(nodes.get(2));
    for (Vertx node : nodes.subList(0, 2)) {
      assertThat(next(node, words.size())).containsExactlyInAnyOrderElementsOf(words);
    }
  }

  @Test
  void eachKindOfBodyArrivesBothWays() throws Exception {
    List<Vertx> nodes = form(2);
    Vertx sender = nodes.get(0);
    Vertx receiver = nodes.get(1);
    BlockingQueue<ClusterBroadcast<Object>> typed = new LinkedBlockingQueue<>();
    cluster(receiver).onBroadcast("kinds", typed::add);
    BlockingQueue<Message<Object>> messages = new LinkedBlockingQueue<>();
    HyParViewClient.create(receiver).onBroadcast("kinds", messages::add);
    awaitOpen(sender);
    awaitOpen(receiver);
    JsonObject json = new JsonObject().put("n", 1).put("text", "é");
    for (Object body :
        List.of(Buffer.buffer(new byte[] {1, -1}), "é節", json, "", Buffer.buffer())) {
      sender
          .eventBus()
          .send(
              "hyparview.broadcast",
              body,
              new DeliveryOptions()
                  .addHeader(HyParViewBroadcast.TOPIC, "kinds")
                  .addHeader("lang", "en")
                  .addHeader(HyParViewBroadcast.ORIGIN, "forged"));
      ClusterBroadcast<Object> broadcast = Waits.next(typed);
      assertThat(broadcast.body()).isEqualTo(body);
      assertThat(broadcast.origin()).isEqualTo(cluster(sender).nodeId());
      assertThat(broadcast.hops()).isOne();
      assertThat(broadcast.headers().get("lang")).isEqualTo("en");
      Message<Object> message = Waits.next(messages);
      assertThat(message.body()).isEqualTo(body);
      assertThat(message.headers().entries())
          .extracting(Object::toString)
          .containsExactlyInAnyOrder("lang=en", "origin=" + cluster(sender).nodeId(), "hops=1");
    }
  }

  @Test
  void aLateSubscriberHearsWhatIsBroadcastFromThenOnUntilItCancels() throws Exception {
    List<Vertx> nodes = form(2);
    HyParViewCluster sender = cluster(nodes.get(0));
    await(sender.broadcastAcknowledged("late", "before", PATIENCE));
    BlockingQueue<ClusterBroadcast<String>> late = new LinkedBlockingQueue<>();
    Subscription subscription = cluster(nodes.get(1)).onBroadcast("late", late::add);
    await(sender.broadcastAcknowledged("late", "meanwhile", PATIENCE));
    assertThat(Waits.next(late).body()).isEqualTo("meanwhile");
    await(subscription.cancel());
    await(sender.broadcastAcknowledged("late", "after", PATIENCE));
    assertThat(late).isEmpty();
  }

  @Test
  void theLongestBroadcastArrivesAndALongerOneIsRefused() throws Exception {
    List<Vertx> nodes = form(3);
    String longest = "x".repeat(MAX_SIZE - 3 - (1 + TOPIC.length()) - 4);
    await(cluster(nodes.get(2)).broadcastAcknowledged(TOPIC, longest, PATIENCE));
    for (Vertx node : nodes) {
      assertThat(next(node, 1)).containsExactly(longest);
    }
    ReplyException failure = failureOf(cluster(nodes.get(2)).broadcast(TOPIC, longest + "x"));
    assertThat(failure.failureCode()).isEqualTo(HyParViewBroadcast.BAD_REQUEST);
    assertThat(failure)
        .hasMessage("A broadcast must have at most " + MAX_SIZE
            + " bytes with its topic and headers, but has " + (MAX_SIZE + 1));
    assertThat(await(cluster(nodes.get(0)).members()).members()).hasSize(3);
  }

  @Test
  void whatCannotBeBroadcastFailsClearly() throws Exception {
    HyParViewCluster cluster = cluster(start());
    assertBad(
        cluster.broadcast(TOPIC, 42), "A broadcast must be a Buffer, a String or a JsonObject");
    assertBad(cluster.broadcast("", "x"), "A topic must have 1 to 255 bytes in UTF-8, but has 0");
    assertBad(cluster.broadcast("a\nb", "x"), "A topic must not hold");
    assertBad(
        cluster.broadcastAcknowledged(TOPIC, "x", 0), "A timeout must be in 1..30000, but is 0");
    assertBad(
        cluster.broadcastAcknowledged(TOPIC, "x", 30_001), "A timeout must be in 1..30000, but is");
    assertThatThrownBy(() -> cluster.onBroadcast("", message -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertBad(Future<?> sent, String message) {
    ReplyException failure = failureOf(sent);
    assertThat(failure.failureCode()).isEqualTo(HyParViewBroadcast.BAD_REQUEST);
    assertThat(failure).hasMessageStartingWith(message);
  }

  /** More than any queue holds: what is taken arrives, the rest is refused, nobody is lost. */
  @Test
  void whoSendsTooMuchAtOnceIsToldAndLosesNoNeighbor() throws Exception {
    List<Vertx> nodes = form(3);
    List<Future<Void>> sent = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      sent.add(cluster(nodes.get(0)).broadcast("bulk", Buffer.buffer(new byte[50_000])));
    }
    await(Future.join(sent).otherwiseEmpty());
    assertThat(sent.stream().filter(Future::failed).map(Future::cause))
        .allMatch(e -> ((ReplyException) e).failureCode() == HyParViewBroadcast.BUSY)
        .allMatch(e -> String.valueOf(e.getMessage()).startsWith("Too much to broadcast: "));
    await(cluster(nodes.get(0)).broadcastAcknowledged(TOPIC, "after", PATIENCE));
    for (Vertx node : nodes) {
      assertThat(next(node, 1)).containsExactly("after");
      assertThat(await(cluster(node).members()).members()).hasSize(3);
    }
  }

  @Test
  void aNodeThatHasLeftBroadcastsNothing() throws Exception {
    List<Vertx> nodes = form(2);
    HyParViewCluster gone = cluster(nodes.get(1));
    stop(nodes.get(1));
    assertThat(failureOf(gone.broadcast(TOPIC, "x")).failureCode())
        .isEqualTo(HyParViewBroadcast.BUSY);
    await(cluster(nodes.get(0)).broadcast(TOPIC, "alone"));
    assertThat(next(nodes.get(0), 1)).containsExactly("alone");
  }
}
