package org.hyparview.transport.stream;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.peer.Text;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Connection;
import org.hyparview.transport.InspectionHandler;
import org.hyparview.transport.Link;
import org.hyparview.transport.LinkCounters;
import org.hyparview.transport.LinkOptions;
import org.hyparview.transport.StreamLayer;
import org.hyparview.transport.Transport;
import org.hyparview.transport.TransportListener;
import org.jspecify.annotations.Nullable;

/**
 * A transport over the connections of a {@link StreamLayer}.
 *
 * <p>A connection begins with the hello of its dialer, which the other end answers with its own or
 * with a refusal that says why. Frames follow. Links that this end {@linkplain Link#rely relies on}
 * are supervised by heartbeats. The others are closed when they are idle, and are pinged while what
 * was sent on them was not followed by anything that came in. A link whose other end is silent is
 * closed in either case; see {@link LinkOptions} for the times and bounds.
 *
 * <p>{@link #start} must be called on an event-loop context, and all further calls must come from
 * it; they throw an {@link IllegalStateException} otherwise. {@link Link#send} throws an
 * {@link IllegalArgumentException} for a frame that is longer than
 * {@link LinkOptions#setMaxFrameSize} allows.
 *
 * <p>{@link #stop} waits at most a second for queued frames to leave, and then for the layer to
 * close. A stopped transport can't be started again.
 */
public class StreamTransport implements Transport {

  private static final Logger LOGGER = LoggerFactory.getLogger(StreamTransport.class);

  private final StreamLayer layer;
  private final String clusterName;
  private final LinkOptions options;
  private final LinkCounters counters = new LinkCounters();
  private final RefusalLog log = new RefusalLog(LOGGER::warn);
  private final AtomicBoolean used = new AtomicBoolean();
  private @Nullable InspectionHandler inspection;
  private @Nullable Thread owner;
  private @Nullable Future<Peer> started;
  private @Nullable Running running;
  private @Nullable Future<Void> stopped;

  /** The parts that exist from the moment it listens. */
  private record Running(LocalNode node, Links links, Acceptor in, Dialer out) {}

  /**
   * Creates a transport that does nothing until it is started.
   *
   * @param layer used by no other transport
   * @param clusterName the cluster of this node, 1 to 255 bytes in UTF-8; nodes of others are
   *     refused
   * @param options copied; those for host, port and TLS are for the layer
   * @throws IllegalArgumentException if the name is not allowed, or there are secrets, of which the
   *     layer would make no use
   */
  public StreamTransport(StreamLayer layer, String clusterName, LinkOptions options) {
    Text.check("clusterName", clusterName, HandshakeCodec.MAX_TEXT_BYTES, true);
    this.layer = Objects.requireNonNull(layer, "layer");
    this.clusterName = clusterName;
    this.options = new LinkOptions(options);
    if (options.hasSecrets() && !layer.takesSecrets()) {
      throw new IllegalArgumentException("secrets are for links over TCP, and would have no effect"
          + " on a network of your own: secure that by itself");
    }
  }

  @Override
  public final Future<Peer> start(PeerId id, long incarnation, TransportListener listener) {
    Context context = currentEventLoop();
    if (!used.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "A transport can be started only once: make a new one for each node");
    }
    owner = Thread.currentThread();
    started = layer
        .identify(id)
        .compose(named -> layer.listen(new Incoming()))
        .map(address -> {
          Peer self = new Peer(id, incarnation, address);
          running = run(context, self, listener);
          return self;
        })
        .onFailure(failure -> layer.close());
    return started;
  }

  @Override
  public final Future<Void> reloadCertificates() {
    return layer.reloadCertificates();
  }

  @Override
  public final Future<Void> updateSecrets(List<String> secrets) {
    return layer.updateSecrets(new LinkOptions().setSecrets(secrets).get(LinkOptions.SECRETS));
  }

  private static Context currentEventLoop() {
    Context context = Vertx.currentContext();
    if (context == null || !context.isEventLoopContext()) {
      throw new IllegalStateException(
          "A transport must be started on an event-loop context, but is on " + context);
    }
    return context;
  }

  private Running run(Context context, Peer self, TransportListener listener) {
    LocalNode node = new LocalNode(clusterName, self);
    Links links = new Links(
        context.owner(), context, options, listener, counters, new SharedAddresses(node, log));
    Inspections inspections = new Inspections(node, links, inspection);
    return new Running(
        node,
        links,
        new Acceptor(node, links, inspections, log),
        new Dialer(layer, node, links, log));
  }

  /** The connections of others. */
  private final class Incoming implements StreamLayer.Listener {

    @Override
    public void connected(Connection connection) {
      if (running == null) {
        connection.abort();
      } else {
        running.in.accept(connection);
      }
    }

    @Override
    public void handshakeFailed(@Nullable String host, Throwable cause) {
      HandshakeError objection = HandshakeError.handshakeFailed(cause);
      counters.countClosed(objection.reason());
      log.log(
          host == null ? "TLS" : host,
          objection.reason(),
          "Refused a connection" + (host == null ? "" : " from " + host) + ": " + objection.text(),
          System.nanoTime());
    }
  }

  @Override
  public final Future<Link> open(PeerAddress address, @Nullable PeerId expected) {
    Running node = running();
    counters.countDialed();
    return node.out.open(address, expected).onFailure(counters::countDialFailure);
  }

  /** The handler is not asked while the option {@code inspection} is false. */
  @Override
  public final void inspectedBy(InspectionHandler handler) {
    inspection = Objects.requireNonNull(handler, "handler");
  }

  @Override
  public final void raiseIncarnation(long incarnation) {
    running().node.raiseIncarnation(incarnation);
  }

  @Override
  public final LinkCounters counters() {
    return counters;
  }

  private Running running() {
    checkThread();
    if (running == null) {
      throw new IllegalStateException("The transport has not been started");
    }
    return running;
  }

  private void checkThread() {
    if (owner != Thread.currentThread()) {
      throw new IllegalStateException("A transport belongs to the thread that started it, "
          + owner
          + ", but was called by "
          + Thread.currentThread());
    }
  }

  @Override
  public final Future<Void> stop() {
    if (started == null) {
      return Future.succeededFuture();
    }
    checkThread();
    if (stopped == null) {
      stopped = started.transform(listening -> shutDown());
    }
    return stopped;
  }

  private Future<Void> shutDown() {
    if (running == null) {
      return Future.succeededFuture();
    }
    running.in.stop();
    running.out.stop();
    return running.links.closeAll(CloseReason.STOPPED).eventually(layer::close);
  }
}
