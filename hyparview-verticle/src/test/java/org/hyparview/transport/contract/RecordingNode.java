package org.hyparview.transport.contract;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.Channel;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Link;
import org.hyparview.transport.LinkException;
import org.hyparview.transport.Transport;
import org.hyparview.transport.TransportListener;
import org.jspecify.annotations.Nullable;

/**
 * A node with a context of its own and nothing on its transport but a recorder, for tests that wait
 * on their own thread.
 *
 * <p>It watches over what holds in every test: the listener is called on the node's thread, never
 * from inside a call of its user, and hears nothing of a link after its end.
 * {@link #assertNoViolations} tells.
 */
public final class RecordingNode implements TransportListener {

  /** Far more than anything takes; a test that waits for it has failed. */
  private static final long PATIENCE_SECONDS = 120;

  private final Transport transport;
  private final Context context;
  private final Thread thread;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final Set<Link> ended = new HashSet<>();
  private boolean insideCall;

  /** What the listener heard. */
  private sealed interface Event {}

  /** A frame came in. */
  public record Frame(Link link, int channel, Buffer bytes) implements Event {

    public String text() {
      return bytes.toString();
    }
  }

  /** A link ended. */
  public record End(Link link, CloseReason reason) implements Event {}

  private RecordingNode(Transport transport, Context context, Thread thread) {
    this.transport = transport;
    this.context = context;
    this.thread = thread;
  }

  /** A node that is not started. */
  public static RecordingNode on(Vertx vertx, Transport transport) {
    Promise<RecordingNode> node = Promise.promise();
    await(vertx.deployVerticle(new VerticleBase() {
      @Override
      public Future<?> start() {
        node.complete(new RecordingNode(transport, context, Thread.currentThread()));
        return Future.succeededFuture();
      }
    }));
    return await(node.future());
  }

  public Peer start(String id, long incarnation) {
    return await(starting(id, incarnation));
  }

  public Future<Peer> starting(String id, long incarnation) {
    return later(() -> transport.start(PeerId.of(id), incarnation, this));
  }

  public Link open(Peer peer) {
    return await(opening(peer.address(), peer.id()));
  }

  public Future<Link> opening(PeerAddress address, @Nullable PeerId expected) {
    return later(() -> transport.open(address, expected));
  }

  public LinkException refusalOf(PeerAddress address, @Nullable PeerId expected) {
    Future<Link> opening = opening(address, expected);
    return catchThrowableOfType(LinkException.class, () -> await(opening));
  }

  public boolean send(Link link, Channel channel, String text) {
    return call(() -> link.send(channel, Buffer.buffer(text)));
  }

  public void close(Link link) {
    run(() -> link.close(CloseReason.UNUSED));
  }

  public void stop() {
    await(later(transport::stop));
  }

  public long closed(CloseReason reason) {
    return call(() -> transport.counters().closed(reason));
  }

  public Transport transport() {
    return transport;
  }

  /** Waits for the next event, which must be a frame. */
  public Frame nextFrame() {
    return next(Frame.class);
  }

  /** Waits for the next event, which must be the end of that link. */
  public CloseReason nextEnd(Link link) {
    End end = nextEnd();
    assertThat(end.link()).isSameAs(link);
    return end.reason();
  }

  /** Waits for the next event, which must be the end of a link. */
  public End nextEnd() {
    return next(End.class);
  }

  private <T extends Event> T next(Class<T> kind) {
    try {
      Event event = events.poll(PATIENCE_SECONDS, SECONDS);
      assertThat(event).isInstanceOf(kind);
      return kind.cast(event);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public void run(Runnable action) {
    call(() -> {
      action.run();
      return true;
    });
  }

  /** Calls on the node's context, as its user does. */
  public <T> T call(Supplier<T> action) {
    return await(later(() -> Future.succeededFuture(action.get())));
  }

  /** Calls on the node's context; the result is what its future gives. */
  public <T> Future<T> later(Supplier<Future<T>> action) {
    Promise<T> result = Promise.promise();
    context.runOnContext(nothing -> {
      insideCall = true;
      try {
        action.get().onComplete(done -> {
          checkThread("completed a future");
          result.handle(done);
        });
      } catch (RuntimeException e) {
        result.fail(e);
      } finally {
        insideCall = false;
      }
    });
    return result.future();
  }

  /** Does something while the node's event loop stands still. */
  public void whileStalled(Runnable action) {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    context.runOnContext(nothing -> {
      begun.countDown();
      await(end);
    });
    await(begun);
    try {
      action.run();
    } finally {
      end.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public static <T> T await(Future<T> future) {
    try {
      return future.await(PATIENCE_SECONDS, SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("the future was never completed", e);
    }
  }

  @Override
  public void received(Link link, int channel, Buffer frame) {
    checkCall("received", link);
    events.add(new Frame(link, channel, frame));
  }

  @Override
  public void closed(Link link, CloseReason reason) {
    checkCall("closed", link);
    ended.add(link);
    events.add(new End(link, reason));
  }

  private void checkCall(String what, Link link) {
    checkThread(what);
    if (insideCall) {
      violations.add(what + " from inside a call");
    }
    if (ended.contains(link)) {
      violations.add(what + " after the end of the link to " + link.peer());
    }
  }

  private void checkThread(String what) {
    if (Thread.currentThread() != thread) {
      violations.add(what + " on " + Thread.currentThread().getName());
    }
  }

  public void assertNoViolations() {
    assertThat(violations).isEmpty();
  }

  /** Nothing was heard that no test asked for. */
  public void assertHeardNothingMore() {
    run(() -> {});
    assertThat(events).isEmpty();
  }
}
