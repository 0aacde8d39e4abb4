package org.hyparview.transport.stream;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.Channel;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Link;
import org.hyparview.transport.LinkException;
import org.hyparview.transport.LinkOptions;
import org.hyparview.transport.TransportListener;
import org.hyparview.transport.tcp.TcpTransport;
import org.jspecify.annotations.Nullable;

/**
 * A TCP transport on an event loop of its own, driven from the thread of a test. Each call runs on
 * the loop, and each wait is bounded.
 */
final class TcpNode implements TransportListener {

  /** Longer than anything here should take on a busy machine. */
  private static final long PATIENCE_SECONDS = 120;

  /** A frame that came in. */
  record Received(Link link, int channel, Buffer frame) {}

  /** A link that ended. */
  record Closed(Link link, CloseReason reason) {}

  private final Vertx vertx;
  private final Context context;
  private final TcpTransport transport;
  private final List<Received> received = new ArrayList<>();
  private final List<Closed> closed = new ArrayList<>();
  private Consumer<Received> onReceived = frame -> {};
  private @Nullable Peer self;

  TcpNode(Vertx vertx, LinkOptions options) {
    this(vertx, "test", options);
  }

  TcpNode(Vertx vertx, String clusterName, LinkOptions options) {
    this.vertx = vertx;
    context = vertx.getOrCreateContext();
    transport = new TcpTransport(vertx, clusterName, options);
  }

  /** Options for the loopback interface; no time ends within a test unless the test says so. */
  static LinkOptions options() {
    return new LinkOptions()
        .setHost("127.0.0.1")
        .setPort(0)
        .setConnectTimeout(60_000)
        .setHelloTimeout(60_000)
        .setHeartbeatInterval(60_000)
        .setIdleTimeout(600_000);
  }

  TcpNode start(String id) {
    self = await(startLater(id));
    return this;
  }

  Future<Peer> startLater(String id) {
    return later(() -> transport.start(PeerId.of(id), 1, this));
  }

  Peer self() {
    return Objects.requireNonNull(self, "not started");
  }

  int port() {
    return self().port();
  }

  Link open(TcpNode other) {
    return open(other.self().address());
  }

  Link open(PeerAddress address) {
    return await(openLater(address, null));
  }

  Future<Link> openLater(PeerAddress address, @Nullable PeerId expected) {
    return later(() -> transport.open(address, expected));
  }

  /** The reason and the message for which a link could not be opened. */
  LinkException openFails(PeerAddress address) {
    return openFails(address, null);
  }

  LinkException openFails(PeerAddress address, @Nullable PeerId expected) {
    return (LinkException) failureOf(openLater(address, expected));
  }

  boolean send(Link link, Channel channel, String text) {
    return call(() -> link.send(channel, Buffer.buffer(text)));
  }

  void close(Link link, CloseReason reason) {
    run(() -> link.close(reason));
  }

  void rely(Link link, boolean relied) {
    run(() -> link.rely(relied));
  }

  Future<Void> stopLater() {
    return later(transport::stop);
  }

  void stop() {
    await(stopLater());
  }

  void raiseIncarnation(long incarnation) {
    run(() -> transport.raiseIncarnation(incarnation));
  }

  TcpTransport transport() {
    return transport;
  }

  long closed(CloseReason reason) {
    return call(() -> transport.counters().closed(reason));
  }

  void awaitClosed(CloseReason reason, long count) {
    until(() -> transport.counters().closed(reason) >= count);
  }

  /** The n-th frame that came in, counted from 0. */
  Received received(int index) {
    until(() -> received.size() > index);
    return call(() -> received.get(index));
  }

  List<String> receivedTexts() {
    return call(() -> received.stream().map(each -> each.frame().toString()).toList());
  }

  /** The n-th end of a link that was reported, counted from 0. */
  Closed closed(int index) {
    until(() -> closed.size() > index);
    return call(() -> closed.get(index));
  }

  int closedCount() {
    return call(closed::size);
  }

  void onReceived(Consumer<Received> action) {
    run(() -> onReceived = action);
  }

  /** Blocks until this holds; it is evaluated on the event loop. */
  void until(Supplier<Boolean> condition) {
    Promise<Void> holds = Promise.promise();
    run(() -> check(condition, holds));
    await(holds.future());
  }

  private void check(Supplier<Boolean> condition, Promise<Void> holds) {
    if (condition.get()) {
      holds.complete();
    } else {
      vertx.setTimer(2, id -> check(condition, holds));
    }
  }

  <T> T call(Supplier<T> supplier) {
    return await(later(() -> Future.succeededFuture(supplier.get())));
  }

  void run(Runnable action) {
    call(() -> {
      action.run();
      return true;
    });
  }

  private <T> Future<T> later(Supplier<Future<T>> call) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(v -> {
      try {
        call.get().onComplete(promise);
      } catch (RuntimeException e) {
        promise.fail(e);
      }
    });
    return promise.future();
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("Still waiting after " + PATIENCE_SECONDS + " s", e);
    }
  }

  static Throwable failureOf(Future<?> future) {
    return await(future
        .map(result -> (Throwable) new AssertionError("Succeeded: " + result))
        .otherwise(failure -> failure));
  }

  @Override
  public void received(Link link, int channel, Buffer frame) {
    Received each = new Received(link, channel, frame);
    received.add(each);
    onReceived.accept(each);
  }

  @Override
  public void closed(Link link, CloseReason reason) {
    closed.add(new Closed(link, reason));
  }
}
