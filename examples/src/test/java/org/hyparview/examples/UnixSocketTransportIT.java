package org.hyparview.examples;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.StreamLayer;
import org.hyparview.transport.contract.StreamLayerContract;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTransportIT extends StreamLayerContract {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  @TempDir
  private static Path directory = Path.of("");

  @Override
  protected StreamLayer newLayer(Vertx vertx) {
    return new UnixSocketTransport(vertx, directory.toString(), NUMBERS.incrementAndGet());
  }

  @Override
  protected StreamLayer newLayer(Vertx vertx, PeerAddress address) {
    return new UnixSocketTransport(vertx, directory.toString(), address.port());
  }
}
