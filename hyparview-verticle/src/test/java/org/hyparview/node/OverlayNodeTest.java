package org.hyparview.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.hyparview.protocol.hyparview.HyParViewEvent.DownReason;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.PlumtreeConfig;
import org.hyparview.transport.Channel;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Link;
import org.hyparview.transport.TransportListener;
import org.hyparview.transport.memory.InMemoryNetwork;
import org.hyparview.transport.memory.InMemoryTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The node on a network in memory: what the machine asks for is done, and heard. */
class OverlayNodeTest {

  private static final PeerAddress CONTACT = new PeerAddress("a", 1);

  private final Vertx vertx = Vertx.vertx();
  private final InMemoryNetwork network = new InMemoryNetwork();

  @AfterEach
  void close() throws Exception {
    get(vertx.close());
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** A node with a context of its own, and what its listener has heard. */
  private final class TestNode implements ViewListener {
    private final Context context = ((VertxInternal) vertx).createEventLoopContext();
    private final BlockingQueue<ViewChange> changes = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> broadcasts = new LinkedBlockingQueue<>();
    private final PeerAddress address;
    private final OverlayNode node;

    TestNode(PeerAddress address) {
      this.address = address;
      InMemoryTransport transport = network.transport(vertx, address);
      node = new OverlayNode(
          vertx,
          transport,
          OverlayNode.Settings.DEFAULT,
          new SplittableRandom(1),
          this,
          (id, round, payload) ->
              broadcasts.add(id + " " + round + " " + new String(payload, UTF_8)));
    }

    Peer start(long incarnation, PeerAddress... contacts) throws Exception {
      PeerId id = PeerId.of(address.host());
      return get(on(() -> node.start(id, incarnation, List.of(contacts), self -> {})));
    }

    <T> Future<T> on(Supplier<Future<T>> call) {
      Promise<T> promise = Promise.promise();
      context.runOnContext(v -> call.get().onComplete(promise));
      return promise.future();
    }

    Views views() throws Exception {
      return get(on(() -> Future.succeededFuture(node.views())));
    }

    ViewChange nextChange() throws InterruptedException {
      ViewChange change = changes.poll(20, TimeUnit.SECONDS);
      assertThat(change).isNotNull();
      return change;
    }

    /** So many payloads, as they come. */
    List<String> delivered(int count) throws InterruptedException {
      List<String> payloads = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String next = String.valueOf(broadcasts.poll(20, TimeUnit.SECONDS));
        payloads.add(next.substring(next.indexOf(' ', next.indexOf(' ') + 1) + 1));
      }
      return payloads;
    }

    @Override
    public void changed(ViewChange change) {
      changes.add(change);
    }

    @Override
    public void isolated(String contacts) {
      news.add("isolated");
    }

    @Override
    public void renamed(Peer self) {
      news.add("incarnation " + self.incarnation());
    }
  }

  @Test
  void twoNodesBecomeNeighborsAndPart() throws Exception {
    TestNode a = new TestNode(CONTACT);
    TestNode b = new TestNode(new PeerAddress("b", 2));
    Peer peerA = a.start(1);
    Peer peerB = b.start(1, CONTACT);
    ViewChange up = a.nextChange();
    assertThat(up).isEqualTo(new ViewChange(peerB, null, 1, 1, 0));
    assertThat(up.isUp()).isTrue();
    assertThat(b.nextChange().peer()).isEqualTo(peerA);
    assertThat(a.views()).isEqualTo(new Views(peerA, 1, List.of(peerB), List.of()));

    get(b.on(b.node::stop));
    assertThat(b.nextChange().reason()).isEqualTo(DownReason.LEFT);
    assertThat(a.nextChange()).isEqualTo(new ViewChange(peerB, DownReason.LEFT, 2, 0, 0));
  }

  @Test
  void aNeighborThatCrashesIsDownAsFailed() throws Exception {
    TestNode a = new TestNode(CONTACT);
    TestNode b = new TestNode(new PeerAddress("b", 2));
    a.start(1);
    b.start(1, CONTACT);
    assertThat(a.nextChange().isUp()).isTrue();
    network.crash(b.address);
    assertThat(a.nextChange().reason()).isEqualTo(DownReason.FAILED);
  }

  @Test
  void aNodeWhoseFormerLifeIsKnownToBeLaterCallsItselfByAHigherIncarnation() throws Exception {
    TestNode a = new TestNode(CONTACT);
    TestNode b = new TestNode(new PeerAddress("b", 2));
    TestNode c = new TestNode(new PeerAddress("c", 3));
    a.start(1);
    b.start(100, CONTACT);
    assertThat(a.nextChange().isUp()).isTrue();
    TestNode clockWentBack = new TestNode(new PeerAddress("b", 4));
    c.start(1, CONTACT);
    clockWentBack.start(50, CONTACT);
    assertThat(clockWentBack.news.poll(20, TimeUnit.SECONDS)).isEqualTo("incarnation 101");
    assertThat(clockWentBack.nextChange().isUp()).isTrue();
  }

  @Test
  void aNodeWhoseContactDoesNotAnswerIsIsolatedUntilItDoes() throws Exception {
    TestNode b = new TestNode(new PeerAddress("b", 2));
    b.start(1, CONTACT);
    assertThat(b.news.poll(20, TimeUnit.SECONDS)).isEqualTo("isolated");
    new TestNode(CONTACT).start(1);
    assertThat(b.nextChange().isUp()).isTrue();
    assertThat(b.news).isEmpty();
  }

  @Test
  void aFrameThatCannotBeDecodedClosesItsLinkAndNoOther() throws Exception {
    TestNode a = new TestNode(CONTACT);
    TestNode b = new TestNode(new PeerAddress("b", 2));
    a.start(1);
    b.start(1, CONTACT);
    assertThat(a.nextChange().isUp()).isTrue();
    BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();
    sendFromStranger(closed, Channel.MEMBERSHIP, Buffer.buffer(new byte[] {1}));
    assertThat(closed.poll(20, TimeUnit.SECONDS)).isEqualTo(CloseReason.CLOSED_BY_PEER);
    assertThat(get(a.on(
            () -> Future.succeededFuture(a.node.linkCounters().closed(CloseReason.BAD_FRAME)))))
        .isOne();
    assertThat(a.views().active()).hasSize(1);
    assertThat(a.changes).isEmpty();
  }

  /** A peer that keeps to the transport's rules and to no others. */
  private void sendFromStranger(BlockingQueue<CloseReason> closed, Channel channel, Buffer frame) {
    InMemoryTransport transport = network.transport(vertx, new PeerAddress("stranger", 9));
    TransportListener listener = new TransportListener() {
      @Override
      public void received(Link link, int number, Buffer bytes) {}

      @Override
      public void closed(Link link, CloseReason reason) {
        closed.add(reason);
      }
    };
    vertx
        .getOrCreateContext()
        .runOnContext(v -> transport
            .start(PeerId.of("stranger"), 1, listener)
            .compose(self -> transport.open(CONTACT, null))
            .onSuccess(link -> link.send(channel, frame)));
  }

  /** Nodes a, b, c, … that all have joined. */
  private List<TestNode> started(int size) throws Exception {
    List<TestNode> nodes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      TestNode node = new TestNode(new PeerAddress(String.valueOf((char) ('a' + i)), i + 1));
      nodes.add(node);
      node.start(1, CONTACT);
      if (i > 0) {
        assertThat(node.nextChange().isUp()).isTrue();
      }
    }
    return nodes;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void whatEachNodeBroadcastsIsDeliveredOnceEverywhere() throws Exception {
    List<TestNode> nodes = started(12);
    for (TestNode node : nodes) {
      get(node.on(() -> node.node.broadcast(bytes("from " + node.address.host()))));
    }
    for (TestNode node : nodes) {
      assertThat(node.delivered(nodes.size()))
          .containsExactlyInAnyOrderElementsOf(
              nodes.stream().map(origin -> "from " + origin.address.host()).toList());
    }
    for (TestNode node : nodes) {
      get(node.on(() -> node.node.broadcastAcknowledged(bytes("last"), 5_000)));
    }
    for (TestNode node : nodes) {
      assertThat(node.delivered(nodes.size())).containsOnly("last");
      assertThat(node.broadcasts).isEmpty();
    }
  }

  @Test
  void anAcknowledgedBroadcastIsDeliveredEverywhereBeforeItsOriginHearsSo() throws Exception {
    List<TestNode> nodes = started(8);
    get(nodes.get(3).on(() -> nodes.get(3).node.broadcastAcknowledged(bytes("x"), 5_000)));
    for (TestNode node : nodes) {
      assertThat(node.broadcasts).hasSize(1);
    }
  }

  @Test
  void aNodeAloneDeliversAndAcknowledgesToItself() throws Exception {
    TestNode a = new TestNode(CONTACT);
    a.start(1);
    assertThat(get(a.on(() -> a.node.broadcastAcknowledged(bytes("x"), 1)))).isOne();
    assertThat(a.broadcasts.poll()).isEqualTo("a/1/0 0 x");
    BroadcastCounters counters =
        get(a.on(() -> Future.succeededFuture(a.node.broadcastCounters())));
    assertThat(counters.deliveredOwn()).isOne();
    assertThat(counters.gossipSent()).isZero();
  }

  @Test
  void aBroadcastThatANodeDoesNotAnswerFailsByItsName() throws Exception {
    List<TestNode> nodes = started(2);
    CompletableFuture<Void> thaw = new CompletableFuture<>();
    nodes.get(1).context.runOnContext(frozen -> thaw.join());
    TestNode a = nodes.get(0);
    Future<Integer> answer = a.on(() -> a.node.broadcastAcknowledged(bytes("x"), 300));
    assertThatThrownBy(() -> get(answer))
        .cause()
        .isInstanceOf(UnacknowledgedException.class)
        .hasMessageMatching("Not acknowledged by all, after \\d attempts?; perhaps missing: b")
        .satisfies(e ->
            assertThat(((UnacknowledgedException) e).missing()).containsExactly(PeerId.of("b")));
    thaw.complete(null);
  }

  @Test
  void whatIsTooLongOrTooLateThrowsAtOnce() throws Exception {
    TestNode a = new TestNode(CONTACT);
    assertThatThrownBy(() -> a.node.broadcast(bytes("x"))).hasMessage("The node has not started");
    a.start(1);
    int max = PlumtreeConfig.DEFAULT.maxPayload();
    assertThatThrownBy(() -> a.node.broadcast(new byte[max + 1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The length of a payload must be in 0.." + max + ", but is " + (max + 1));
    assertThatThrownBy(() -> a.node.broadcastAcknowledged(bytes("x"), 30_001))
        .hasMessage("A timeout must be in 1..30000, but is 30001");
    get(a.on(a.node::stop));
    assertThatThrownBy(() -> get(a.on(() -> a.node.broadcast(bytes("x")))))
        .hasMessageContaining("The node has been stopped");
  }

  @Test
  void whoWaitsForAnAnswerWhenTheNodeStopsHearsSo() throws Exception {
    List<TestNode> nodes = started(2);
    CompletableFuture<Void> thaw = new CompletableFuture<>();
    nodes.get(1).context.runOnContext(frozen -> thaw.join());
    TestNode a = nodes.get(0);
    Promise<Future<Integer>> answer = Promise.promise();
    a.context.runOnContext(v -> {
      answer.complete(a.node.broadcastAcknowledged(bytes("x"), 30_000));
      a.node.stop();
    });
    assertThatThrownBy(() -> get(get(answer.future())))
        .hasMessageContaining("The node has been stopped");
    thaw.complete(null);
  }

  /** The neighbor takes nothing: what waits is bounded, and the neighbor is given up in the end. */
  @Test
  void whatIsBroadcastTooFastWaitsAndIsThenRefusedAndTheSlowNeighborIsGivenUp() throws Exception {
    List<TestNode> nodes = started(2);
    CompletableFuture<Void> thaw = new CompletableFuture<>();
    nodes.get(1).context.runOnContext(frozen -> thaw.join());
    TestNode a = nodes.get(0);
    assertThat(a.nextChange().isUp()).isTrue();
    Promise<List<Future<Void>>> sending = Promise.promise();
    a.context.runOnContext(v -> {
      List<Future<Void>> sent = new ArrayList<>();
      while (sent.isEmpty() || !sent.get(sent.size() - 1).failed()) {
        sent.add(a.node.broadcast(new byte[10_000]));
      }
      sending.complete(sent);
    });
    List<Future<Void>> sent = get(sending.future());
    assertThatThrownBy(() -> get(sent.get(sent.size() - 1)))
        .cause()
        .isInstanceOf(BacklogFullException.class)
        .hasMessageStartingWith("Too much to broadcast: ");
    long waiting = sent.stream().filter(each -> !each.isComplete()).count();
    assertThat(waiting * 10_000).isBetween(3L << 20, 4L << 20);
    assertThat(a.nextChange().reason()).isEqualTo(DownReason.FAILED);
    get(Future.all(sent.subList(0, sent.size() - 1)));
    thaw.complete(null);
  }

  @Test
  void viewsOfANodeThatHasNotStartedAreAnError() {
    TestNode a = new TestNode(CONTACT);
    assertThatThrownBy(a.node::views)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The node has not started");
  }

  @Test
  void aNodeThatHasNotStartedStops() throws Exception {
    TestNode a = new TestNode(CONTACT);
    get(a.on(a.node::stop));
    assertThat(a.changes).isEmpty();
  }
}
