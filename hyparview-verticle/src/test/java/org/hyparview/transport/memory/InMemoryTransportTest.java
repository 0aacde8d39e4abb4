package org.hyparview.transport.memory;

import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.Transport;
import org.hyparview.transport.contract.TransportContract;

class InMemoryTransportTest extends TransportContract {

  private static final long HEARTBEAT_MILLIS = 50;

  private static final InMemoryNetwork NETWORK = new InMemoryNetwork(HEARTBEAT_MILLIS);
  private static final AtomicInteger NEXT_PORT = new AtomicInteger(1);

  @Override
  protected Transport newTransport(Vertx vertx) {
    return newTransport(vertx, new PeerAddress("memory", NEXT_PORT.getAndIncrement()));
  }

  @Override
  protected Transport newTransport(Vertx vertx, PeerAddress address) {
    return NETWORK.transport(vertx, address);
  }
}
