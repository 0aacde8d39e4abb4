package org.hyparview.transport;

import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;

/** A connection over a socket of TCP, or of a Unix domain. */
final class NetSocketConnection extends SocketConnection {

  private final NetSocket socket;

  NetSocketConnection(NetSocket socket) {
    super(socket, socket, ((NetSocketInternal) socket).channelHandlerContext());
    this.socket = socket;
    socket.closeHandler(v -> ended());
  }

  @Override
  public SocketAddress remoteAddress() {
    return socket.remoteAddress();
  }
}
