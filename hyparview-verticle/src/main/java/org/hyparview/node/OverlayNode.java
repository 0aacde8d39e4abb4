package org.hyparview.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.hyparview.protocol.hyparview.HyParView;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.Channel;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Link;
import org.hyparview.transport.LinkCounters;
import org.hyparview.transport.Transport;
import org.hyparview.transport.TransportListener;
import org.jspecify.annotations.Nullable;

/**
 * A node of the overlay: the membership machine on a transport, run by one event-loop context.
 *
 * <p>It belongs to the context that calls {@link #start}; all calls come from there, and the
 * listener is called there. {@link #start} and {@link #stop} are for one use each.
 */
public final class OverlayNode implements TransportListener {

  private final Vertx vertx;
  private final Transport transport;
  private final HyParViewConfig config;
  private final RandomGenerator random;
  private final ViewListener listener;
  private @Nullable Membership membership;

  /**
   * A node that has not started.
   *
   * @param transport not started; the node starts and stops it
   * @param random the only source of chance in the protocol
   */
  public OverlayNode(
      Vertx vertx,
      Transport transport,
      HyParViewConfig config,
      RandomGenerator random,
      ViewListener listener) {
    this.vertx = vertx;
    this.transport = transport;
    this.config = config;
    this.random = random;
    this.listener = listener;
  }

  /**
   * Starts the transport and begins to join.
   *
   * @param id this node
   * @param incarnation which life of this node; higher than that of any life before
   * @param contacts whom to ask to be let in; may be unreachable, and may be this node itself
   * @param beforeJoining called once links are accepted, before the listener hears anything
   * @return this node with the address at which others dial it, as soon as it accepts links; or the
   *     transport's failure. The future doesn't wait for a neighbour.
   */
  public Future<Peer> start(
      PeerId id, long incarnation, List<PeerAddress> contacts, Consumer<Peer> beforeJoining) {
    return transport.start(id, incarnation, this).onSuccess(self -> {
      HyParView machine = new HyParView(self, config, random);
      membership = new Membership(vertx, machine, transport, listener);
      beforeJoining.accept(self);
      membership.join(contacts);
    });
  }

  /** Leaves the overlay, telling the neighbours, and stops the transport. */
  public Future<Void> stop() {
    if (membership != null) {
      membership.leave();
    }
    return transport.stop();
  }

  /**
   * Both views now.
   *
   * @throws IllegalStateException before the node has started
   */
  public Views views() {
    if (membership == null) {
      throw new IllegalStateException("The node has not started");
    }
    return membership.views();
  }

  /** What became of the links so far. */
  public LinkCounters counters() {
    return transport.counters();
  }

  @Override
  public void received(Link link, int channel, Buffer frame) {
    if (membership == null) {
      link.close(CloseReason.UNUSED);
    } else if (channel == Channel.MEMBERSHIP.number()) {
      membership.received(link, frame);
    }
  }

  @Override
  public void closed(Link link, CloseReason reason) {
    if (membership != null) {
      membership.closed(link);
    }
  }
}
