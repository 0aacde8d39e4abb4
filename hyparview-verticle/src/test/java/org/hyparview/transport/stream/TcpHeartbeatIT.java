package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hyparview.transport.Channel;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Link;
import org.hyparview.transport.LinkException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Heartbeats, one-sided links, idle links and the cap on temporary links. */
class TcpHeartbeatIT {

  private static final Channel CONTROL = Channel.MEMBERSHIP;
  private static final Channel DATA = new Channel(9, Channel.Lane.DATA);

  private final Vertx vertx = Vertx.vertx();

  /** Heartbeats are as good as off here, so that only the other end supervises. */
  private final TcpNode patient = new TcpNode(vertx, TcpNode.options());

  private final TcpNode eager = new TcpNode(vertx, TcpNode.options().setHeartbeatInterval(40));

  /** Supervises, but leaves an end that is short of a processor the time to answer. */
  private final TcpNode lenient = new TcpNode(vertx, TcpNode.options().setHeartbeatInterval(500));

  @AfterEach
  void close() {
    TcpNode.await(vertx.close());
  }

  @Test
  void heartbeatsKeepALinkAndMeasureItsRoundTrip() {
    long start = System.nanoTime();
    Link link = lenient.start("a").open(patient.start("b"));
    assertThat(lenient.call(link::roundTripNanos)).isEqualTo(-1);
    lenient.send(link, CONTROL, "x");
    patient.rely(patient.received(0).link(), true);
    lenient.rely(link, true);
    lenient.until(() -> link.roundTripNanos() >= 0);
    assertThat(lenient.call(link::roundTripNanos)).isBetween(1L, System.nanoTime() - start);
    assertThat(lenient.closedCount()).isZero();
  }

  @Test
  void aPeerThatFallsSilentIsGivenUp() throws IOException {
    eager.start("a");
    try (RawPeer peer = RawPeer.connect(eager.port())) {
      peer.introduce("raw").write(Frames.encode(1, Buffer.buffer("x")));
      Link link = eager.received(0).link();
      eager.rely(link, true);
      assertThat(peer.readFrame()).isEqualTo(Hex.bytes("00 01 0000000000000001 01"));
      assertThat(peer.readFrame()).isEqualTo(Hex.bytes("00 01 0000000000000002 01"));
      assertThat(eager.closed(0))
          .isEqualTo(new TcpNode.Closed(link, CloseReason.HEARTBEAT_TIMEOUT));
      peer.awaitClose();
    }
    assertThat(eager.closed(CloseReason.HEARTBEAT_TIMEOUT)).isEqualTo(1);
  }

  @Test
  void anyFrameOfAPeerIsASignOfLife() throws IOException {
    lenient.start("a");
    try (RawPeer peer = RawPeer.connect(lenient.port())) {
      peer.introduce("raw").write(Frames.encode(1, Buffer.buffer("x")));
      lenient.rely(lenient.received(0).link(), true);
      for (int i = 0; i < 5; i++) {
        peer.readFrame();
        peer.write(Frames.encode(1, Buffer.buffer("not a pong")));
      }
      assertThat(lenient.closedCount()).isZero();
    }
  }

  @Test
  void aPingIsAnsweredWithWhetherThisEndRelies() throws IOException {
    patient.start("a");
    try (RawPeer peer = RawPeer.connect(patient.port())) {
      peer.introduce("raw").write(Hex.bytes("0000000b 00 01 00000000000000aa 01"));
      assertThat(peer.readFrame()).isEqualTo(Hex.bytes("00 02 00000000000000aa 00"));
      peer.write(Frames.encode(1, Buffer.buffer("x")));
      patient.rely(patient.received(0).link(), true);
      peer.write(Hex.bytes("0000000b 00 01 00000000000000ab 01"));
      assertThat(peer.readFrame()).isEqualTo(Hex.bytes("00 02 00000000000000ab 01"));
    }
  }

  @Test
  void aTransportFrameOfALaterVersionIsIgnored() throws IOException {
    patient.start("a");
    try (RawPeer peer = RawPeer.connect(patient.port())) {
      peer.introduce("raw").write(Hex.bytes("00000003 00 7f ff"));
      peer.write(Frames.encode(1, Buffer.buffer("x")));
      patient.received(0);
      assertThat(patient.receivedTexts()).containsExactly("x");
    }
  }

  @Test
  void aLinkThatOnlyOneEndReliesOnIsEnded() {
    Link link = lenient.start("a").open(patient.start("b"));
    lenient.send(link, CONTROL, "x");
    Link other = patient.received(0).link();
    lenient.rely(link, true);
    assertThat(lenient.closed(0)).isEqualTo(new TcpNode.Closed(link, CloseReason.ONE_SIDED));
    assertThat(patient.closed(0)).isEqualTo(new TcpNode.Closed(other, CloseReason.CLOSED_BY_PEER));
    assertThat(lenient.call(link::roundTripNanos)).isEqualTo(-1);
  }

  @Test
  void aLinkThatNobodyReliesOnIsClosedWhenItIsIdle() {
    TcpNode impatient =
        new TcpNode(vertx, TcpNode.options().setHeartbeatInterval(40).setIdleTimeout(50));
    Link link = impatient.start("a").open(patient.start("b"));
    assertThat(impatient.closed(0)).isEqualTo(new TcpNode.Closed(link, CloseReason.IDLE));
    patient.awaitClosed(CloseReason.CLOSED_BY_PEER, 1);
    assertThat(patient.closedCount()).as("it never carried a frame").isZero();
  }

  @Test
  void framesKeepALinkThatNobodyReliesOn() {
    TcpNode impatient =
        new TcpNode(vertx, TcpNode.options().setHeartbeatInterval(500).setIdleTimeout(1_000));
    Link link = impatient.start("a").open(patient.start("b"));
    patient.onReceived(TcpHeartbeatIT::echo);
    impatient.onReceived(TcpHeartbeatIT::echo);
    impatient.send(link, CONTROL, "x");
    long start = System.nanoTime();
    impatient.until(() -> System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(2_000));
    assertThat(impatient.closedCount()).isZero();
  }

  @Test
  void aLinkNobodyReliesOnIsGivenUpWhenWhatIsSentIsFollowedBySilence() throws IOException {
    eager.start("a");
    try (RawPeer peer = RawPeer.connect(eager.port())) {
      peer.introduce("raw").write(Frames.encode(1, Buffer.buffer("x")));
      Link link = eager.received(0).link();
      long start = System.nanoTime();
      eager.until(() -> {
        link.send(DATA, Buffer.buffer("y"));
        return eager.transport().counters().closed(CloseReason.HEARTBEAT_TIMEOUT) > 0;
      });
      assertThat(System.nanoTime() - start)
          .as("three intervals at least")
          .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(120));
      assertThat(eager.closed(0))
          .isEqualTo(new TcpNode.Closed(link, CloseReason.HEARTBEAT_TIMEOUT));
    }
  }

  @Test
  void aLinkNobodyReliesOnIsPingedWhileNothingComesInAfterWhatWasSent() throws IOException {
    TcpNode pinging = new TcpNode(
            vertx, TcpNode.options().setHeartbeatInterval(40).setHeartbeatMisses(1_000))
        .start("a");
    try (RawPeer peer = RawPeer.connect(pinging.port())) {
      peer.introduce("raw").write(Frames.encode(1, Buffer.buffer("x")));
      pinging.send(pinging.received(0).link(), DATA, "y");
      assertThat(peer.readFrame()).isEqualTo(Hex.bytes("09 79"));
      assertThat(peer.readFrame()).isEqualTo(Hex.bytes("00 01 0000000000000001 00"));
      assertThat(peer.readFrame()).isEqualTo(Hex.bytes("00 01 0000000000000002 00"));
      peer.write(Hex.bytes("0000000b 00 02 0000000000000002 00"));
      peer.write(Frames.encode(1, Buffer.buffer("after the pong")));
      assertThat(pinging.received(1).frame()).hasToString("after the pong");
      assertThat(pinging.closedCount()).isZero();
    }
  }

  @Test
  void aStallOfThisEndIsNotBlamedOnThePeer() throws IOException {
    TcpNode stalling = new TcpNode(vertx, TcpNode.options().setHeartbeatInterval(100));
    stalling.start("a");
    try (RawPeer peer = RawPeer.connect(stalling.port())) {
      peer.introduce("raw").write(Frames.encode(1, Buffer.buffer("x")));
      stalling.rely(stalling.received(0).link(), true);
      peer.readFrame();
      stalling.run(() -> standStill(500));
      assertThat(peer.readFrame()).isNotNull();
      assertThat(peer.readFrame()).isNotNull();
      assertThat(stalling.closed(0).reason()).isEqualTo(CloseReason.HEARTBEAT_TIMEOUT);
    }
  }

  private static void echo(TcpNode.Received received) {
    received.link().send(CONTROL, received.frame());
  }

  /** Blocks the event loop, as a long collection of garbage does. */
  private static void standStill(long millis) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(millis)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void acceptedLinksThatThisEndDoesNotRelyOnAreLimited() {
    TcpNode host = new TcpNode(vertx, TcpNode.options().setMaxTemporaryLinks(2)).start("a");
    patient.start("b");
    List<Link> links = new ArrayList<>(List.of(patient.open(host), patient.open(host)));
    LinkException failure = patient.openFails(host.self().address());
    assertThat(failure.reason()).isEqualTo(CloseReason.TOO_MANY_LINKS);
    assertThat(failure).hasMessageEndingWith(": it has too many links already");
    assertThat(host.closed(CloseReason.TOO_MANY_LINKS)).isEqualTo(1);

    patient.send(links.get(0), CONTROL, "x");
    host.rely(host.received(0).link(), true);
    links.add(patient.open(host));
    patient.close(links.get(1), CloseReason.UNUSED);
    host.awaitClosed(CloseReason.CLOSED_BY_PEER, 1);
    patient.open(host);
    assertThat(patient.openFails(host.self().address()).reason())
        .isEqualTo(CloseReason.TOO_MANY_LINKS);
  }

  @Test
  void linksThatThisEndDialedDoNotCount() {
    TcpNode host = new TcpNode(vertx, TcpNode.options().setMaxTemporaryLinks(1)).start("a");
    patient.start("b");
    host.open(patient);
    host.open(patient);
    assertThat(patient.open(host).peer()).isEqualTo(host.self());
  }
}
