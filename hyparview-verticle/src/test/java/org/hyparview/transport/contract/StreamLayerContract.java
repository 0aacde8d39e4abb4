package org.hyparview.transport.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.LinkOptions;
import org.hyparview.transport.StreamLayer;
import org.hyparview.transport.Transport;
import org.hyparview.transport.stream.StreamTransport;
import org.junit.jupiter.api.Test;

/**
 * The contract of every {@link StreamLayer}, as tests: what must hold for the links over it. An
 * implementation is tested by a subclass that makes it.
 */
public abstract class StreamLayerContract extends TransportContract {

  /** A layer at an address that is free. */
  protected abstract StreamLayer newLayer(Vertx vertx);

  /** A layer at the given address. */
  protected abstract StreamLayer newLayer(Vertx vertx, PeerAddress address);

  @Override
  protected final Transport newTransport(Vertx vertx) {
    return over(newLayer(vertx));
  }

  @Override
  protected final Transport newTransport(Vertx vertx, PeerAddress address) {
    return over(newLayer(vertx, address));
  }

  private static Transport over(StreamLayer layer) {
    return new StreamTransport(
        layer,
        "contract",
        new LinkOptions()
            .setConnectTimeout(60_000)
            .setHelloTimeout(60_000)
            .setHeartbeatInterval(500)
            .setIdleTimeout(3_000));
  }

  @Test
  void aLayerServesOneNode() {
    StreamLayer layer = newLayer(vertx());
    node(over(layer)).start("first", 1);
    Future<Peer> second = node(over(layer)).starting("second", 1);
    assertThatThrownBy(() -> RecordingNode.await(second)).isInstanceOf(IllegalStateException.class);
  }
}
