package org.hyparview.transport;

import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.Objects;

/** A connection over a socket of TCP, or of a Unix domain. */
final class NetSocketConnection extends SocketConnection {

  /** Clients of Unix sockets have no address. */
  private static final SocketAddress NO_NAME = SocketAddress.domainSocketAddress("a Unix socket");

  private final NetSocket socket;

  NetSocketConnection(NetSocket socket) {
    super(
        socket, socket, ((NetSocketInternal) socket).channelHandlerContext(), socket.sslSession());
    this.socket = socket;
    socket.closeHandler(v -> ended());
  }

  @Override
  public SocketAddress remoteAddress() {
    return Objects.requireNonNullElse(socket.remoteAddress(), NO_NAME);
  }
}
