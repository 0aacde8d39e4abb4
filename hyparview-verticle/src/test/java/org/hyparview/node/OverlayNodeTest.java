package org.hyparview.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.hyparview.protocol.hyparview.HyParViewAction.DownReason;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.Channel;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.InMemoryNetwork;
import org.hyparview.transport.InMemoryTransport;
import org.hyparview.transport.Link;
import org.hyparview.transport.TransportListener;
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
    private final Context context = vertx.getOrCreateContext();
    private final BlockingQueue<ViewChange> changes = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
    private final PeerAddress address;
    private final OverlayNode node;

    TestNode(PeerAddress address) {
      this.address = address;
      InMemoryTransport transport = network.transport(vertx, address);
      node =
          new OverlayNode(vertx, transport, HyParViewConfig.DEFAULT, new SplittableRandom(1), this);
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

    @Override
    public void changed(ViewChange change) {
      changes.add(change);
    }

    @Override
    public void isolated() {
      news.add("isolated");
    }

    @Override
    public void renamed(Peer self) {
      news.add("incarnation " + self.incarnation());
    }
  }

  @Test
  void twoNodesBecomeNeighboursAndPart() throws Exception {
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
  void aNeighbourThatCrashesIsDownAsFailed() throws Exception {
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
    sendFromStranger(closed, Channel.MEMBERSHIP, Buffer.buffer("garbage"));
    assertThat(closed.poll(20, TimeUnit.SECONDS)).isEqualTo(CloseReason.CLOSED_BY_PEER);
    assertThat(get(
            a.on(() -> Future.succeededFuture(a.node.counters().closed(CloseReason.BAD_FRAME)))))
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
