package org.hyparview.broadcast.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.broadcast.contract.ObservedOverlay.await;
import static org.hyparview.broadcast.contract.ObservedOverlay.failureOf;
import static org.hyparview.broadcast.contract.ObservedOverlay.next;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowingConsumer;
import org.hyparview.HyParViewBroadcast;
import org.hyparview.HyParViewClient.Subscription;
import org.hyparview.PeerEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of broadcast on real TCP, as tests: what users of the event bus see, and those of a
 * node's own methods. What nodes these are is said by a subclass.
 */
public abstract class BroadcastContract {

  private static final String TOPIC = "news";

  /** The longest timeout of an acknowledged broadcast. */
  private static final int LONGEST_MILLIS = 30_000;

  /** The messages between two nodes that leave. */
  private static final int STEP = 50;

  private final DeliveryLog log = new DeliveryLog();

  /** The overlay, which is empty at first. */
  protected abstract ObservedOverlay overlay();

  /** Nodes that are started from now on never take silence for a failure. */
  protected abstract void havePatience();

  /** Starts so many nodes in this process, which join each other. */
  protected abstract List<BroadcastNode> start(int size);

  /** Starts a node with this name in a process of its own, which joins those of this process. */
  protected abstract RemoteNode startProcess(String name) throws Exception;

  /** The number of nodes of a large overlay. */
  protected abstract int many();

  /** The most bytes of a broadcast, with its topic and headers. */
  protected abstract int maxSize();

  /** Asserts that a broadcast failed as it must at a node that has left. */
  protected abstract void assertHasLeft(ReplyException failure);

  @AfterEach
  void close() {
    overlay().close();
  }

  /** So many nodes, all of which listen. */
  protected final List<BroadcastNode> form(int size) {
    List<BroadcastNode> nodes = start(size);
    nodes.forEach(node -> log.listen(node, TOPIC));
    overlay().awaitOneSymmetricComponent();
    return nodes;
  }

  /** Starts a process that becomes a neighbor of a node. */
  private RemoteNode startNeighbor(BroadcastNode of, String name) throws Exception {
    RemoteNode neighbor = startProcess(name);
    String id = neighbor.id();
    overlay().until("joined", o -> o.view(of.id()).contains(id));
    return neighbor;
  }

  private static List<String> numbered(String text, int count) {
    return IntStream.range(0, count).mapToObj(i -> text + " " + i).toList();
  }

  private static EventBus eventBus(BroadcastNode node) {
    return node.vertx().eventBus();
  }

  private static ReplyException refusalOf(Future<?> future) {
    return (ReplyException) failureOf(future);
  }

  private void assertNoDuplicates(List<BroadcastNode> nodes) {
    nodes.forEach(node -> assertThat(log.of(node)).as(node.id()).doesNotHaveDuplicates());
  }

  @Test
  void whatEachOfManyNodesBroadcastsIsDeliveredOnceAtEach() {
    List<BroadcastNode> nodes = form(many());
    List<String> bodies = nodes.stream().map(node -> "from " + node.id()).toList();
    nodes.forEach(node -> await(node.broadcast(TOPIC, "from " + node.id())));
    log.await(nodes, bodies);
    await(nodes.get(many() / 2).broadcastAcknowledged(TOPIC, "last", LONGEST_MILLIS));
    log.catchUp();
    nodes.forEach(node -> assertThat(log.of(node))
        .as(node.id())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(bodies.stream(), Stream.of("last")).toList()));
  }

  @Test
  void nodesThatLeaveInTheMiddleOfAStreamCostTheOthersNothing() {
    List<BroadcastNode> nodes = form(many());
    List<BroadcastNode> survivors = nodes.subList(0, many() * 7 / 10);
    List<BroadcastNode> leaving = nodes.subList(survivors.size(), many());
    List<String> bodies = numbered("message", STEP * leaving.size());
    List<Future<Void>> sent = new ArrayList<>();
    for (int i = 0; i < bodies.size(); i++) {
      sent.add(survivors.get(i % survivors.size()).broadcast(TOPIC, bodies.get(i)));
      if (i % STEP == STEP - 1) {
        sent.forEach(ObservedOverlay::await);
        leaving.get(i / STEP).leave();
      }
    }
    log.await(survivors, bodies);
    assertNoDuplicates(survivors);
  }

  @Test
  void processesThatAreKilledInTheMiddleOfAStreamCostTheOthersNothing() throws Exception {
    List<BroadcastNode> nodes = form(6);
    List<String> bodies = numbered("message", 400);
    try (RemoteNode one = startProcess("doomed1");
        RemoteNode other = startProcess("doomed2")) {
      for (String id : List.of(one.id(), other.id())) {
        overlay()
            .until("joined", o -> nodes.stream().anyMatch(n -> o.view(n.id()).contains(id)));
      }
      for (int i = 0; i < bodies.size(); i++) {
        await(nodes.get(i % 6).broadcast(TOPIC, bodies.get(i)));
        if (i == 100) {
          one.kill();
        } else if (i == 250) {
          other.kill();
        }
      }
      log.await(nodes, bodies);
    }
    assertNoDuplicates(nodes);
  }

  @Test
  void anAcknowledgedBroadcastHasBeenDeliveredEverywhere() {
    List<BroadcastNode> nodes = form(many());
    for (int i = 0; i < 20; i++) {
      String body = "message " + i;
      await(nodes.get(i % many()).broadcastAcknowledged(TOPIC, body, LONGEST_MILLIS));
      log.catchUp();
      nodes.forEach(node -> assertThat(log.of(node)).as(node.id()).contains(body));
    }
  }

  private static ReplyException unacknowledged(BroadcastNode node) {
    ReplyException failure = refusalOf(node.broadcastAcknowledged(TOPIC, "x", 1_500));
    assertThat(failure.failureCode()).isEqualTo(HyParViewBroadcast.UNACKNOWLEDGED);
    return failure;
  }

  @Test
  void anAcknowledgedBroadcastNamesTheNodeThatDoesNotAnswer() throws Exception {
    havePatience();
    BroadcastNode node = form(1).get(0);
    try (RemoteNode frozen = startNeighbor(node, "frozen")) {
      frozen.freeze();
      assertThat(unacknowledged(node))
          .hasMessageMatching("Not acknowledged by all, after \\d attempts?; perhaps missing: "
              + Pattern.quote(frozen.id()));
    }
  }

  /** No node gives the frozen one up, so its neighbors can't answer either. */
  @Test
  void whatANodeDoesNotAcknowledgeTheOthersHave() throws Exception {
    havePatience();
    List<BroadcastNode> nodes = form(3);
    try (RemoteNode frozen = startNeighbor(nodes.get(0), "frozen")) {
      frozen.freeze();
      assertThat(unacknowledged(nodes.get(0))).hasMessageContaining(frozen.id());
      log.await(nodes, List.of("x"));
    }
  }

  /** Sends each kind of body to the topic "kinds" by the event bus, and checks what comes of it. */
  protected static void sendEachKind(BroadcastNode sender, ThrowingConsumer<Object> check) {
    JsonObject json = new JsonObject().put("n", 1).put("text", "é");
    DeliveryOptions options = new DeliveryOptions()
        .addHeader(HyParViewBroadcast.TOPIC, "kinds")
        .addHeader("lang", "en")
        .addHeader(HyParViewBroadcast.ORIGIN, "forged");
    for (Object body :
        List.of(Buffer.buffer(new byte[] {1, -1}), "é節", json, "", Buffer.buffer())) {
      eventBus(sender).send(sender.prefix() + ".broadcast", body, options);
      check.accept(body);
    }
  }

  @Test
  void eachKindOfBodyArrivesWithItsHeaders() {
    List<BroadcastNode> nodes = form(2);
    BlockingQueue<Message<Object>> heard = new LinkedBlockingQueue<>();
    nodes.get(1).client().onBroadcast("kinds", heard::add);
    sendEachKind(nodes.get(0), body -> {
      Message<Object> message = next(heard);
      assertThat(message.body()).isEqualTo(body);
      assertThat(message.headers().entries())
          .extracting(Object::toString)
          .containsExactlyInAnyOrder("lang=en", "origin=" + nodes.get(0).id(), "hops=1");
    });
  }

  @Test
  void withoutATopicItIsTheDefaultOneAndTopicsAreKeptApart() throws Exception {
    List<BroadcastNode> nodes = form(2);
    BroadcastNode sender = nodes.get(0);
    BroadcastNode receiver = nodes.get(1);
    BlockingQueue<Message<Object>> heard = new LinkedBlockingQueue<>();
    receiver.client().onBroadcast(HyParViewBroadcast.DEFAULT_TOPIC, heard::add);
    await(sender.broadcast("other", "unheard"));
    Object reply =
        await(eventBus(sender).request(sender.prefix() + ".broadcast", "heard")).body();
    assertThat(reply).isNull();
    Message<Object> message = next(heard);
    assertThat(message.body()).isEqualTo("heard");
    assertThat(message.address()).isEqualTo(receiver.prefix() + ".broadcast.default");
    assertThat(heard).isEmpty();
  }

  @Test
  void aLateSubscriberHearsWhatIsBroadcastFromThenOnUntilItCancels() throws Exception {
    List<BroadcastNode> nodes = form(2);
    BroadcastNode sender = nodes.get(0);
    await(sender.broadcastAcknowledged("late", "before", LONGEST_MILLIS));
    BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    Subscription subscription = nodes.get(1).onBroadcast("late", heard::add);
    await(sender.broadcastAcknowledged("late", "meanwhile", LONGEST_MILLIS));
    assertThat(next(heard)).isEqualTo("meanwhile");
    await(subscription.cancel());
    await(sender.broadcastAcknowledged("late", "after", LONGEST_MILLIS));
    assertThat(heard).isEmpty();
  }

  @Test
  void theLongestBroadcastArrivesAndALongerOneIsRefused() {
    List<BroadcastNode> nodes = form(3);
    BroadcastNode sender = nodes.get(2);
    String longest = "x".repeat(maxSize() - 3 - (1 + TOPIC.length()) - 4);
    await(sender.broadcastAcknowledged(TOPIC, longest, LONGEST_MILLIS));
    log.catchUp();
    nodes.forEach(node -> assertThat(log.of(node)).containsExactly(longest));
    assertBad(sender.broadcast(TOPIC, longest + "x"))
        .hasMessage("A broadcast must have at most " + maxSize()
            + " bytes with its topic and headers, but has " + (maxSize() + 1));
    overlay().awaitOneSymmetricComponent();
  }

  @Test
  void whatCannotBeBroadcastFailsClearly() {
    BroadcastNode node = form(1).get(0);
    assertBad(node.broadcast(TOPIC, 42))
        .hasMessage("A broadcast must be a Buffer, a String or a JsonObject,"
            + " but is a java.lang.Integer");
    assertBad(eventBus(node).request(node.prefix() + ".broadcast", null))
        .hasMessage("A broadcast must be a Buffer, a String or a JsonObject, but is null");
    assertBad(node.broadcast("", "x"))
        .hasMessage("A topic must have 1 to 255 bytes in UTF-8, but has 0");
    assertBad(node.broadcast("a\nb", "x")).hasMessageStartingWith("A topic must not hold");
    for (long timeout : new long[] {0, 30_001, Long.MAX_VALUE}) {
      assertBad(node.broadcastAcknowledged(TOPIC, "x", timeout))
          .hasMessage("A timeout must be in 1..30000, but is " + timeout);
    }
    DeliveryOptions options =
        new DeliveryOptions().addHeader(HyParViewBroadcast.ACKNOWLEDGE, "soon");
    assertBad(eventBus(node).request(node.prefix() + ".broadcast", "x", options))
        .hasMessage(
            "The header acknowledge must be a whole number of milliseconds, but is \"soon\"");
  }

  private static AbstractThrowableAssert<?, ?> assertBad(Future<?> sent) {
    ReplyException failure = refusalOf(sent);
    assertThat(failure.failureCode()).isEqualTo(HyParViewBroadcast.BAD_REQUEST);
    return assertThat(failure);
  }

  @Test
  void aNodeThatHasLeftTakesNoBroadcasts() {
    List<BroadcastNode> nodes = form(2);
    nodes.get(1).leave();
    assertHasLeft(refusalOf(nodes.get(1).broadcast(TOPIC, "x")));
    await(nodes.get(0).broadcast(TOPIC, "alone"));
    log.await(nodes.subList(0, 1), List.of("alone"));
    assertThat(log.of(nodes.get(1))).isEmpty();
  }

  @Test
  void whatWasBroadcastJustBeforeANodeLeavesIsDelivered() {
    List<BroadcastNode> nodes = form(5);
    List<String> words = numbered("last words", 50);
    words.forEach(word -> await(nodes.get(4).broadcast(TOPIC, word)));
    nodes.get(4).leave();
    log.await(nodes.subList(0, 4), words);
  }

  /** Silence is no failure here, so it is the sender's own patience that ends. */
  @Test
  void aSlowNeighborHoldsASenderUpForSomeTimeOnly() throws Exception {
    havePatience();
    List<BroadcastNode> nodes = form(3);
    BroadcastNode sender = nodes.get(0);
    try (RemoteNode slow = startNeighbor(sender, "slow")) {
      slow.freeze();
      Buffer body = Buffer.buffer(new byte[500_000]);
      long start = System.nanoTime();
      for (int i = 0; i < 60; i++) {
        await(sender.broadcast("bulk", body));
      }
      long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      System.out.println("30 MB past a frozen neighbor in " + took + " ms");
      String id = slow.id();
      overlay().until("given up", o -> !o.view(sender.id()).contains(id));
      slow.kill();
      await(sender.broadcastAcknowledged(TOPIC, "after", LONGEST_MILLIS));
      assertThat(overlay().view(sender.id()))
          .contains(nodes.get(1).id(), nodes.get(2).id());
    }
  }

  /** More than any queue holds: what is taken arrives, and the rest is refused. */
  @Test
  void whoSendsTooMuchAtOnceIsToldAndLosesNoNeighbor() {
    havePatience();
    List<BroadcastNode> nodes = form(5);
    List<Future<Void>> sent = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      sent.add(nodes.get(0).broadcast("bulk", Buffer.buffer(new byte[50_000])));
    }
    await(Future.join(sent).otherwiseEmpty());
    List<Throwable> refusals =
        sent.stream().filter(Future::failed).map(Future::cause).toList();
    System.out.println("Of 1000 broadcasts at once " + refusals.size() + " were refused");
    assertThat(refusals)
        .allMatch(e -> ((ReplyException) e).failureCode() == HyParViewBroadcast.BUSY)
        .allMatch(e -> String.valueOf(e.getMessage()).startsWith("Too much to broadcast: "));
    await(nodes.get(0).broadcastAcknowledged(TOPIC, "after", LONGEST_MILLIS));
    log.catchUp();
    nodes.forEach(node -> assertThat(log.of(node)).as(node.id()).containsExactly("after"));
    assertThat(overlay().events()).allMatch(event -> event.reason() != PeerEvent.Reason.FAILED);
  }

  @Test
  void countersTellTheCostOfABroadcast() {
    BroadcastNode node = form(1).get(0);
    await(node.broadcast(TOPIC, "x"));
    JsonObject counters = await(node.client().counters()).getJsonObject("broadcasts");
    assertThat(((Number) counters.remove("deliveredOwn")).longValue()).isOne();
    assertThat(counters.fieldNames()).contains("gossipSent", "controlReceived", "undeliverable");
    assertThat(counters.getMap().values())
        .allSatisfy(count -> assertThat(((Number) count).longValue()).isZero());
  }
}
