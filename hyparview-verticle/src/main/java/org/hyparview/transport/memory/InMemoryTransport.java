package org.hyparview.transport.memory;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.Link;
import org.hyparview.transport.LinkCounters;
import org.hyparview.transport.Transport;
import org.hyparview.transport.TransportListener;
import org.jspecify.annotations.Nullable;

/**
 * A transport on an {@link InMemoryNetwork}, for tests, and an example of one that is written from
 * the ground.
 *
 * <p>Frames are copied, and wait in the queue of the receiver's event loop. Links are checked as
 * {@link Link#rely} specifies. A process does not lose itself, so there are no heartbeats on the
 * links, and no round trip is measured.
 */
public final class InMemoryTransport implements Transport {

  private final InMemoryNetwork network;
  private final Vertx vertx;
  private final PeerAddress address;
  private final LinkCounters counters = new LinkCounters();
  private final AtomicBoolean used = new AtomicBoolean();
  private @Nullable InMemoryNode node;

  InMemoryTransport(InMemoryNetwork network, Vertx vertx, PeerAddress address) {
    this.network = network;
    this.vertx = vertx;
    this.address = address;
  }

  @Override
  public Future<Peer> start(PeerId id, long incarnation, TransportListener listener) {
    if (!used.compareAndSet(false, true)) {
      throw new IllegalStateException("The transport at " + address
          + " can be started only once: make a new one for each node");
    }
    Peer self = new Peer(id, incarnation, address);
    InMemoryNode started =
        new InMemoryNode(network, vertx.getOrCreateContext(), self, listener, counters);
    if (!network.join(address, started)) {
      return Future.failedFuture(new BindException("The address " + address + " is in use"));
    }
    started.startTicking();
    node = started;
    return Future.succeededFuture(self);
  }

  @Override
  public Future<Link> open(PeerAddress address, @Nullable PeerId expected) {
    InMemoryNode dialer = node();
    counters.countDialed();
    return dialer.dial(address, expected).onFailure(counters::countDialFailure);
  }

  @Override
  public void raiseIncarnation(long incarnation) {
    node().raiseIncarnation(incarnation);
  }

  @Override
  public LinkCounters counters() {
    return counters;
  }

  @Override
  public Future<Void> stop() {
    if (node != null) {
      node.stop();
    }
    return Future.succeededFuture();
  }

  private InMemoryNode node() {
    if (node == null) {
      throw new IllegalStateException("The transport at " + address + " was not started");
    }
    return node;
  }
}
