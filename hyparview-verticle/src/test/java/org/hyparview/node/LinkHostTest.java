package org.hyparview.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.machine.Outbox;
import org.hyparview.protocol.machine.Output;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.Channel;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.LinkException;
import org.hyparview.transport.memory.InMemoryNetwork;
import org.hyparview.wire.DecodeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The host with a machine of its own that isn't ours, on channels of its own. */
class LinkHostTest {

  private static final Channel TEXTS = new Channel(77, Channel.Lane.CONTROL);
  private static final Channel DATA = new Channel(78, Channel.Lane.DATA);
  private static final Channel UNKNOWN = new Channel(79, Channel.Lane.CONTROL);
  private static final Channel FRAMES = new Channel(80, Channel.Lane.DATA);

  /** What only a later version understands. */
  private static final String LATER = "later";

  private final Vertx vertx = Vertx.vertx();
  private final InMemoryNetwork network = new InMemoryNetwork();

  @AfterEach
  void close() throws Exception {
    get(vertx.close());
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** An action that is whatever the test wants. */
  private record Task(Runnable action) implements Output<Node> {

    @Override
    public void passTo(Node host) {
      action.run();
    }
  }

  /** A machine whose actions are whatever the test wants, and that notes its inputs. */
  private final class Node implements Machine<Node>, Dials.Outcome {
    private final Context context = ((VertxInternal) vertx).createEventLoopContext();
    private final BlockingQueue<String> inputs = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> linksOfInputs = new LinkedBlockingQueue<>();
    private final Outbox<Node> outbox = new Outbox<>();
    private final PeerAddress address;
    private final LinkHost host;
    private final Dials dials;

    Node(String id) {
      address = new PeerAddress(id, 1);
      host = new LinkHost(vertx, network.transport(vertx, address));
      dials = host.dials(this);
      host.on(TEXTS, "texts", String.class, Node::decode, this::receive);
      host.on(DATA, "data", String.class, Buffer::toString, this::receive);
      host.onFrames(FRAMES, "frames", (from, frame) -> inputs.add(from.id() + " sends " + frame));
    }

    private static String decode(Buffer frame) throws DecodeException {
      if (frame.length() == 0) {
        throw new DecodeException(DecodeException.Reason.TRUNCATED, "nothing");
      }
      if (frame.toString().equals(LATER)) {
        throw new DecodeException(DecodeException.Reason.UNKNOWN_KIND, "kind is 99");
      }
      return frame.toString();
    }

    Node start() throws Exception {
      get(on(
          () -> host.start(PeerId.of(address.host()), 1).onSuccess(self -> host.run(this, this))));
      return this;
    }

    <T> Future<T> on(Supplier<Future<T>> call) {
      Promise<T> promise = Promise.promise();
      context.runOnContext(v -> call.get().onComplete(promise));
      return promise.future();
    }

    /** Lets the machine ask for something. */
    Node act(Runnable... actions) {
      context.runOnContext(v -> host.input(now -> {
        for (Runnable action : actions) {
          outbox.add(new Task(action));
        }
      }));
      return this;
    }

    /** A link to the other that both ends know by number. */
    long connect(Node other) throws InterruptedException {
      act(() -> dials.connect(1, other.address, null));
      assertThat(next()).isEqualTo("connected 1 to " + other.address.host());
      return linksOfInputs.take();
    }

    Node direct(Node other, String text) {
      PeerId id = PeerId.of(other.address.host());
      return act(() -> host.sendDirect(other.address, id, FRAMES, Buffer.buffer(text)));
    }

    long opened() throws Exception {
      return get(on(() -> Future.succeededFuture(host.counters().opened())));
    }

    long closed(CloseReason reason) throws Exception {
      return get(on(() -> Future.succeededFuture(host.counters().closed(reason))));
    }

    String next() throws InterruptedException {
      return String.valueOf(inputs.poll(20, TimeUnit.SECONDS));
    }

    private void heard(long link, String input) {
      linksOfInputs.add(link);
      inputs.add(input);
    }

    void receive(long link, Peer from, String message, long now) {
      heard(link, from.id() + " says " + message);
    }

    @Override
    public void linkLost(long link, long now) {
      heard(link, "lost");
    }

    @Override
    public void connected(long request, long link, Peer peer, long now) {
      heard(link, "connected " + request + " to " + peer.id());
    }

    @Override
    public void connectFailed(long request, Throwable cause, long now) {
      heard(0, "failed " + request + " " + ((LinkException) cause).reason());
    }

    @Override
    public void wake(long now) {
      inputs.add("woken");
    }

    @Override
    public long deadline() {
      return NEVER;
    }

    @Override
    public Outbox<Node> outbox() {
      return outbox;
    }
  }

  @Test
  void aLinkIsOpenedSpokenOnAndClosed() throws Exception {
    Node a = new Node("a").start();
    Node b = new Node("b").start();
    long link = a.connect(b);
    a.act(() -> a.host.send(link, TEXTS, Buffer.buffer("hello")));
    assertThat(b.next()).isEqualTo("a says hello");
    long back = b.linksOfInputs.take();
    b.act(() -> b.host.send(back, DATA, Buffer.buffer("you")));
    assertThat(a.next()).isEqualTo("b says you");
    assertThat(a.linksOfInputs.take()).isEqualTo(link);
    a.act(() -> a.host.close(link), () -> a.host.send(link, TEXTS, Buffer.buffer("too late")));
    assertThat(b.next()).isEqualTo("lost");
    assertThat(b.linksOfInputs.take()).isEqualTo(back);
    assertThat(a.inputs).isEmpty();
  }

  @Test
  void framesOfUnknownChannelsAreDropped() throws Exception {
    Node a = new Node("a").start();
    Node b = new Node("b").start();
    long link = a.connect(b);
    a.act(
        () -> a.host.send(link, UNKNOWN, Buffer.buffer("what?")),
        () -> a.host.send(link, TEXTS, Buffer.buffer("known")));
    assertThat(b.next()).isEqualTo("a says known");
  }

  @Test
  void aFrameThatCannotBeDecodedEndsItsLinkAtBothEnds() throws Exception {
    Node a = new Node("a").start();
    Node b = new Node("b").start();
    long link = a.connect(b);
    a.act(
        () -> a.host.send(link, TEXTS, Buffer.buffer("fine")),
        () -> a.host.send(link, TEXTS, Buffer.buffer()));
    assertThat(b.next()).isEqualTo("a says fine");
    assertThat(b.next()).isEqualTo("lost");
    assertThat(a.next()).isEqualTo("lost");
    assertThat(get(
            b.on(() -> Future.succeededFuture(b.host.counters().closed(CloseReason.BAD_FRAME)))))
        .isOne();
  }

  @Test
  void aFrameOfAnUnknownKindIsSkippedCountedAndLoggedOnce() throws Exception {
    Node a = new Node("a").start();
    Node b = new Node("b").start();
    LogLines log = new LogLines(LinkHost.class);
    try {
      long link = a.connect(b);
      a.act(
          () -> a.host.send(link, TEXTS, Buffer.buffer(LATER)),
          () -> a.host.send(link, TEXTS, Buffer.buffer("fine")),
          () -> a.host.send(link, TEXTS, Buffer.buffer(LATER)),
          () -> a.host.send(link, TEXTS, Buffer.buffer("still there")));
      assertThat(b.next()).isEqualTo("a says fine");
      assertThat(b.next()).isEqualTo("a says still there");
      assertThat(get(b.on(() -> Future.succeededFuture(b.host.traffic().skipped()))))
          .isEqualTo(new JsonObject().put("texts", 2).put("data", 0));
      assertThat(log.lines())
          .containsExactly("WARNING Refused of node a: a texts message of a kind that this version"
              + " doesn't know, so it may run a later one: kind is 99. Such messages are skipped");
    } finally {
      log.close();
    }
  }

  @Test
  void aLinkThatIsGivenUpIsLostAfterThePresentActions() throws Exception {
    Node a = new Node("a").start();
    Node b = new Node("b").start();
    long link = a.connect(b);
    a.act(
        () -> a.host.lose(link),
        () -> a.host.lose(link),
        () -> a.inputs.add("sent " + a.host.send(link, TEXTS, Buffer.buffer("too late"))));
    assertThat(a.next()).isEqualTo("sent false");
    assertThat(a.next()).isEqualTo("lost");
    a.act(() -> a.host.lose(link), () -> a.inputs.add("once"));
    assertThat(a.next()).isEqualTo("once");
    assertThat(
            get(a.on(() -> Future.succeededFuture(a.host.counters().closed(CloseReason.OVERFLOW)))))
        .isOne();
  }

  @Test
  void aDialThatFailsSaysWhyAndOneThatIsCancelledSaysNothing() throws Exception {
    Node a = new Node("a").start();
    Node b = new Node("b").start();
    a.act(
        () -> a.dials.connect(1, new PeerAddress("nobody", 1), null),
        () -> a.dials.connect(2, b.address, PeerId.of("c")),
        () -> a.dials.connect(3, b.address, null),
        () -> a.dials.cancel(3),
        () -> a.dials.connect(4, b.address, null));
    assertThat(a.next()).isEqualTo("failed 1 CONNECT_FAILED");
    assertThat(a.next()).isEqualTo("failed 2 WRONG_PEER");
    assertThat(a.next()).isEqualTo("connected 4 to b");
    assertThat(
            get(a.on(() -> Future.succeededFuture(a.host.counters().closed(CloseReason.UNUSED)))))
        .isOne();
  }

  @Test
  void anyPeerCanBeSpokenToDirectly() throws Exception {
    Node a = new Node("a").start();
    Node b = new Node("b").start();
    a.act(() -> a.host.sendDirect(b.address, null, TEXTS, Buffer.buffer("psst")));
    assertThat(b.next()).isEqualTo("a says psst");
    assertThat(a.inputs).isEmpty();
  }

  @Test
  void theLinksToAPeerThatHasGoneAreClosedWhoeverOpenedThem() throws Exception {
    Node a = new Node("a").start();
    Node b = new Node("b").start();
    a.direct(b, "one");
    assertThat(b.next()).isEqualTo("a sends one");
    b.direct(a, "back");
    assertThat(a.next()).isEqualTo("b sends back");
    assertThat(b.opened()).as("b answers on the link of a").isZero();
    b.act(() -> b.host.closeDirect(PeerId.of("a")));
    b.direct(a, "again");
    assertThat(a.next()).isEqualTo("b sends again");
    assertThat(b.opened()).isEqualTo(1);
    assertThat(b.closed(CloseReason.UNUSED)).isEqualTo(1);
    a.act(() -> a.host.closeDirect(PeerId.of("b")));
    a.direct(b, "again");
    assertThat(b.next()).isEqualTo("a sends again");
    assertThat(a.opened()).isEqualTo(2);
  }

  @Test
  void aLinkThatIsReliedOnStaysWhenItsPeerHasGoneButIsNotSentOnDirectly() throws Exception {
    Node a = new Node("a").start();
    Node b = new Node("b").start();
    long link = a.connect(b);
    a.act(
        () -> a.host.rely(link, true),
        () -> a.host.send(link, TEXTS, Buffer.buffer("hello")),
        () -> a.host.send(link, FRAMES, Buffer.buffer("one")));
    assertThat(b.next()).isEqualTo("a says hello");
    assertThat(b.next()).isEqualTo("a sends one");
    long back = b.linksOfInputs.take();
    b.act(() -> b.host.rely(back, true), () -> b.host.closeDirect(PeerId.of("a")));
    b.direct(a, "two");
    assertThat(a.next()).isEqualTo("b sends two");
    assertThat(b.opened()).isEqualTo(1);
    b.act(() -> b.host.send(back, TEXTS, Buffer.buffer("still here")));
    assertThat(a.next()).isEqualTo("b says still here");
  }

  @Test
  void theMachineHearsOfALinkThatItKnowsAndThatIsClosedWithItsPeer() throws Exception {
    Node a = new Node("a").start();
    Node b = new Node("b").start();
    long link = a.connect(b);
    a.act(
        () -> a.host.send(link, TEXTS, Buffer.buffer("hello")),
        () -> a.host.send(link, FRAMES, Buffer.buffer("one")));
    assertThat(b.next()).isEqualTo("a says hello");
    assertThat(b.next()).isEqualTo("a sends one");
    long back = b.linksOfInputs.take();
    b.act(() -> b.host.closeDirect(PeerId.of("a")), () -> b.inputs.add("closed"));
    assertThat(b.next()).isEqualTo("closed");
    assertThat(b.next()).isEqualTo("lost");
    assertThat(b.linksOfInputs.take()).isEqualTo(back);
    assertThat(a.next()).isEqualTo("lost");
  }

  @Test
  void aPeerThatHasComeBackIsSentToOnANewLinkAndHeardOnTheOldOne() throws Exception {
    Node a = new Node("a").start();
    Node b = new Node("b").start();
    a.direct(b, "one");
    assertThat(b.next()).isEqualTo("a sends one");
    a.act(() -> a.host.renewDirect(PeerId.of("b")));
    b.direct(a, "on the old one");
    assertThat(a.next()).isEqualTo("b sends on the old one");
    a.act(() -> a.host.renewDirect(PeerId.of("b")));
    a.direct(b, "two");
    assertThat(b.next()).isEqualTo("a sends two");
    assertThat(a.opened()).isEqualTo(2);
    assertThat(b.opened()).isZero();
  }

  @Test
  void linksThatCannotTakeMoreAreKnownIfTheyAreReliedOn() throws Exception {
    Node a = new Node("a").start();
    Node b = new Node("b").start();
    long link = a.connect(b);
    a.act(() -> a.host.send(link, DATA, Buffer.buffer("x")));
    b.next();
    Promise<Void> go = Promise.promise();
    b.context.runOnContext(
        v -> go.future().toCompletionStage().toCompletableFuture().join());
    a.act(() -> {
      while (a.host.send(link, DATA, Buffer.buffer("x"))) {
        assertThat(a.inputs).isEmpty();
      }
      a.inputs.add("not relied on: " + a.host.congestedLinks().size());
      a.host.rely(link, true);
      a.inputs.add("congested: " + a.host.congestedLinks().equals(List.of(link)));
      a.host.rely(link, false);
      a.inputs.add("no longer relied on: " + a.host.congestedLinks().size());
    });
    assertThat(a.next()).isEqualTo("not relied on: 0");
    assertThat(a.next()).isEqualTo("congested: true");
    assertThat(a.next()).isEqualTo("no longer relied on: 0");
    go.complete();
  }

  @Test
  void aHostThatWasStoppedGivesNoMoreInputs() throws Exception {
    Node a = new Node("a").start();
    Node b = new Node("b").start();
    long link = a.connect(b);
    a.act(() -> a.host.send(link, TEXTS, Buffer.buffer("hello")));
    assertThat(b.next()).isEqualTo("a says hello");
    assertThat(b.host.isRunning()).isTrue();
    get(b.on(b.host::stop));
    assertThat(b.host.isRunning()).isFalse();
    assertThat(a.next()).isEqualTo("lost");
    b.act(() -> b.inputs.add("never"));
    get(b.on(() -> Future.succeededFuture()));
    assertThat(b.inputs).isEmpty();
  }

  @Test
  void oneHostRunsOneMachine() throws Exception {
    Node a = new Node("a").start();
    assertThatThrownBy(() -> a.host.run(a, a))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The host has a machine already");
  }
}
