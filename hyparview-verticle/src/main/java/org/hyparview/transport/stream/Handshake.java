package org.hyparview.transport.stream;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Connection;
import org.jspecify.annotations.Nullable;

/**
 * Awaits the other end's greeting on a new connection: not for longer than a timeout, and without
 * taking more bytes than a greeting may have. It ends exactly once, by one of the methods of its
 * {@link Listener}.
 */
final class Handshake implements Connection.Listener {

  /** Hears how it ended. */
  interface Listener {

    /**
     * The other end introduced itself.
     *
     * @param rest the bytes that came after its greeting
     */
    void greeted(HandshakeMessage greeting, Buffer rest);

    /** It did not; the connection is closed. */
    void failed(CloseReason reason);
  }

  private final Vertx vertx;
  private final Connection connection;
  private final Listener listener;
  private final HandshakeReader reader = new HandshakeReader();
  private final long timer;
  private boolean over;

  private Handshake(Vertx vertx, Connection connection, long timeoutMillis, Listener listener) {
    this.vertx = vertx;
    this.connection = connection;
    this.listener = listener;
    timer = vertx.setTimer(timeoutMillis, id -> fail(CloseReason.HELLO_TIMEOUT));
  }

  /** Awaits the greeting from now on; the listener is called later. */
  static Handshake await(
      Vertx vertx, Connection connection, long timeoutMillis, Listener listener) {
    Handshake handshake = new Handshake(vertx, connection, timeoutMillis, listener);
    connection.listener(handshake);
    return handshake;
  }

  /** Closes the connection at once and ends for this reason, unless it has ended before. */
  void fail(CloseReason reason) {
    if (end()) {
      connection.abort();
      listener.failed(reason);
    }
  }

  @Override
  public void closed(@Nullable Throwable failure) {
    fail(failure == null ? CloseReason.CLOSED_BY_PEER : CloseReason.CONNECTION_LOST);
  }

  @Override
  public void drained() {}

  @Override
  public void received(Buffer bytes) {
    if (over) {
      return;
    }
    switch (reader.feed(bytes)) {
      case COMPLETE -> greeted();
      case BAD -> fail(CloseReason.BAD_HELLO);
      case INCOMPLETE -> {}
    }
  }

  private void greeted() {
    if (end()) {
      listener.greeted(reader.greeting(), reader.rest());
    }
  }

  private boolean end() {
    if (over) {
      return false;
    }
    over = true;
    vertx.cancelTimer(timer);
    return true;
  }
}
