package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.hyparview.host.FreePorts;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.Channel;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Link;
import org.hyparview.transport.LinkException;
import org.hyparview.transport.LinkOptions;
import org.hyparview.transport.tcp.TcpTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Start, open, send, close and stop. */
class TcpTransportIT {

  private static final Channel CONTROL = Channel.MEMBERSHIP;
  private static final Channel DATA = new Channel(9, Channel.Lane.DATA);

  private static final int MAX_FRAME_SIZE = new LinkOptions().get(LinkOptions.MAX_FRAME_SIZE);

  private final Vertx vertx = Vertx.vertx(new VertxOptions()
      .setAddressResolverOptions(
          new AddressResolverOptions().setQueryTimeout(500).setMaxQueries(1)));
  private final TcpNode a = new TcpNode(vertx, TcpNode.options());
  private final TcpNode b = new TcpNode(vertx, TcpNode.options());

  @BeforeEach
  void start() {
    a.start("a");
    b.start("b");
  }

  @AfterEach
  void close() {
    TcpNode.await(vertx.close());
  }

  @Test
  void aNodeAdvertisesTheAddressItListensAt() {
    assertThat(a.self().id()).isEqualTo(PeerId.of("a"));
    assertThat(a.self().host()).isEqualTo("127.0.0.1");
    assertThat(a.port()).isPositive();
  }

  @Test
  void aNodeAdvertisesAnotherAddressIfItIsTold() {
    TcpNode behindNat = new TcpNode(
        vertx, TcpNode.options().setAdvertisedHost("node.example").setAdvertisedPort(7_100));
    assertThat(behindNat.start("c").self().address())
        .isEqualTo(new PeerAddress("node.example", 7_100));
  }

  @Test
  void aNodeThatListensEverywhereAdvertisesAnAddressThatCanBeDialed() {
    TcpNode everywhere = new TcpNode(vertx, TcpNode.options().setHost("0.0.0.0"));
    assertThat(everywhere.start("c").self().host()).isNotEqualTo("0.0.0.0");
    Link link = a.open(new PeerAddress("127.0.0.1", everywhere.port()));
    assertThat(link.peer()).isEqualTo(everywhere.self());
  }

  @Test
  void bothEndsLearnWhoTheOtherIs() {
    Link toB = a.open(b);
    assertThat(toB.peer()).isEqualTo(b.self());
    a.send(toB, CONTROL, "x");
    assertThat(b.received(0).link().peer()).isEqualTo(a.self());
    assertThat(a.call(() -> a.transport().counters().opened())).isEqualTo(1);
    assertThat(b.call(() -> b.transport().counters().accepted())).isEqualTo(1);
  }

  @Test
  void framesGoBothWaysInOrder() {
    Link toB = a.open(b);
    assertThat(a.send(toB, CONTROL, "1")).isTrue();
    assertThat(a.send(toB, DATA, "2")).isTrue();
    assertThat(a.send(toB, CONTROL, "")).isTrue();
    assertThat(b.received(0).channel()).isEqualTo(1);
    assertThat(b.received(1).channel()).isEqualTo(9);
    b.received(2);
    assertThat(b.receivedTexts()).containsExactly("1", "2", "");
    Link toA = b.received(0).link();
    b.send(toA, DATA, "3");
    assertThat(a.received(0)).isEqualTo(new TcpNode.Received(toB, 9, Buffer.buffer("3")));
  }

  @Test
  void everythingHappensOnTheContextOfTheTransport() {
    Link toB = a.open(b);
    Thread loop = b.call(Thread::currentThread);
    List<Thread> threads = new ArrayList<>();
    b.onReceived(frame -> threads.add(Thread.currentThread()));
    a.send(toB, CONTROL, "x");
    b.received(0);
    assertThat(threads).containsExactly(loop);
  }

  @Test
  void theLongestFrameArrives() {
    Link toB = a.open(b);
    Buffer longest = Buffer.buffer(new byte[MAX_FRAME_SIZE - 1]);
    assertThat(a.call(() -> toB.send(DATA, longest))).isTrue();
    assertThat(b.received(0).frame()).isEqualTo(longest);
  }

  @Test
  void aFrameThatIsTooLongIsTheMistakeOfTheSender() {
    Link toB = a.open(b);
    Buffer tooLong = Buffer.buffer(new byte[MAX_FRAME_SIZE]);
    assertThatThrownBy(() -> a.call(() -> toB.send(DATA, tooLong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A frame must have at most 1048575 bytes, but has 1048576");
    a.send(toB, CONTROL, "the link goes on");
    b.received(0);
  }

  @Test
  void aFrameMayBeReusedOnceItIsSent() {
    Link toB = a.open(b);
    Buffer frame = Buffer.buffer("1");
    a.run(() -> {
      toB.send(CONTROL, frame);
      frame.setByte(0, (byte) '2');
      toB.send(CONTROL, frame);
    });
    b.received(1);
    assertThat(b.receivedTexts()).containsExactly("1", "2");
  }

  @Test
  void twoLinksToOnePeerAreIndependent() {
    Link first = a.open(b);
    Link second = a.open(b);
    Link crossed = b.open(a);
    a.send(first, CONTROL, "first");
    a.send(second, CONTROL, "second");
    b.send(crossed, CONTROL, "crossed");
    b.received(1);
    a.received(0);
    a.close(first, CloseReason.UNUSED);
    assertThat(b.closed(0).reason()).isEqualTo(CloseReason.CLOSED_BY_PEER);
    a.send(second, CONTROL, "still there");
    b.received(2);
    assertThat(b.closedCount()).isEqualTo(1);
    assertThat(a.closedCount()).isZero();
  }

  @Test
  void framesThatAreQueuedAtACloseStillArrive() {
    Link toB = a.open(b);
    String large = "x".repeat(100_000);
    a.run(() -> {
      for (int i = 0; i < 30; i++) {
        assertThat(toB.send(DATA, Buffer.buffer(large))).isTrue();
      }
      assertThat(toB.send(CONTROL, Buffer.buffer("farewell"))).isTrue();
      toB.close(CloseReason.UNUSED);
      assertThat(toB.send(CONTROL, Buffer.buffer("too late"))).isFalse();
    });
    b.received(30);
    assertThat(b.receivedTexts()).hasSize(31).contains("farewell");
    assertThat(b.closed(0).reason()).isEqualTo(CloseReason.CLOSED_BY_PEER);
    assertThat(a.closed(CloseReason.UNUSED)).isEqualTo(1);
  }

  @Test
  void theEndThatClosesHearsNoMore() {
    Link toB = a.open(b);
    a.send(toB, CONTROL, "x");
    Link toA = b.received(0).link();
    a.run(() -> {
      toB.close(CloseReason.UNUSED);
      toB.close(CloseReason.STOPPED);
    });
    b.closed(0);
    assertThat(b.send(toA, CONTROL, "too late")).isFalse();
    assertThat(a.closedCount()).isZero();
    assertThat(a.receivedTexts()).isEmpty();
    assertThat(a.closed(CloseReason.UNUSED)).isEqualTo(1);
    assertThat(a.closed(CloseReason.STOPPED)).isZero();
  }

  @Test
  void aLinkMayBeClosedByTheFrameItDelivers() {
    Link toB = a.open(b);
    b.onReceived(frame -> frame.link().close(CloseReason.UNUSED));
    a.run(() -> {
      toB.send(CONTROL, Buffer.buffer("1"));
      toB.send(CONTROL, Buffer.buffer("2"));
    });
    a.closed(0);
    assertThat(b.receivedTexts()).containsExactly("1");
    assertThat(b.closedCount()).isZero();
  }

  @Test
  void aBrokenConnectionIsReportedOnce() throws IOException {
    try (ServerSocket server = RawPeer.listen()) {
      Future<Link> opening = a.openLater(RawPeer.addressOf(server), null);
      Link link;
      try (RawPeer peer = RawPeer.accept(server)) {
        peer.introduce("raw");
        link = TcpNode.await(opening);
      }
      assertThat(a.closed(0)).isEqualTo(new TcpNode.Closed(link, CloseReason.CLOSED_BY_PEER));
      assertThat(a.send(link, CONTROL, "x")).isFalse();
      assertThat(a.closedCount()).isEqualTo(1);
    }
  }

  @Test
  void nobodyListens() throws IOException {
    try (Socket holder = new Socket()) {
      holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      PeerAddress address = new PeerAddress("127.0.0.1", holder.getLocalPort());
      LinkException failure = a.openFails(address);
      assertThat(failure.reason()).isEqualTo(CloseReason.CONNECT_FAILED);
      assertThat(failure.isRefused()).isTrue();
      assertThat(failure).hasMessage("Cannot open a link to " + address + ": Connection refused");
      assertThat(a.closed(CloseReason.CONNECT_FAILED)).isEqualTo(1);
    }
  }

  @Test
  void theHostIsUnknown() {
    LinkException failure = a.openFails(new PeerAddress("nonsense.invalid", 7_100));
    assertThat(failure.isRefused()).isFalse();
    assertThat(failure.reason()).isEqualTo(CloseReason.CONNECT_FAILED);
    assertThat(failure).hasMessage("Cannot open a link to nonsense.invalid:7100: unknown host");
  }

  /** Addresses come from peers, who may be mistaken or malicious. */
  @ParameterizedTest
  @ValueSource(strings = {"a..b", "..", ".", "-", "[", "%", "::1%", "ü", "a/b", "256.1.1.1"})
  void noHostCanDoMoreThanFail(String host) {
    assertThat(a.openFails(new PeerAddress(host, 1)).reason())
        .isEqualTo(CloseReason.CONNECT_FAILED);
    assertThat(a.openFails(new PeerAddress(host + "x".repeat(240), 1)).reason())
        .isEqualTo(CloseReason.CONNECT_FAILED);
  }

  @Test
  void aLinkThatIsOpenedByADuplicatedContextLivesOnTheTransportsOwn() {
    List<Context> contexts = new ArrayList<>();
    a.onReceived(frame -> contexts.add(Vertx.currentContext()));
    Context own = a.call(Vertx::currentContext);
    Promise<Link> opening = Promise.promise();
    ((ContextInternal) own)
        .duplicate()
        .runOnContext(v -> a.transport().open(b.self().address(), null).onComplete(opening));
    a.send(TcpNode.await(opening.future()), CONTROL, "x");
    b.send(b.received(0).link(), CONTROL, "y");
    a.received(0);
    assertThat(contexts).containsExactly(own);
  }

  @Test
  void anotherIncarnationIsNamedToNewLinks() {
    a.raiseIncarnation(5);
    Link toA = b.open(a);
    assertThat(toA.peer()).isEqualTo(a.self().withIncarnation(5));
    assertThatThrownBy(() -> a.raiseIncarnation(5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The incarnation must rise, but is 5 and should become 5");
  }

  @Test
  void stopClosesLinksAfterTheirFramesHaveLeft() {
    Link toB = a.open(b);
    String large = "x".repeat(100_000);
    a.run(() -> {
      for (int i = 0; i < 20; i++) {
        toB.send(DATA, Buffer.buffer(large));
      }
    });
    a.stop();
    b.received(19);
    assertThat(b.closed(0).reason()).isEqualTo(CloseReason.CLOSED_BY_PEER);
    assertThat(a.closedCount()).isZero();
    assertThat(a.closed(CloseReason.STOPPED)).isEqualTo(1);
    assertThat(b.openFails(a.self().address()).reason()).isEqualTo(CloseReason.CONNECT_FAILED);
  }

  @Test
  void stopFailsWhatIsBeingOpened() throws IOException {
    try (ServerSocket server = RawPeer.listen()) {
      Future<Link> opening = a.openLater(RawPeer.addressOf(server), null);
      try (RawPeer peer = RawPeer.accept(server)) {
        peer.readGreeting();
        a.stop();
        LinkException failure = (LinkException) TcpNode.failureOf(opening);
        assertThat(failure.reason()).isEqualTo(CloseReason.STOPPED);
        assertThat(failure).hasMessageEndingWith(": this node has been stopped");
        peer.awaitClose();
      }
    }
  }

  @Test
  void aStoppedTransportOpensNothing() {
    a.stop();
    a.stop();
    assertThat(a.openFails(b.self().address()).reason()).isEqualTo(CloseReason.STOPPED);
  }

  @Test
  void stopDoesNotWaitForAPeerThatDoesNotRead() throws IOException {
    try (RawPeer peer = RawPeer.connect(a.port())) {
      peer.introduce("raw").write(Frames.encode(1, Buffer.buffer("x")));
      Link link = a.received(0).link();
      Buffer large = Buffer.buffer(new byte[1_000_000]);
      a.run(() -> IntStream.range(0, 20).forEach(i -> link.send(DATA, large)));
      a.stop();
      assertThat(a.closed(CloseReason.STOPPED)).isEqualTo(1);
      peer.awaitClose();
    }
  }

  @Test
  void stopBeforeStartAndDuringStartIsFine() {
    TcpNode never = new TcpNode(vertx, TcpNode.options());
    never.stop();
    TcpNode halfway = new TcpNode(vertx, TcpNode.options());
    Future<?> starting = halfway.startLater("c");
    halfway.stop();
    assertThat(starting.isComplete()).isTrue();
  }

  @Test
  void aPortInUseIsSaid() {
    TcpNode second = new TcpNode(vertx, TcpNode.options().setPort(a.port()));
    assertThat(TcpNode.failureOf(second.startLater("c")))
        .hasMessage("Cannot listen on 127.0.0.1:" + a.port() + ": port in use");
  }

  @Test
  void twoNodesOfOneVertxDoNotShareAPort() {
    // Not a port that was free a moment ago: the system may give that to a connection meanwhile.
    LinkOptions options = TcpNode.options().setPort(20_000).setPortRange(1_000);
    TcpNode first = new TcpNode(vertx, options).start("c");
    TcpNode second = new TcpNode(vertx, TcpNode.options().setPort(first.port()));
    assertThat(TcpNode.failureOf(second.startLater("d"))).hasMessageEndingWith(": port in use");
    assertThat(b.open(first).peer()).isEqualTo(first.self());
  }

  @Test
  void aPortOfAnotherServerOfTheSameVertxIsInUse() {
    NetServer other = vertx.createNetServer().connectHandler(socket -> {});
    int port = TcpNode.await(other.listen(0, "127.0.0.1")).actualPort();
    TcpNode second = new TcpNode(vertx, TcpNode.options().setPort(port));
    assertThat(TcpNode.failureOf(second.startLater("c"))).hasMessageEndingWith(": port in use");
  }

  @Test
  void theFirstFreePortOfARangeIsTaken() {
    LinkOptions options = TcpNode.options().setPort(a.port()).setPortRange(20);
    TcpNode second = new TcpNode(vertx, options).start("c");
    assertThat(second.port()).isBetween(a.port() + 1, a.port() + 19);
    assertThat(b.open(second).peer()).isEqualTo(second.self());
  }

  @Test
  void aRangeWithoutAFreePortIsSaid() throws IOException {
    List<ServerSocket> others = FreePorts.holdRange(2);
    int port = others.get(0).getLocalPort();
    TcpNode node = new TcpNode(vertx, TcpNode.options().setPort(port).setPortRange(2));
    assertThat(TcpNode.failureOf(node.startLater("c")))
        .hasMessage(
            "Cannot listen on 127.0.0.1:" + port + ": all ports to " + (port + 1) + " are in use");
    FreePorts.close(others);
    assertThat(new TcpNode(vertx, TcpNode.options().setPort(port)).start("c").port())
        .isEqualTo(port);
  }

  @Test
  void anUnknownBindHostIsSaid() {
    TcpNode node = new TcpNode(vertx, TcpNode.options().setHost("nonsense.invalid"));
    assertThat(TcpNode.failureOf(node.startLater("c")))
        .hasMessage("Cannot listen on nonsense.invalid:0: unknown host \"nonsense.invalid\"");
    node.stop();
  }

  @Test
  void aBindHostOfAnotherMachineIsSaid() {
    TcpNode node = new TcpNode(vertx, TcpNode.options().setHost("192.0.2.1"));
    assertThat(TcpNode.failureOf(node.startLater("c")))
        .hasMessage("Cannot listen on 192.0.2.1:0: not an address of this machine");
  }

  @Test
  void aCallFromAnotherThreadIsAMistake() {
    assertThatThrownBy(() -> a.transport().open(b.self().address(), null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("belongs to the thread that started it");
    TcpTransport transport = new TcpTransport(vertx, "test", TcpNode.options());
    assertThatThrownBy(() -> transport.start(PeerId.of("c"), 1, a))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("must be started on an event-loop context");
  }
}
