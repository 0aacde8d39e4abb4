package org.hyparview.examples;

import io.vertx.core.Vertx;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.StreamLayer;
import org.hyparview.transport.contract.StreamLayerContract;
import org.junit.jupiter.api.AfterAll;

/** WebSockets through an HTTP ingress that knows nodes by paths. */
class WebSocketIngressIT extends StreamLayerContract {

  private static final Ingress INGRESS = new Ingress();

  @AfterAll
  static void closeIngress() {
    INGRESS.close();
  }

  @Override
  protected StreamLayer newLayer(Vertx vertx) {
    return newLayer(vertx, 0);
  }

  @Override
  protected StreamLayer newLayer(Vertx vertx, PeerAddress address) {
    return newLayer(vertx, address.port());
  }

  private static StreamLayer newLayer(Vertx vertx, int port) {
    return new WebSocketTransport(
        vertx, "127.0.0.1", port, "/hyparview", null, peer -> INGRESS.url(peer.port()));
  }
}
