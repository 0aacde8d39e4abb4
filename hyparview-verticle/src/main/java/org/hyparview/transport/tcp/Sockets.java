package org.hyparview.transport.tcp;

import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;

/** What Vert.x's sockets can do only by their internal face. */
final class Sockets {

  private Sockets() {}

  /**
   * Closes a socket without waiting for what was written before, which a peer that does not read
   * can delay for ever. {@link NetSocket#close()} waits, and so does the close of Netty's channel,
   * which passes Vert.x's handler; so this one begins behind that handler. Under TLS, Netty still
   * waits up to 3 s for the farewell of TLS to leave.
   */
  static void abort(NetSocket socket) {
    var unused = ((NetSocketInternal) socket).channelHandlerContext().close();
  }
}
