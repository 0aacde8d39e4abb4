package org.hyparview.transport.stream;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Connection;
import org.hyparview.transport.Link;
import org.hyparview.transport.LinkException;
import org.hyparview.transport.LinkOptions;
import org.hyparview.transport.StreamLayer;
import org.hyparview.transport.StreamLayer.Endpoint;
import org.hyparview.transport.Transport;
import org.jspecify.annotations.Nullable;

/** Opens links to others; each attempt ends within the connect and the hello timeout. */
final class Dialer {

  private static final long NO_TIMER = -1;
  private static final int HEAD_START_MILLIS = 300;
  private static final int MAX_ENDPOINTS = 32;

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

  /**
   * One attempt to reach an address, at one endpoint after the other. The next one is tried when
   * the last one has failed, or has taken so long that all get their turn before the connect
   * timeout, but at most {@value #HEAD_START_MILLIS} ms, as in RFC 8305. The first one at which the
   * wanted node answers wins.
   */
  private final class Attempt {

    private final PeerAddress address;
    private final @Nullable PeerId expected;
    private final Promise<Link> opened = Promise.promise();
    private final Set<Trial> trials = new LinkedHashSet<>();
    private Iterator<Endpoint> untried = Collections.emptyIterator();
    private long headStartMillis = HEAD_START_MILLIS;
    private long connectTimer = NO_TIMER;
    private long nextTimer = NO_TIMER;
    private @Nullable HandshakeError failure;

    Attempt(PeerAddress address, @Nullable PeerId expected) {
      this.address = address;
      this.expected = expected;
    }

    /**
     * Connects, in an event of the transport's own context: a socket keeps the context that it was
     * made in, and a caller's duplicate of it may carry data that should end with a request.
     */
    void connect() {
      if (isOver()) {
        return;
      }
      connectTimer = links
          .vertx()
          .setTimer(options.get(LinkOptions.CONNECT_TIMEOUT), id -> connectTimeIsOver());
      guarded(() -> layer.endpoints(address)).onComplete(this::found);
    }

    private void found(AsyncResult<List<Endpoint>> endpoints) {
      if (isOver()) {
        return;
      }
      if (endpoints.failed()) {
        fail(unreachable(endpoints.cause()));
        return;
      }
      List<Endpoint> some = endpoints.result().stream().limit(MAX_ENDPOINTS).toList();
      untried = some.iterator();
      headStartMillis = Math.max(
          1,
          Math.min(
              HEAD_START_MILLIS, options.get(LinkOptions.CONNECT_TIMEOUT) / (some.size() + 1)));
      tryNext();
    }

    private void tryNext() {
      links.vertx().cancelTimer(nextTimer);
      Trial trial = new Trial(this, untried.next());
      trials.add(trial);
      if (untried.hasNext()) {
        nextTimer = links.vertx().setTimer(headStartMillis, id -> tryNext());
      }
      trial.connect();
    }

    private void connectTimeIsOver() {
      untried = Collections.emptyIterator();
      links.vertx().cancelTimer(nextTimer);
      HandshakeError timeout = HandshakeError.connectTimeout(options);
      if (trials.isEmpty()) {
        fail(timeout);
      }
      List.copyOf(trials).forEach(trial -> trial.connectTimeIsOver(timeout));
    }

    /** Takes the failure of a trial: the attempt has failed if there is no other. */
    void failed(Trial trial, HandshakeError objection) {
      if (isOver() || !trials.remove(trial)) {
        return;
      }
      failure = failure == null ? objection : failure.or(objection);
      if (untried.hasNext()) {
        tryNext();
      } else if (trials.isEmpty()) {
        fail(failure);
      }
    }

    void stop() {
      fail(HandshakeError.stopped());
    }

    void succeed(Trial trial, Connection connection, HandshakeMessage.Hello hello, Buffer rest) {
      trials.remove(trial);
      end();
      links.counters().countOpened();
      StreamLink link = links.add(connection, hello.peer(), false);
      opened.complete(link);
      link.received(rest);
    }

    void fail(HandshakeError objection) {
      if (isOver()) {
        return;
      }
      end();
      links.counters().countClosed(objection.reason());
      String line = "Cannot open a link to " + address + ": " + objection.text();
      log.log(address.toString(), objection.reason(), line, links.now());
      opened.fail(new LinkException(objection.reason(), line, objection.refused()));
    }

    private void end() {
      attempts.remove(this);
      links.vertx().cancelTimer(connectTimer);
      links.vertx().cancelTimer(nextTimer);
      untried = Collections.emptyIterator();
      List<Trial> others = List.copyOf(trials);
      trials.clear();
      others.forEach(Trial::abandon);
    }

    private boolean isOver() {
      return opened.future().isComplete();
    }
  }

  private HandshakeError unreachable(Throwable cause) {
    return HandshakeError.unreachable(cause, layer.isRefusal(cause), options);
  }

  /** What the layer throws, say of a strange address, is a failure as well. */
  private static <T> Future<T> guarded(Supplier<Future<T>> call) {
    return Future.succeededFuture().compose(v -> call.get());
  }

  /** The trial of one endpoint: first a connection, then the hello of the other end. */
  private final class Trial {

    private final Attempt attempt;
    private final Endpoint endpoint;
    private @Nullable Handshake handshake;
    private boolean abandoned;

    Trial(Attempt attempt, Endpoint endpoint) {
      this.attempt = attempt;
      this.endpoint = endpoint;
    }

    void connect() {
      guarded(() -> endpoint.connect(options.get(LinkOptions.CONNECT_TIMEOUT)))
          .onComplete(this::connected);
    }

    /** Called also when the trial is abandoned, since a connection under way can't be recalled. */
    private void connected(AsyncResult<Connection> result) {
      if (result.failed()) {
        fail(unreachable(result.cause()));
      } else if (abandoned) {
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

    void connectTimeIsOver(HandshakeError timeout) {
      if (handshake == null) {
        abandoned = true;
        fail(timeout);
      }
    }

    void abandon() {
      abandoned = true;
      if (handshake != null) {
        handshake.fail(CloseReason.UNUSED);
      }
    }

    void succeed(Connection connection, HandshakeMessage.Hello hello, Buffer rest) {
      attempt.succeed(this, connection, hello, rest);
    }

    void fail(HandshakeError objection) {
      attempt.failed(this, objection);
    }
  }

  /** The other end of a connection, which has not introduced itself. */
  private final class Host implements Handshake.Listener, HandshakeMessage.Handler {

    private final Trial trial;
    private final Connection connection;
    private Buffer rest = Buffer.buffer(0);

    Host(Trial trial, Connection connection) {
      this.trial = trial;
      this.connection = connection;
    }

    @Override
    public void greeted(HandshakeMessage greeting, Buffer rest) {
      this.rest = rest;
      greeting.dispatch(this);
    }

    @Override
    public void failed(CloseReason reason) {
      trial.fail(HandshakeError.noAnswer(reason, options));
    }

    @Override
    public void hello(HandshakeMessage.Hello hello) {
      HandshakeError objection = HandshakeError.to(hello, connection, node, options);
      if (objection == null) {
        objection = HandshakeError.toStranger(hello, trial.attempt.expected);
      }
      if (objection == null) {
        trial.succeed(connection, hello, rest);
      } else {
        reject(objection);
      }
    }

    @Override
    public void inspectorHello(HandshakeMessage.InspectorHello hello) {
      reject(HandshakeError.noPeer());
    }

    @Override
    public void inspected(HandshakeMessage.Inspected answer) {
      reject(HandshakeError.noPeer());
    }

    @Override
    public void otherVersions(HandshakeMessage.OtherVersions other) {
      reject(HandshakeError.to(other));
    }

    @Override
    public void refused(HandshakeMessage.Refused refused) {
      reject(HandshakeError.of(refused, options));
    }

    private void reject(HandshakeError objection) {
      connection.abort();
      trial.fail(objection);
    }
  }
}
