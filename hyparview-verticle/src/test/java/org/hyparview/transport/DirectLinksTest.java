package org.hyparview.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.contract.RecordingNode;
import org.hyparview.transport.memory.InMemoryNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DirectLinksTest {

  private static final int FAR_TOO_MANY_FRAMES = 100_000;
  private static final Channel DATA = new Channel(9, Channel.Lane.DATA);
  private static final int MAX_LINKS = 2;
  private static final int MAX_WAITING = 3;
  private static final PeerAddress NOWHERE = new PeerAddress("nowhere", 1);

  private final Vertx vertx = Vertx.vertx();
  private final InMemoryNetwork network = new InMemoryNetwork();
  private final RecordingNode alice = newNode(1);
  private final RecordingNode bob = newNode(2);
  private final RecordingNode carol = newNode(3);
  private final RecordingNode dave = newNode(4);
  private final Peer alicePeer = alice.start("alice", 1);
  private final Peer bobPeer = bob.start("bob", 1);
  private final Peer carolPeer = carol.start("carol", 1);
  private final Peer davePeer = dave.start("dave", 1);
  private final Queue<Link> givenUp = new ConcurrentLinkedQueue<>();
  private final DirectLinks links =
      new DirectLinks(alice.transport(), MAX_LINKS, MAX_WAITING, givenUp::add);

  @AfterEach
  void checkAndClose() {
    List.of(alice, bob, carol, dave).forEach(RecordingNode::assertNoViolations);
    RecordingNode.await(vertx.close());
  }

  @Test
  void theFirstFrameOpensALinkAndTheNextUsesIt() {
    RecordingNode.await(sending(bobPeer, "one"));
    RecordingNode.await(sending(bobPeer, "two"));
    RecordingNode.Frame one = bob.nextFrame();
    RecordingNode.Frame two = bob.nextFrame();
    assertThat(List.of(one.text(), two.text())).containsExactly("one", "two");
    assertThat(two.link()).isSameAs(one.link());
    assertThat(opened()).isEqualTo(1);
  }

  @Test
  void framesThatWaitForALinkKeepTheirOrder() {
    alice.run(() -> List.of("one", "two", "three").forEach(text -> send(bobPeer, text)));
    List<String> texts = new ArrayList<>();
    IntStream.range(0, 3).forEach(i -> texts.add(bob.nextFrame().text()));
    assertThat(texts).containsExactly("one", "two", "three");
    assertThat(opened()).isEqualTo(1);
  }

  @Test
  void moreFramesThanMayWaitAreDropped() {
    List<Future<Void>> sent = alice.call(() -> IntStream.rangeClosed(0, MAX_WAITING)
        .mapToObj(i -> send(bobPeer, "frame " + i))
        .toList());
    assertFailed(CloseReason.OVERFLOW, sent.get(MAX_WAITING));
    sent.subList(0, MAX_WAITING).forEach(RecordingNode::await);
    assertThat(dropped()).isEqualTo(1);
  }

  @Test
  void framesFailWithTheReasonWhyNoLinkCouldBeOpened() {
    List<Future<Void>> sent = alice.call(() -> List.of(
        links.send(NOWHERE, null, DATA, Buffer.buffer()),
        links.send(NOWHERE, null, DATA, Buffer.buffer())));
    sent.forEach(each -> assertFailed(CloseReason.CONNECT_FAILED, each));
    assertThat(dropped()).isEqualTo(2);
    assertThat(size()).isZero();
  }

  @Test
  void theExpectedNodeMustAnswer() {
    Future<Void> sent =
        alice.call(() -> links.send(bobPeer.address(), carolPeer.id(), DATA, Buffer.buffer()));
    assertFailed(CloseReason.WRONG_PEER, sent);
  }

  @Test
  void aFrameThatTheLinkRefusesIsDropped() {
    RecordingNode.await(sending(bobPeer, "one"));
    bob.whileStalled(() -> {
      Future<Void> last = alice.call(() -> IntStream.rangeClosed(0, FAR_TOO_MANY_FRAMES)
          .mapToObj(i -> send(bobPeer, "frame " + i))
          .reduce(Future.succeededFuture(), (before, each) -> each));
      assertFailed(CloseReason.OVERFLOW, last);
    });
    assertThat(dropped()).isPositive();
  }

  @Test
  void aLinkThatEndedIsForgottenAndAnotherIsOpened() {
    RecordingNode.await(sending(bobPeer, "one"));
    Link atBob = bob.nextFrame().link();
    bob.close(atBob);
    Link ended = alice.nextEnd().link();
    alice.run(() -> links.closed(ended));
    RecordingNode.await(sending(bobPeer, "two"));
    RecordingNode.Frame two = bob.nextFrame();
    assertThat(two.text()).isEqualTo("two");
    assertThat(two.link()).isNotSameAs(atBob);
  }

  @Test
  void theEndOfAnUnknownLinkChangesNothing() {
    RecordingNode.await(sending(bobPeer, "one"));
    Link unknown = alice.open(bobPeer);
    alice.run(() -> links.closed(unknown));
    assertThat(size()).isEqualTo(1);
  }

  @Test
  void theLeastRecentlyUsedLinkMakesRoom() {
    RecordingNode.await(sending(bobPeer, "one"));
    Link atBob = bob.nextFrame().link();
    RecordingNode.await(sending(carolPeer, "two"));
    Link atCarol = carol.nextFrame().link();
    RecordingNode.await(sending(bobPeer, "three"));
    bob.nextFrame();
    RecordingNode.await(sending(davePeer, "four"));
    assertThat(carol.nextEnd(atCarol)).isEqualTo(CloseReason.CLOSED_BY_PEER);
    assertThat(givenUp).extracting(Link::peer).containsExactly(carolPeer);
    assertThat(bob.send(atBob, DATA, "still here")).isTrue();
  }

  @Test
  void nothingIsSentWhileAllLinksAreBeingOpened() {
    List<Future<Void>> sent = alice.call(
        () -> List.of(send(bobPeer, "one"), send(carolPeer, "two"), send(davePeer, "three")));
    assertFailed(CloseReason.TOO_MANY_LINKS, sent.get(2));
    RecordingNode.await(sent.get(0));
    RecordingNode.await(sent.get(1));
  }

  @Test
  void aLinkThatThePeerOpenedIsUsed() {
    Link offered = linkFromBob();
    alice.run(() -> links.offer(offered));
    RecordingNode.await(sending(bobPeer, "answer"));
    assertThat(bob.nextFrame().text()).isEqualTo("answer");
    assertThat(opened()).isZero();
  }

  @Test
  void anOfferedLinkIsGivenUpWithoutClosingIt() {
    Link offered = linkFromBob();
    alice.run(() -> links.offer(offered));
    RecordingNode.await(sending(carolPeer, "one"));
    RecordingNode.await(sending(davePeer, "two"));
    assertThat(size()).isEqualTo(MAX_LINKS);
    assertThat(givenUp).isEmpty();
    assertThat(alice.send(offered, DATA, "still here")).isTrue();
  }

  @Test
  void anOfferIsIgnoredIfThereIsALinkAlready() {
    RecordingNode.await(sending(bobPeer, "one"));
    Link first = bob.nextFrame().link();
    Link offered = linkFromBob();
    alice.run(() -> links.offer(offered));
    RecordingNode.await(sending(bobPeer, "two"));
    assertThat(bob.nextFrame().link()).isSameAs(first);
  }

  @Test
  void anOfferIsIgnoredIfThereIsNoRoom() {
    RecordingNode.await(sending(carolPeer, "one"));
    RecordingNode.await(sending(davePeer, "two"));
    Link offered = linkFromBob();
    alice.run(() -> links.offer(offered));
    assertThat(size()).isEqualTo(MAX_LINKS);
  }

  @Test
  void anotherLinkIsOpenedToAPeerWhoseLinksWereForgotten() {
    RecordingNode.await(sending(bobPeer, "one"));
    RecordingNode.await(sending(carolPeer, "one"));
    Link atBob = bob.nextFrame().link();
    List<Link> forgotten = alice.call(() -> links.forgetAll(bobPeer.id()));
    assertThat(forgotten).extracting(Link::peer).containsExactly(bobPeer);
    RecordingNode.await(sending(bobPeer, "two"));
    assertThat(bob.nextFrame().link()).isNotSameAs(atBob);
    assertThat(alice.send(forgotten.get(0), DATA, "still here")).isTrue();
    assertThat(size()).isEqualTo(2);
    assertThat(givenUp).isEmpty();
  }

  @Test
  void linksThatThePeerOpenedAreForgottenToo() {
    Link offered = linkFromBob();
    alice.run(() -> links.offer(offered));
    assertThat(alice.call(() -> links.forgetAll(bobPeer.id()))).containsExactly(offered);
    RecordingNode.await(sending(bobPeer, "answer"));
    assertThat(opened()).isEqualTo(1);
  }

  @Test
  void aLinkThatIsBeingOpenedIsForgottenButTakesWhatWaitsForIt() {
    List<Future<Void>> sent = alice.call(() -> {
      Future<Void> before = send(bobPeer, "before");
      assertThat(links.forgetAll(bobPeer.id())).isEmpty();
      return List.of(before, send(bobPeer, "after"));
    });
    sent.forEach(RecordingNode::await);
    RecordingNode.Frame one = bob.nextFrame();
    RecordingNode.Frame other = bob.nextFrame();
    assertThat(List.of(one.text(), other.text())).containsExactlyInAnyOrder("before", "after");
    assertThat(one.link()).isNotSameAs(other.link());
    assertThat(size()).isEqualTo(1);
  }

  @Test
  void theFailureOfAForgottenAttemptChangesNothing() {
    List<Future<Void>> sent = alice.call(() -> {
      Future<Void> before = links.send(NOWHERE, bobPeer.id(), DATA, Buffer.buffer());
      links.forgetAll(bobPeer.id());
      return List.of(before, links.send(NOWHERE, bobPeer.id(), DATA, Buffer.buffer()));
    });
    sent.forEach(each -> assertFailed(CloseReason.CONNECT_FAILED, each));
    assertThat(size()).isZero();
  }

  @Test
  void theLimitsMustBePositive() {
    assertThatThrownBy(() -> new DirectLinks(alice.transport(), 0, 1, givenUp::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }

  private RecordingNode newNode(int port) {
    return RecordingNode.on(vertx, network.transport(vertx, new PeerAddress("memory", port)));
  }

  /** Alice's end of a link that Bob opened. */
  private Link linkFromBob() {
    bob.send(bob.open(alicePeer), DATA, "hello");
    return alice.nextFrame().link();
  }

  private Future<Void> sending(Peer to, String text) {
    return alice.later(() -> send(to, text));
  }

  private Future<Void> send(Peer to, String text) {
    return links.send(to.address(), to.id(), DATA, Buffer.buffer(text));
  }

  private long opened() {
    return alice.call(() -> alice.transport().counters().opened());
  }

  private long dropped() {
    return alice.call(links::dropped);
  }

  private int size() {
    return alice.call(links::size);
  }

  private static void assertFailed(CloseReason reason, Future<Void> sent) {
    LinkException failure =
        catchThrowableOfType(LinkException.class, () -> RecordingNode.await(sent));
    assertThat(failure.reason()).isEqualTo(reason);
  }
}
