package org.hyparview.transport.stream;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Connection;
import org.hyparview.transport.Link;
import org.hyparview.transport.LinkException;
import org.hyparview.transport.LinkOptions;
import org.hyparview.transport.StreamLayer;
import org.hyparview.transport.Transport;
import org.jspecify.annotations.Nullable;

/** Opens links to others; each attempt ends within the connect and the hello timeout. */
final class Dialer {

  private static final long NO_TIMER = -1;

  private final LinkOptions options;
  private final StreamLayer layer;
  private final LocalNode node;
  private final Links links;
  private final RefusalLog log;
  private final Set<Attempt> attempts = new LinkedHashSet<>();
  private boolean stopped;

  Dialer(StreamLayer layer, LocalNode node, Links links, RefusalLog log) {
    options = links.options();
    this.layer = layer;
    this.node = node;
    this.links = links;
    this.log = log;
  }

  /** See {@link Transport#open}. */
  Future<Link> open(PeerAddress address, @Nullable PeerId expected) {
    Attempt attempt = new Attempt(address, expected);
    if (stopped) {
      attempt.fail(HandshakeError.stopped());
    } else {
      attempts.add(attempt);
      links.later(attempt::connect);
    }
    return attempt.opened.future();
  }

  /** Fails the attempts under way, and any that is still to come. */
  void stop() {
    stopped = true;
    List.copyOf(attempts).forEach(Attempt::stop);
  }

  /** One attempt: first a connection, then the hello of the other end. */
  private final class Attempt {

    private final PeerAddress address;
    private final @Nullable PeerId expected;
    private final Promise<Link> opened = Promise.promise();
    private long connectTimer = NO_TIMER;
    private @Nullable Handshake handshake;

    Attempt(PeerAddress address, @Nullable PeerId expected) {
      this.address = address;
      this.expected = expected;
    }

    /**
     * Connects, in an event of the transport's own context: a socket keeps the context that it was
     * made in, and a caller's duplicate of it may carry data that should end with a request.
     */
    void connect() {
      if (opened.future().isComplete()) {
        return;
      }
      connectTimer = links
          .vertx()
          .setTimer(
              options.get(LinkOptions.CONNECT_TIMEOUT),
              id -> fail(HandshakeError.connectTimeout(options)));
      attempt().onComplete(this::connected);
    }

    /** What the layer throws, say of a strange address, is a failure as well. */
    private Future<Connection> attempt() {
      return Future.succeededFuture()
          .compose(v -> layer.connect(address, options.get(LinkOptions.CONNECT_TIMEOUT)));
    }

    /** Called also when the attempt has failed, since a connection under way can't be recalled. */
    private void connected(AsyncResult<Connection> result) {
      links.vertx().cancelTimer(connectTimer);
      if (result.failed()) {
        Throwable cause = result.cause();
        fail(HandshakeError.unreachable(cause, layer.isRefusal(cause), options));
      } else if (opened.future().isComplete()) {
        result.result().abort();
      } else {
        introduce(result.result());
      }
    }

    private void introduce(Connection connection) {
      connection.write(node.hello());
      handshake = Handshake.await(
          links.vertx(),
          connection,
          options.get(LinkOptions.HELLO_TIMEOUT),
          new Host(this, connection));
    }

    void stop() {
      if (handshake == null) {
        fail(HandshakeError.stopped());
      } else {
        handshake.fail(CloseReason.STOPPED);
      }
    }

    void succeed(Connection connection, HandshakeMessage.Hello hello, Buffer rest) {
      attempts.remove(this);
      links.counters().countOpened();
      StreamLink link = links.add(connection, hello.peer(), false);
      opened.complete(link);
      link.received(rest);
    }

    void fail(HandshakeError objection) {
      if (opened.future().isComplete()) {
        return;
      }
      attempts.remove(this);
      links.vertx().cancelTimer(connectTimer);
      links.counters().countClosed(objection.reason());
      String line = "Cannot open a link to " + address + ": " + objection.text();
      log.log(address.toString(), objection.reason(), line, links.now());
      opened.fail(new LinkException(objection.reason(), line, objection.refused()));
    }
  }

  /** The other end of a connection, which has not introduced itself. */
  private final class Host implements Handshake.Listener, HandshakeMessage.Handler {

    private final Attempt attempt;
    private final Connection connection;
    private Buffer rest = Buffer.buffer(0);

    Host(Attempt attempt, Connection connection) {
      this.attempt = attempt;
      this.connection = connection;
    }

    @Override
    public void greeted(HandshakeMessage greeting, Buffer rest) {
      this.rest = rest;
      greeting.dispatch(this);
    }

    @Override
    public void failed(CloseReason reason) {
      attempt.fail(HandshakeError.noGreeting(reason, options));
    }

    @Override
    public void hello(HandshakeMessage.Hello hello) {
      HandshakeError objection = HandshakeError.to(hello, node);
      if (objection == null) {
        objection = HandshakeError.toStranger(hello, attempt.expected);
      }
      if (objection == null) {
        attempt.succeed(connection, hello, rest);
      } else {
        reject(objection);
      }
    }

    @Override
    public void otherVersions(HandshakeMessage.OtherVersions other) {
      reject(HandshakeError.to(other));
    }

    @Override
    public void refused(HandshakeMessage.Refused refused) {
      reject(HandshakeError.of(refused));
    }

    private void reject(HandshakeError objection) {
      connection.abort();
      attempt.fail(objection);
    }
  }
}
