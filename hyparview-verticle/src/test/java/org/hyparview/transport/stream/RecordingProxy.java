package org.hyparview.transport.stream;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import org.hyparview.protocol.peer.PeerAddress;

/** A TCP proxy on loopback that records what passes, in both directions. */
final class RecordingProxy {

  private final Vertx vertx;
  private final PeerAddress target;
  private final NetServer server;
  private final Buffer recorded = Buffer.buffer();

  RecordingProxy(Vertx vertx, PeerAddress target) {
    this.vertx = vertx;
    this.target = target;
    server =
        TcpNode.await(vertx.createNetServer().connectHandler(this::accept).listen(0, "127.0.0.1"));
  }

  PeerAddress address() {
    return new PeerAddress("127.0.0.1", server.actualPort());
  }

  private void accept(NetSocket dialer) {
    dialer.pause();
    vertx.createNetClient().connect(target.port(), target.host()).onSuccess(listener -> {
      relay(dialer, listener);
      relay(listener, dialer);
      dialer.resume();
    });
  }

  private void relay(NetSocket from, NetSocket to) {
    from.handler(bytes -> {
      record(bytes);
      to.write(bytes);
    });
    from.endHandler(end -> to.end());
  }

  private synchronized void record(Buffer bytes) {
    recorded.appendBuffer(bytes);
  }

  /** Returns the bytes so far, one character for each. */
  synchronized String recorded() {
    return recorded.toString("ISO-8859-1");
  }
}
