package org.hyparview.transport.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.Channel;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Link;
import org.hyparview.transport.LinkException;
import org.hyparview.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of every {@link Transport}, as tests. An implementation is tested by a subclass that
 * makes it; one of a {@link org.hyparview.transport.StreamLayer} by {@link StreamLayerContract}.
 *
 * <p>The rules have the numbers that they have in the contract. What must hold at all times is
 * watched by {@link RecordingNode}.
 */
public abstract class TransportContract {

  private static final Channel CONTROL = Channel.MEMBERSHIP;
  private static final Channel DATA = new Channel(200, Channel.Lane.DATA);
  private static final int FRAMES = 200;
  private static final int FAR_TOO_MANY_FRAMES = 100_000;
  private static final int LONG_FRAME_BYTES = 500_000;

  private final List<RecordingNode> nodes = new ArrayList<>();
  private Vertx vertx = Vertx.vertx();
  private RecordingNode alice = newNode();
  private RecordingNode bob = newNode();
  private Peer alicePeer = nobody();
  private Peer bobPeer = nobody();

  /**
   * A transport at an address that is free, whose links are ended soon when they are idle or
   * one-sided: within a few seconds.
   */
  protected abstract Transport newTransport(Vertx vertx);

  /** A transport like that at the given address. */
  protected abstract Transport newTransport(Vertx vertx, PeerAddress address);

  @BeforeEach
  void startAliceAndBob() {
    alicePeer = alice.start("alice", 1);
    bobPeer = bob.start("bob", 2);
  }

  @AfterEach
  void checkAndClose() {
    nodes.forEach(RecordingNode::assertNoViolations);
    RecordingNode.await(vertx.close());
  }

  @Test
  void startTellsWhoTheNodeIs() {
    assertThat(bobPeer.id()).isEqualTo(PeerId.of("bob"));
    assertThat(bobPeer.incarnation()).isEqualTo(2);
  }

  @Test
  void aTransportStartsOnce() {
    assertThatThrownBy(() -> alice.start("alice", 2)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void startFailsNamingTheAddressThatIsInUse() {
    RecordingNode other = node(newTransport(vertx, bobPeer.address()));
    Future<Peer> starting = other.starting("other", 1);
    assertThatThrownBy(() -> RecordingNode.await(starting))
        .hasMessageContaining(bobPeer.address().toString());
  }

  @Test
  void rule1TheDialerLearnsWhoAnswered() {
    assertThat(alice.open(bobPeer).peer()).isEqualTo(bobPeer);
  }

  @Test
  void rule1TheOtherSideLearnsWhoDialedWithTheFirstFrame() {
    Link link = alice.open(bobPeer);
    bob.assertHeardNothingMore();
    alice.send(link, CONTROL, "hello");
    assertThat(bob.nextFrame().link().peer()).isEqualTo(alicePeer);
  }

  @Test
  void rule1ARaisedIncarnationIsNamedOnNewLinksOfBothDirections() {
    alice.run(() -> alice.transport().raiseIncarnation(7));
    bob.run(() -> bob.transport().raiseIncarnation(8));
    Link link = alice.open(bobPeer);
    alice.send(link, CONTROL, "hello");
    assertThat(link.peer()).isEqualTo(bobPeer.withIncarnation(8));
    assertThat(bob.nextFrame().link().peer()).isEqualTo(alicePeer.withIncarnation(7));
  }

  @Test
  void rule2FramesOfALaneKeepTheirOrderInBothDirections() {
    Link link = alice.open(bobPeer);
    List<String> sent = IntStream.range(0, FRAMES).mapToObj(i -> "frame " + i).toList();
    alice.run(() -> sent.forEach(text -> link.send(DATA, Buffer.buffer(text))));
    Link back = expect(bob, sent);
    bob.run(() -> sent.forEach(text -> back.send(DATA, Buffer.buffer(text))));
    assertThat(expect(alice, sent)).isSameAs(link);
    alice.assertHeardNothingMore();
    bob.assertHeardNothingMore();
  }

  @Test
  void rule2AFrameArrivesWithItsChannelAlsoAnUnknownOneAndAlsoEmpty() {
    Link link = alice.open(bobPeer);
    alice.send(link, new Channel(255, Channel.Lane.CONTROL), "");
    RecordingNode.Frame frame = bob.nextFrame();
    assertThat(frame.channel()).isEqualTo(255);
    assertThat(frame.text()).isEmpty();
  }

  @Test
  void rule2ALongFrameArrivesWhole() {
    Link link = alice.open(bobPeer);
    String text = "0123456789".repeat(LONG_FRAME_BYTES / 10);
    alice.send(link, DATA, text);
    assertThat(bob.nextFrame().text()).isEqualTo(text);
  }

  @Test
  void rule3TheOtherSideHearsOfACloseAfterAllFrames() {
    Link link = alice.open(bobPeer);
    alice.run(() -> {
      link.send(DATA, Buffer.buffer("one"));
      link.send(DATA, Buffer.buffer("two"));
      link.close(CloseReason.UNUSED);
    });
    Link back = expect(bob, List.of("one", "two"));
    assertThat(bob.nextEnd(back)).isEqualTo(CloseReason.CLOSED_BY_PEER);
    assertThat(bob.closed(CloseReason.CLOSED_BY_PEER)).isEqualTo(1);
  }

  @Test
  void rule3WhoClosesHearsNothingOfIt() {
    Link link = greetedLink();
    Link back = bob.nextFrame().link();
    alice.close(link);
    bob.nextEnd(back);
    alice.assertHeardNothingMore();
  }

  @Test
  void rule3TheDialerHearsOfACloseByTheOtherSide() {
    Link link = greetedLink();
    bob.close(bob.nextFrame().link());
    assertThat(alice.nextEnd(link)).isEqualTo(CloseReason.CLOSED_BY_PEER);
  }

  @Test
  void rule3ALinkThatWasNeverReportedEndsUnheard() {
    alice.close(alice.open(bobPeer));
    greetedLink();
    bob.nextFrame();
    bob.assertHeardNothingMore();
  }

  @Test
  void aClosedLinkTakesNoFrame() {
    Link link = alice.open(bobPeer);
    alice.close(link);
    assertThat(alice.send(link, CONTROL, "too late")).isFalse();
  }

  @Test
  void closingTwiceIsClosingOnce() {
    Link link = alice.open(bobPeer);
    alice.close(link);
    alice.close(link);
    assertThat(alice.closed(CloseReason.UNUSED)).isEqualTo(1);
  }

  @Test
  void rule4ADataFrameThatDoesNotFitIsRefusedAndCounted() {
    Link link = greetedLink();
    bob.whileStalled(() -> {
      assertThat(alice.call(link::isCongested)).isFalse();
      assertThat(alice.call(() -> sendUntilRefused(link, DATA) && link.isCongested()))
          .isTrue();
      assertThat(alice.<Long>call(() -> alice.transport().counters().refusedFrames()))
          .isEqualTo(1);
    });
  }

  @Test
  void rule4AControlLaneThatOverflowsEndsTheLink() {
    Link link = greetedLink();
    bob.whileStalled(() -> {
      assertThat(alice.call(() -> sendUntilRefused(link, CONTROL))).isTrue();
      assertThat(alice.nextEnd(link)).isEqualTo(CloseReason.OVERFLOW);
      assertThat(alice.send(link, CONTROL, "too late")).isFalse();
    });
  }

  @Test
  void twoLinksToOnePeerDoNotTouchEachOther() {
    Link one = alice.open(bobPeer);
    Link other = alice.open(bobPeer);
    alice.close(one);
    alice.send(other, CONTROL, "still here");
    assertThat(bob.nextFrame().text()).isEqualTo("still here");
  }

  @Test
  void anyNodeMayAnswerIfNoneIsExpected() {
    Link link = RecordingNode.await(alice.opening(bobPeer.address(), null));
    assertThat(link.peer()).isEqualTo(bobPeer);
  }

  @Test
  void openingFailsWhereNobodyListens() {
    bob.stop();
    assertRefused(CloseReason.CONNECT_FAILED, bobPeer.address(), bobPeer.id());
  }

  @Test
  void openingFailsIfAnotherNodeAnswers() {
    assertRefused(CloseReason.WRONG_PEER, bobPeer.address(), PeerId.of("carol"));
  }

  @Test
  void openingFailsAtTheNodeItself() {
    assertRefused(CloseReason.SELF, alicePeer.address(), null);
  }

  @Test
  void openingFailsAtAnotherNodeOfTheSameId() {
    Peer twin = newNode().start("alice", 3);
    assertRefused(CloseReason.SELF, twin.address(), null);
  }

  @Test
  void openedAndAcceptedLinksAreCounted() {
    greetedLink();
    bob.nextFrame();
    assertThat(alice.<Long>call(() -> alice.transport().counters().opened())).isEqualTo(1);
    assertThat(bob.<Long>call(() -> bob.transport().counters().accepted())).isEqualTo(1);
  }

  @Test
  void aOneSidedLinkIsEnded() {
    Link link = greetedLink();
    Link back = bob.nextFrame().link();
    alice.run(() -> link.rely(true));
    assertThat(List.of(alice.nextEnd(link), bob.nextEnd(back))).contains(CloseReason.ONE_SIDED);
  }

  @Test
  void anIdleLinkIsEndedAndARelianceOfBothKeepsALink() {
    Link kept = greetedLink();
    Link keptByBob = bob.nextFrame().link();
    alice.run(() -> kept.rely(true));
    bob.run(() -> keptByBob.rely(true));
    Link idle = greetedLink();
    Link idleBack = bob.nextFrame().link();
    assertThat(List.of(alice.nextEnd(idle), bob.nextEnd(idleBack))).contains(CloseReason.IDLE);
    assertThat(alice.send(kept, CONTROL, "still here")).isTrue();
    assertThat(bob.nextFrame().text()).isEqualTo("still here");
  }

  @Test
  void stoppingEndsAllLinksAfterTheirFrames() {
    Link link = greetedLink();
    Link back = bob.nextFrame().link();
    alice.send(link, DATA, "last");
    alice.stop();
    assertThat(bob.nextFrame().text()).isEqualTo("last");
    assertThat(bob.nextEnd(back)).isEqualTo(CloseReason.CLOSED_BY_PEER);
    alice.assertHeardNothingMore();
  }

  @Test
  void aStoppedTransportOpensNothing() {
    alice.stop();
    assertRefused(CloseReason.STOPPED, bobPeer.address(), null);
  }

  private Link greetedLink() {
    Link link = alice.open(bobPeer);
    alice.send(link, CONTROL, "hello");
    return link;
  }

  private static Link expect(RecordingNode node, List<String> texts) {
    List<RecordingNode.Frame> frames =
        texts.stream().map(text -> node.nextFrame()).toList();
    assertThat(frames).extracting(RecordingNode.Frame::text).isEqualTo(texts);
    assertThat(frames)
        .extracting(RecordingNode.Frame::link)
        .containsOnly(frames.get(0).link());
    return frames.get(0).link();
  }

  private void assertRefused(CloseReason reason, PeerAddress address, @Nullable PeerId expected) {
    LinkException refusal = alice.refusalOf(address, expected);
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal).hasMessageContaining(address.toString());
    assertThat(alice.closed(reason)).isPositive();
  }

  private static boolean sendUntilRefused(Link link, Channel channel) {
    Buffer frame = Buffer.buffer(new byte[1024]);
    return IntStream.range(0, FAR_TOO_MANY_FRAMES).anyMatch(i -> !link.send(channel, frame));
  }

  private RecordingNode newNode() {
    return node(newTransport(vertx));
  }

  /** The instance that all transports of a test are on. */
  final Vertx vertx() {
    return vertx;
  }

  /** A node of this test, on a context of its own. */
  final RecordingNode node(Transport transport) {
    RecordingNode node = RecordingNode.on(vertx, transport);
    nodes.add(node);
    return node;
  }

  private static Peer nobody() {
    return new Peer(PeerId.of("nobody"), 0, new PeerAddress("nowhere", 1));
  }
}
