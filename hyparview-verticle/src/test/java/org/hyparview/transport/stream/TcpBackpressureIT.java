package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import org.hyparview.transport.Channel;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Link;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Peers that do not read, or not fast enough. */
class TcpBackpressureIT {

  private static final Channel CONTROL = Channel.MEMBERSHIP;
  private static final Channel DATA = new Channel(9, Channel.Lane.DATA);
  private static final int DATA_QUEUE_BYTES = 200_000;
  private static final int FRAME_BYTES = 10_000;
  private static final int CONTROL_FRAMES = 10;
  private static final int CONTROL_FRAME_COST =
      Frames.encode(CONTROL.number(), Buffer.buffer("x")).length() + SendQueue.FRAME_OVERHEAD;

  /** More than the buffers of two sockets and the queue of a link hold together. */
  private static final int ENOUGH_FRAMES = 10_000;

  private final Vertx vertx = Vertx.vertx();
  private final TcpNode node = new TcpNode(
      vertx,
      TcpNode.options()
          .setHeartbeatInterval(60_000)
          .setControlQueueBytes(CONTROL_FRAMES * CONTROL_FRAME_COST)
          .setDataQueueBytes(DATA_QUEUE_BYTES));
  private final TcpNode other = new TcpNode(vertx, TcpNode.options());

  @BeforeEach
  void start() {
    node.start("a");
    other.start("b");
  }

  @AfterEach
  void close() {
    TcpNode.await(vertx.close());
  }

  @Test
  void dataForAPeerThatDoesNotReadIsRefusedAndMemoryIsBounded() throws IOException {
    try (RawPeer peer = RawPeer.connect(node.port())) {
      Link link = stuck(peer);
      long refused = node.call(() -> node.transport().counters().refusedFrames());
      int more = node.call(() -> fill(link));
      assertThat(more).isZero();
      assertThat(node.call(() -> node.transport().counters().refusedFrames()))
          .isEqualTo(refused + 1);
      assertThat(node.call(((StreamLink) link)::queuedBytes)).isLessThanOrEqualTo(DATA_QUEUE_BYTES);
      assertThat(node.closedCount()).isZero();
    }
  }

  @Test
  void everyOtherLinkGoesOn() throws IOException {
    try (RawPeer peer = RawPeer.connect(node.port())) {
      stuck(peer);
      Link toOther = node.open(other);
      for (int i = 0; i < 100; i++) {
        assertThat(node.send(toOther, DATA, "frame " + i)).isTrue();
      }
      other.received(99);
    }
  }

  @Test
  void theControlLaneOvertakesTheDataLaneAndIsTakenWhenThatIsFull() throws IOException {
    try (RawPeer peer = RawPeer.connect(node.port())) {
      Link link = stuck(peer);
      assertThat(node.send(link, CONTROL, "urgent")).isTrue();
      int queuedFrames = DATA_QUEUE_BYTES / (FRAME_BYTES + SendQueue.FRAME_OVERHEAD);
      int before = 0;
      while (peer.readFrame().getByte(0) != CONTROL.number()) {
        before++;
      }
      for (int i = 0; i < queuedFrames - 2; i++) {
        assertThat(peer.readFrame().getByte(0)).isEqualTo((byte) DATA.number());
      }
      assertThat(before).isPositive();
    }
  }

  @Test
  void aFullControlLaneEndsTheLinkButNotFromInsideSend() throws IOException {
    try (RawPeer peer = RawPeer.connect(node.port())) {
      Link link = stuck(peer);
      node.run(() -> {
        for (int i = 0; i < CONTROL_FRAMES; i++) {
          assertThat(link.send(CONTROL, Buffer.buffer("x"))).isTrue();
        }
        assertThat(link.send(CONTROL, Buffer.buffer("x"))).isFalse();
        assertThat(link.send(DATA, Buffer.buffer("x"))).isFalse();
        assertThat(node.transport().counters().closed(CloseReason.OVERFLOW)).isZero();
      });
      assertThat(node.closed(0)).isEqualTo(new TcpNode.Closed(link, CloseReason.OVERFLOW));
      assertThat(node.closed(CloseReason.OVERFLOW)).isEqualTo(1);
      peer.awaitClose();
    }
    assertThat(node.closedCount()).isEqualTo(1);
  }

  @Test
  void aLinkThatIsClosedAsItOverflowsIsNotReported() throws IOException {
    try (RawPeer peer = RawPeer.connect(node.port())) {
      Link link = stuck(peer);
      node.run(() -> {
        while (link.send(CONTROL, Buffer.buffer("x"))) {
          assertThat(node.transport().counters().closed(CloseReason.OVERFLOW)).isZero();
        }
        link.close(CloseReason.UNUSED);
      });
      peer.awaitClose();
    }
    assertThat(node.closed(CloseReason.OVERFLOW)).isEqualTo(1);
    assertThat(node.closed(CloseReason.UNUSED)).isZero();
    assertThat(node.closedCount()).isZero();
  }

  @Test
  void pingsOfAPeerThatDoesNotReadQueueNoMoreThanOnePong() throws IOException {
    try (RawPeer peer = RawPeer.connect(node.port())) {
      Link link = stuck(peer);
      long before = node.call(((StreamLink) link)::queuedBytes);
      Buffer pings = Buffer.buffer();
      for (int i = 1; i <= 10_000; i++) {
        pings.appendBuffer(Heartbeat.ping(i, true).encode());
      }
      peer.write(pings.appendBuffer(Frames.encode(1, Buffer.buffer("after the pings"))));
      node.received(1);
      assertThat(node.call(((StreamLink) link)::queuedBytes)).isEqualTo(before);
      Buffer frame = peer.readFrame();
      while (frame.getByte(0) != Frames.TRANSPORT_CHANNEL) {
        frame = peer.readFrame();
      }
      assertThat(frame)
          .as("the answer to the last ping")
          .isEqualTo(Heartbeat.pong(10_000, false).encode().getBuffer(4, 15));
    }
  }

  @Test
  void aPeerThatReadsAgainGetsAllThatWasTaken() throws IOException {
    try (RawPeer peer = RawPeer.connect(node.port())) {
      peer.introduce("raw").write(Frames.encode(1, Buffer.buffer("x")));
      Link link = node.received(0).link();
      int taken = node.call(() -> fill(link));
      node.send(link, CONTROL, "last");
      int data = 0;
      int control = 0;
      for (int i = 0; i <= taken; i++) {
        if (peer.readFrame().getByte(0) == DATA.number()) {
          data++;
        } else {
          control++;
        }
      }
      assertThat(data).isEqualTo(taken);
      assertThat(control).isEqualTo(1);
    }
  }

  @Test
  void aPeerThatDoesNotReadCantDelayACloseForEver() throws IOException {
    try (RawPeer peer = RawPeer.connect(node.port())) {
      Link link = stuck(peer);
      node.close(link, CloseReason.UNUSED);
      peer.write(Frames.encode(1, Buffer.buffer("into the void")));
      node.until(((StreamLink) link)::isClosed);
      assertThat(node.receivedTexts()).containsExactly("x");
      assertThat(node.closedCount()).isZero();
    }
  }

  /** A link to a peer that does not read, filled to the brim. */
  private Link stuck(RawPeer peer) throws IOException {
    peer.introduce("raw").write(Frames.encode(1, Buffer.buffer("x")));
    Link link = node.received(0).link();
    fillForGood(link);
    return link;
  }

  /** Fills again until nothing has left since the last time. */
  private void fillForGood(Link link) {
    node.until(() -> fill(link) == 0);
  }

  private static int fill(Link link) {
    Buffer frame = Buffer.buffer(new byte[FRAME_BYTES]);
    for (int i = 0; i < ENOUGH_FRAMES; i++) {
      if (!link.send(DATA, frame)) {
        return i;
      }
    }
    throw new AssertionError("The peer seems to read");
  }
}
