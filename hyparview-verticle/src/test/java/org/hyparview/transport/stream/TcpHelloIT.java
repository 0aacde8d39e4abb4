package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Link;
import org.hyparview.transport.LinkException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Introductions that fail, and frames that can't be read. */
class TcpHelloIT {

  private static final int PENDING = 3;

  private final Vertx vertx = Vertx.vertx();
  private final TcpNode node =
      new TcpNode(vertx, TcpNode.options().setMaxPendingHellos(PENDING).setMaxFrameSize(64 << 10));

  private final TcpNode other = new TcpNode(vertx, TcpNode.options());

  /** A node that does not wait long for a hello. */
  private final TcpNode hasty = new TcpNode(vertx, TcpNode.options().setHelloTimeout(50));

  private final List<RawPeer> idle = new ArrayList<>();

  @BeforeEach
  void start() {
    node.start("a");
    other.start("other");
    hasty.start("hasty");
  }

  @AfterEach
  void close() throws IOException {
    for (RawPeer peer : idle) {
      peer.close();
    }
    TcpNode.await(vertx.close());
  }

  @Test
  void anotherClusterIsRefused() {
    TcpNode stranger = new TcpNode(vertx, "other", TcpNode.options());
    LinkException failure = stranger.start("b").openFails(node.self().address());
    assertThat(failure.reason()).isEqualTo(CloseReason.WRONG_CLUSTER);
    assertThat(failure)
        .hasMessage(
            "Cannot open a link to " + node.self().address() + ": it belongs to another cluster");
    assertThat(stranger.closed(CloseReason.WRONG_CLUSTER)).isEqualTo(1);
    assertThat(node.closed(CloseReason.WRONG_CLUSTER)).isEqualTo(1);
  }

  @Test
  void aDialerChecksTheClusterItself() throws IOException {
    LinkException failure = openTo(RawPeer.hello("other", "raw"));
    assertThat(failure.reason()).isEqualTo(CloseReason.WRONG_CLUSTER);
    assertThat(failure)
        .hasMessageEndingWith(": it belongs to cluster \"other\", this node to \"test\"");
  }

  @Test
  void anotherVersionIsRefused() throws IOException {
    try (RawPeer peer = RawPeer.connect(node.port())) {
      peer.write(Hex.bytes("48505658 0005 01 02 03 abcd"));
      assertThat(peer.readGreeting()).isEqualTo(Hex.bytes("48505658 0002 02 02"));
      peer.awaitClose();
    }
    assertThat(node.closed(CloseReason.WRONG_VERSION)).isEqualTo(1);
  }

  @Test
  void aDialerChecksTheVersionItself() throws IOException {
    LinkException failure = openTo(Hex.bytes("48505658 0003 01 02 03"));
    assertThat(failure.reason()).isEqualTo(CloseReason.WRONG_VERSION);
    assertThat(failure)
        .hasMessageEndingWith(": it speaks versions 2..3 of the protocol, this node 1..1");
  }

  @Test
  void anotherPeerThanTheExpectedOneIsRejected() {
    LinkException failure = other.openFails(node.self().address(), PeerId.of("b"));
    assertThat(failure.reason()).isEqualTo(CloseReason.WRONG_PEER);
    assertThat(failure).hasMessageEndingWith(": node \"a\" answered instead of \"b\"");
    assertThat(other.closed(CloseReason.WRONG_PEER)).isEqualTo(1);
    node.awaitClosed(CloseReason.CLOSED_BY_PEER, 1);
    assertThat(node.closedCount()).as("it was never reported").isZero();
  }

  @Test
  void theExpectedPeerIsAccepted() {
    Future<Link> link = node.openLater(other.self().address(), PeerId.of("other"));
    assertThat(TcpNode.await(link).peer()).isEqualTo(other.self());
  }

  @Test
  void aNodeThatDialsItselfIsToldSo() {
    LinkException failure = node.openFails(node.self().address());
    assertThat(failure.reason()).isEqualTo(CloseReason.SELF);
    assertThat(node.closed(CloseReason.SELF)).as("once for each end").isEqualTo(2);
  }

  @Test
  void aDialerFindsOutThatTheOtherEndBearsItsId() throws IOException {
    assertThat(openTo(RawPeer.hello("test", "a")).reason()).isEqualTo(CloseReason.SELF);
  }

  @ParameterizedTest
  @EnumSource(
      value = CloseReason.class,
      names = {"WRONG_CLUSTER", "WRONG_VERSION", "SELF", "TOO_MANY_LINKS"})
  void aRefusalIsPassedOn(CloseReason reason) throws IOException {
    assertThat(openTo(HandshakeCodec.encodeRefused(reason)).reason()).isEqualTo(reason);
    assertThat(node.closed(reason)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // GET / HTTP/1.1
        "474554202f20485454502f312e310d0a0d0a",
        // a hello of TLS
        "16030100c8010000c40303",
        "48505658 ffff",
        "48505658 0000",
        // a dialer that begins with a refusal
        "48505658 0002 02 01"
      })
  void garbageIsClosedWithoutAnAnswer(String hex) throws IOException {
    try (RawPeer peer = RawPeer.connect(node.port())) {
      peer.write(Hex.bytes(hex));
      peer.awaitClose();
    }
    assertThat(node.closed(CloseReason.BAD_HELLO)).isEqualTo(1);
    assertThat(node.closedCount()).isZero();
  }

  @Test
  void garbageIsNoAnswerToADialer() throws IOException {
    LinkException failure = openTo(Buffer.buffer("SSH-2.0-OpenSSH_9.2\r\n"));
    assertThat(failure.reason()).isEqualTo(CloseReason.BAD_HELLO);
    assertThat(failure)
        .hasMessageEndingWith(": it introduced itself with something else than a hello");
  }

  @Test
  void aHelloThatBreaksOffIsClosed() throws IOException {
    try (RawPeer peer = RawPeer.connect(node.port())) {
      peer.write(RawPeer.hello("test", "raw").getBuffer(0, 20));
    }
    node.awaitClosed(CloseReason.CLOSED_BY_PEER, 1);
  }

  @Test
  void aPeerThatSaysNothingIsClosedInTime() throws IOException {
    try (RawPeer peer = RawPeer.connect(hasty.port())) {
      peer.awaitClose();
    }
    assertThat(hasty.closed(CloseReason.HELLO_TIMEOUT)).isEqualTo(1);
  }

  @Test
  void aPeerThatNeverFinishesItsHelloIsClosedInTime() throws IOException {
    TcpNode slower = new TcpNode(vertx, TcpNode.options().setHelloTimeout(1_000));
    slower.start("slower");
    try (RawPeer peer = RawPeer.connect(slower.port())) {
      peer.write(RawPeer.hello("test", "raw").getBuffer(0, 20));
      peer.awaitClose();
    }
    assertThat(slower.closed(CloseReason.HELLO_TIMEOUT)).isEqualTo(1);
  }

  @Test
  void aDialedPeerThatSaysNothingFailsTheDialInTime() throws IOException {
    try (ServerSocket server = RawPeer.listen()) {
      LinkException failure = hasty.openFails(RawPeer.addressOf(server));
      assertThat(failure.reason()).isEqualTo(CloseReason.HELLO_TIMEOUT);
      assertThat(failure).hasMessageEndingWith(": it did not introduce itself within 50 ms");
    }
  }

  @Test
  void aDialedPeerThatHangsUpFailsTheDial() throws IOException {
    try (ServerSocket server = RawPeer.listen()) {
      Future<Link> opening = node.openLater(RawPeer.addressOf(server), null);
      try (RawPeer peer = RawPeer.accept(server)) {
        peer.readGreeting();
      }
      assertThat(((LinkException) TcpNode.failureOf(opening)).reason())
          .isEqualTo(CloseReason.CLOSED_BY_PEER);
    }
  }

  /** A system whose queue of connections to accept is full drops the requests for more. */
  @Test
  void aConnectionThatIsNotMadeInTimeFailsTheDial() throws IOException {
    TcpNode dialer = new TcpNode(vertx, TcpNode.options().setConnectTimeout(100));
    dialer.start("b");
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      idle.add(RawPeer.connect(full.getLocalPort()));
      idle.add(RawPeer.connect(full.getLocalPort()));
      LinkException failure = dialer.openFails(RawPeer.addressOf(full));
      assertThat(failure.reason()).isEqualTo(CloseReason.CONNECT_TIMEOUT);
      assertThat(failure).hasMessageEndingWith(": no connection within 100 ms");
    }
    assertThat(dialer.closed(CloseReason.CONNECT_TIMEOUT)).isEqualTo(1);
  }

  @Test
  void connectionsThatWaitForAHelloAreLimited() throws IOException {
    for (int i = 0; i < PENDING; i++) {
      idle.add(RawPeer.connect(node.port()));
    }
    try (RawPeer oneMore = RawPeer.connect(node.port())) {
      oneMore.awaitClose();
    }
    assertThat(node.closed(CloseReason.TOO_MANY_LINKS)).isEqualTo(1);
    idle.remove(0).close();
    node.awaitClosed(CloseReason.CLOSED_BY_PEER, 1);
    assertThat(other.open(node).peer()).isEqualTo(node.self());
  }

  @Test
  void aHelloMayComeInPiecesWithFramesBehindIt() throws IOException {
    Buffer stream = RawPeer.hello("test", "raw")
        .appendBuffer(Frames.encode(1, Buffer.buffer("1")))
        .appendBuffer(Frames.encode(200, Buffer.buffer("2")));
    try (RawPeer peer = RawPeer.connect(node.port())) {
      for (byte each : stream.getBytes()) {
        peer.write(Buffer.buffer(new byte[] {each}));
      }
      assertThat(node.received(0).link().peer().id()).isEqualTo(PeerId.of("raw"));
      assertThat(node.received(1).channel()).isEqualTo(200);
      assertThat(node.receivedTexts()).containsExactly("1", "2");
    }
  }

  @Test
  void aFrameThatIsTooLongEndsTheLink() throws IOException {
    assertLinkEnds(Hex.bytes("00010001"), CloseReason.FRAME_TOO_LARGE);
  }

  @Test
  void aFrameWithoutAChannelEndsTheLink() throws IOException {
    assertLinkEnds(Hex.bytes("00000000"), CloseReason.BAD_FRAME);
  }

  @Test
  void aHeartbeatThatBreaksOffEndsTheLink() throws IOException {
    assertLinkEnds(Hex.bytes("00000003 00 01 00"), CloseReason.BAD_FRAME);
  }

  @Test
  void aFrameThatBreaksOffIsNotDelivered() throws IOException {
    try (RawPeer peer = RawPeer.connect(node.port())) {
      peer.introduce("raw").write(Frames.encode(1, Buffer.buffer("x")));
      peer.write(Hex.bytes("000000ff 01 0102"));
    }
    assertThat(node.closed(0).reason()).isEqualTo(CloseReason.CLOSED_BY_PEER);
    assertThat(node.receivedTexts()).containsExactly("x");
  }

  @Test
  void anAcceptedLinkThatNeverCarriedAFrameIsNeverReported() throws IOException {
    try (RawPeer peer = RawPeer.connect(node.port())) {
      peer.introduce("raw").write(Hex.bytes("00000000"));
      peer.awaitClose();
    }
    assertThat(node.closed(CloseReason.BAD_FRAME)).isEqualTo(1);
    assertThat(node.closedCount()).isZero();
  }

  private void assertLinkEnds(Buffer bytes, CloseReason reason) throws IOException {
    try (RawPeer peer = RawPeer.connect(node.port())) {
      peer.introduce("raw").write(Frames.encode(1, Buffer.buffer("x")));
      Link link = node.received(0).link();
      peer.write(bytes).awaitClose();
      assertThat(node.closed(0)).isEqualTo(new TcpNode.Closed(link, reason));
    }
    assertThat(node.closed(reason)).isEqualTo(1);
  }

  /** Dials a peer that answers with these bytes. */
  private LinkException openTo(Buffer answer) throws IOException {
    try (ServerSocket server = RawPeer.listen()) {
      Future<Link> opening = node.openLater(RawPeer.addressOf(server), null);
      try (RawPeer peer = RawPeer.accept(server)) {
        peer.readGreeting();
        peer.write(answer);
        Throwable failure = TcpNode.failureOf(opening);
        peer.awaitClose();
        return (LinkException) failure;
      }
    }
  }
}
