package org.hyparview.transport;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.net.SocketAddress;

/** A connection over a WebSocket of either end. */
final class WebSocketConnection extends SocketConnection {

  private final WebSocketBase socket;

  WebSocketConnection(WebSocketBase socket) {
    super(
        socket, socket, ((WebSocketInternal) socket).channelHandlerContext(), socket.sslSession());
    this.socket = socket;
    socket.closeHandler(v -> ended());
  }

  /** As a message, since that is cut into frames of a length that the other end takes. */
  @Override
  public Future<Void> write(Buffer bytes) {
    return socket.writeBinaryMessage(bytes);
  }

  /** A WebSocket that is closed, or is about to be by the other end, throws when it is asked. */
  @Override
  public boolean writeQueueFull() {
    return socket.isClosed() || socket.writeQueueFull();
  }

  @Override
  public SocketAddress remoteAddress() {
    return socket.remoteAddress();
  }
}
