package org.hyparview.transport.tcp;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import org.hyparview.transport.CloseReason;

/**
 * Awaits the other end's greeting on a new connection: not for longer than a timeout, and without
 * taking more bytes than a greeting may have. It ends exactly once, by one of the methods of its
 * {@link Listener}.
 */
final class Introduction {

  /** Hears how it ended. */
  interface Listener {

    /**
     * The other end introduced itself.
     *
     * @param rest the bytes that came after its greeting
     */
    void greeted(Greeting greeting, Buffer rest);

    /** It did not; the connection is closed. */
    void failed(CloseReason reason);
  }

  private final Vertx vertx;
  private final NetSocket socket;
  private final Listener listener;
  private final GreetingReader reader = new GreetingReader();
  private final long timer;
  private boolean over;
  private boolean broken;

  private Introduction(Vertx vertx, NetSocket socket, long timeoutMillis, Listener listener) {
    this.vertx = vertx;
    this.socket = socket;
    this.listener = listener;
    timer = vertx.setTimer(timeoutMillis, id -> fail(CloseReason.HELLO_TIMEOUT));
  }

  /** Awaits the greeting from now on; the listener is called later. */
  static Introduction await(Vertx vertx, NetSocket socket, long timeoutMillis, Listener listener) {
    Introduction introduction = new Introduction(vertx, socket, timeoutMillis, listener);
    socket.handler(introduction::received);
    socket.exceptionHandler(failure -> introduction.broken = true);
    socket.closeHandler(v -> introduction.closed());
    return introduction;
  }

  /** Closes the connection at once and ends for this reason, unless it has ended before. */
  void fail(CloseReason reason) {
    if (end()) {
      Sockets.abort(socket);
      listener.failed(reason);
    }
  }

  private void closed() {
    fail(broken ? CloseReason.CONNECTION_LOST : CloseReason.CLOSED_BY_PEER);
  }

  private void received(Buffer bytes) {
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
