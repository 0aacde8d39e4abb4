package org.hyparview.transport.tcp;

import io.vertx.core.Vertx;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.Transport;
import org.hyparview.transport.TransportContract;
import org.hyparview.transport.stream.TcpTransportOptions;

class TcpTransportContractIT extends TransportContract {

  private static final String LOOPBACK = "127.0.0.1";

  @Override
  protected Transport newTransport(Vertx vertx) {
    return newTransport(vertx, LOOPBACK, 0);
  }

  @Override
  protected Transport newTransport(Vertx vertx, PeerAddress address) {
    return newTransport(vertx, address.host(), address.port());
  }

  private static Transport newTransport(Vertx vertx, String host, int port) {
    return new TcpTransport(
        vertx,
        TcpTransportOptions.builder("contract")
            .bindHost(host)
            .bindPort(port)
            .connectTimeoutMillis(60_000)
            .helloTimeoutMillis(60_000)
            .heartbeatIntervalMillis(500)
            .idleTimeoutMillis(3_000)
            .build());
  }
}
