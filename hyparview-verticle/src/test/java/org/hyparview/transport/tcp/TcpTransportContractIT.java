package org.hyparview.transport.tcp;

import io.vertx.core.Vertx;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.LinkOptions;
import org.hyparview.transport.StreamLayer;
import org.hyparview.transport.contract.StreamLayerContract;

class TcpTransportContractIT extends StreamLayerContract {

  private static final String LOOPBACK = "127.0.0.1";

  @Override
  protected StreamLayer newLayer(Vertx vertx) {
    return newLayer(vertx, LOOPBACK, 0);
  }

  @Override
  protected StreamLayer newLayer(Vertx vertx, PeerAddress address) {
    return newLayer(vertx, address.host(), address.port());
  }

  private static StreamLayer newLayer(Vertx vertx, String host, int port) {
    return new TcpStreamLayer(
        vertx,
        new LinkOptions()
            .setHost(host)
            .setPort(port)
            .setConnectTimeout(60_000)
            .setHelloTimeout(60_000));
  }
}
