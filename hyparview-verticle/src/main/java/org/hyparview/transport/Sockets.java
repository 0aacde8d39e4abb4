package org.hyparview.transport;

import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;

/** What Vert.x's sockets can do only by their internal face. */
final class Sockets {

  private Sockets() {}

  /**
   * Closes a socket at once. Unlike {@link NetSocket#close()} it does not wait for what was written
   * before, which a peer that does not read can delay for ever.
   */
  static void abort(NetSocket socket) {
    var unused = ((NetSocketInternal) socket).channelHandlerContext().channel().close();
  }
}
