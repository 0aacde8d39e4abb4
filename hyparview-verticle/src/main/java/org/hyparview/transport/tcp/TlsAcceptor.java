package org.hyparview.transport.tcp;

import io.vertx.core.Handler;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import org.hyparview.transport.Connection;
import org.hyparview.transport.StreamLayer;

/**
 * The TLS handshakes of the connections that others open: a bounded number at once. A server that
 * does them by itself reports a connection only afterwards, so nothing could limit those whose
 * handshake never ends, each of which costs a descriptor.
 */
final class TlsAcceptor implements Handler<NetSocket> {

  private final ServerSSLOptions options;
  private final int max;
  private final StreamLayer.Listener listener;
  private int pending;

  /**
   * Creates an acceptor.
   *
   * @param options with the timeout of a handshake
   * @param max the most handshakes at once; further connections are closed
   */
  TlsAcceptor(ServerSSLOptions options, int max, StreamLayer.Listener listener) {
    this.options = options;
    this.max = max;
    this.listener = listener;
  }

  @Override
  public void handle(NetSocket socket) {
    if (pending >= max) {
      Connection.of(socket).abort();
      listener.handshakeFailed(new IOException(max + " TLS handshakes are pending already"));
      return;
    }
    pending++;
    socket.upgradeToSsl(options).onComplete(done -> {
      pending--;
      if (done.succeeded()) {
        listener.connected(Connection.of(socket));
      } else {
        Connection.of(socket).abort();
        listener.handshakeFailed(done.cause());
      }
    });
  }
}
