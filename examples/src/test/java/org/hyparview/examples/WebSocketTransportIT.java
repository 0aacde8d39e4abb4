package org.hyparview.examples;

import io.vertx.core.Vertx;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.StreamLayer;
import org.hyparview.transport.contract.StreamLayerContract;

/** WebSockets from node to node. */
class WebSocketTransportIT extends StreamLayerContract {

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
        vertx, "127.0.0.1", port, "/hyparview", null, peer -> "ws://" + peer + "/hyparview");
  }
}
