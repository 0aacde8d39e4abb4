package org.hyparview.transport;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.security.cert.Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One end of an open connection, which carries bytes in both directions. {@link StreamLayer} has
 * the rules for implementations.
 */
public interface Connection {

  /** The receiver of what happens on a connection, on the context of its layer. */
  interface Listener {

    /** Bytes came in. */
    void received(Buffer bytes);

    /** The connection takes bytes again, after {@link Connection#writeQueueFull} was true. */
    void drained();

    /**
     * The connection has ended. Nothing is received after that.
     *
     * @param failure why it broke, or null if one of the ends closed it
     */
    void closed(@Nullable Throwable failure);
  }

  /** Sets the listener, in place of the one before, if any. It is set before bytes come in. */
  void listener(Listener listener);

  /**
   * Sends bytes, which the caller doesn't change any more. Also taken when the queue is full.
   *
   * @return succeeds when the bytes were handed to the network
   */
  Future<Void> write(Buffer bytes);

  /** Whether the caller should not write more until the connection has drained, or has ended. */
  boolean writeQueueFull();

  /** Closes the connection, in good order, once all bytes that were written have left. */
  void close();

  /**
   * Ends the connection at once, whatever was written before. Does nothing to one that has ended.
   */
  void abort();

  /** The other end, for log lines and for limits by host; it need not be an address to dial. */
  SocketAddress remoteAddress();

  /**
   * The certificates by which the other end has proved itself, its own first; empty, as here, if it
   * has not. Known once bytes come in; must not block.
   */
  default List<Certificate> peerCertificates() {
    return List.of();
  }

  /** A connection over a socket, whose handlers it takes for itself. */
  static Connection of(NetSocket socket) {
    return new NetSocketConnection(socket);
  }

  /**
   * A connection over a WebSocket, whose handlers it takes for itself. Bytes travel in binary
   * messages, whose boundaries mean nothing.
   *
   * @throws IllegalStateException if it is closed
   */
  static Connection of(WebSocketBase socket) {
    return new WebSocketConnection(socket);
  }
}
