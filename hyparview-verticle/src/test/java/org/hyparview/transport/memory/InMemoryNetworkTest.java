package org.hyparview.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.Channel;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Link;
import org.hyparview.transport.contract.RecordingNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InMemoryNetworkTest {

  private static final Channel DATA = new Channel(9, Channel.Lane.DATA);

  private final Vertx vertx = Vertx.vertx();
  private final InMemoryNetwork network = new InMemoryNetwork();
  private final RecordingNode alice = newNode(1);
  private final RecordingNode bob = newNode(2);
  private final RecordingNode carol = newNode(3);
  private final Peer alicePeer = alice.start("alice", 1);
  private final Peer bobPeer = bob.start("bob", 1);
  private final Peer carolPeer = carol.start("carol", 1);

  @AfterEach
  void checkAndClose() {
    List.of(alice, bob, carol).forEach(RecordingNode::assertNoViolations);
    RecordingNode.await(vertx.close());
  }

  @Test
  void thePeersOfACrashedNodeLoseTheirLinksAndItHearsNothing() {
    Link link = alice.open(bobPeer);
    network.crash(bobPeer.address());
    assertThat(alice.nextEnd(link)).isEqualTo(CloseReason.CONNECTION_LOST);
    bob.assertHeardNothingMore();
  }

  @Test
  void aCrashedNodeCanNotBeReachedAndReachesNobody() {
    network.crash(bobPeer.address());
    assertThat(alice.refusalOf(bobPeer.address(), null).reason())
        .isEqualTo(CloseReason.CONNECT_FAILED);
    assertThat(bob.refusalOf(alicePeer.address(), null).reason()).isEqualTo(CloseReason.STOPPED);
  }

  @Test
  void anotherNodeCanStartWhereOneCrashed() {
    network.crash(bobPeer.address());
    Peer again = newNode(2).start("bob", 2);
    assertThat(alice.open(again).peer()).isEqualTo(again);
  }

  @Test
  void crashingWhereNobodyIsChangesNothing() {
    network.crash(new PeerAddress("nowhere", 1));
    assertThat(alice.open(bobPeer).peer()).isEqualTo(bobPeer);
  }

  @Test
  void aPartitionCutsTheLinksAcrossItOnBothSidesAndNoOthers() {
    Link toBob = alice.open(bobPeer);
    Link toCarol = alice.open(carolPeer);
    alice.send(toBob, DATA, "hello");
    Link atBob = bob.nextFrame().link();
    network.partition(InMemoryNetworkTest::bobIsAlone);
    assertThat(alice.nextEnd(toBob)).isEqualTo(CloseReason.CONNECTION_LOST);
    assertThat(bob.nextEnd(atBob)).isEqualTo(CloseReason.CONNECTION_LOST);
    assertThat(alice.send(toCarol, DATA, "still here")).isTrue();
  }

  @Test
  void aPartitionLetsNoNewLinkAcrossUntilItIsHealed() {
    network.partition(InMemoryNetworkTest::bobIsAlone);
    assertThat(alice.refusalOf(bobPeer.address(), null).reason())
        .isEqualTo(CloseReason.CONNECT_FAILED);
    network.heal();
    assertThat(alice.open(bobPeer).peer()).isEqualTo(bobPeer);
  }

  @Test
  void neitherSideCanChangeAFrameOfTheOther() {
    Link link = alice.open(bobPeer);
    Buffer frame = Buffer.buffer("as sent");
    alice.run(() -> {
      link.send(DATA, frame);
      frame.setByte(0, (byte) 'X');
    });
    Buffer received = bob.nextFrame().bytes();
    assertThat(received.toString()).isEqualTo("as sent");
    received.setByte(0, (byte) 'Y');
    assertThat(frame.toString()).isEqualTo("Xs sent");
  }

  @Test
  void aPeerWhoseVertxWasClosedIsALostConnection() {
    Vertx other = Vertx.vertx();
    PeerAddress address = new PeerAddress("memory", 4);
    Peer dave = RecordingNode.on(other, network.transport(other, address)).start("dave", 1);
    Link link = alice.open(dave);
    RecordingNode.await(other.close());
    assertThat(alice.send(link, DATA, "anybody there?")).isFalse();
    assertThat(alice.nextEnd(link)).isEqualTo(CloseReason.CONNECTION_LOST);
    assertThat(alice.refusalOf(address, null).reason()).isEqualTo(CloseReason.CONNECT_FAILED);
  }

  @Test
  void aTransportThatWasNotStartedOpensNothing() {
    RecordingNode idle = newNode(5);
    assertThatThrownBy(() -> RecordingNode.await(idle.opening(bobPeer.address(), null)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void noRoundTripIsMeasured() {
    Link link = alice.open(bobPeer);
    assertThat(alice.<Long>call(link::roundTripNanos)).isEqualTo(-1);
  }

  @Test
  void aHeartbeatMustBePositive() {
    assertThatThrownBy(() -> new InMemoryNetwork(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }

  private RecordingNode newNode(int port) {
    return RecordingNode.on(vertx, network.transport(vertx, new PeerAddress("memory", port)));
  }

  private static boolean bobIsAlone(PeerAddress one, PeerAddress other) {
    return (one.port() == 2) != (other.port() == 2);
  }
}
