package org.hyparview.transport.tcp;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Link;
import org.hyparview.transport.LinkCounters;
import org.hyparview.transport.Transport;
import org.hyparview.transport.TransportListener;
import org.jspecify.annotations.Nullable;

/**
 * A transport over TCP, or over TLS if the options say so, by Vert.x's own server and client.
 *
 * <p>A connection begins with the hello of its dialler, which the other end answers with its own or
 * with a refusal that says why. Frames follow. Links that this end {@linkplain Link#rely relies on}
 * are supervised by heartbeats. The others are closed when they are idle, and are pinged while what
 * was sent on them was not followed by anything that came in. A link whose other end is silent is
 * closed in either case; see {@link TcpTransportOptions} for the times and bounds.
 *
 * <p>{@link #start} must be called on an event-loop context, and all further calls must come from
 * it; they throw an {@link IllegalStateException} otherwise. {@link Link#send} throws an
 * {@link IllegalArgumentException} for a frame that is longer than
 * {@link TcpTransportOptions#maxFrameSize()} allows.
 *
 * <p>{@link #stop} waits at most a second for queued frames to leave, and under TLS at most 3 s
 * more for its farewell. A stopped transport can't be started again.
 */
public final class TcpTransport implements Transport {

  private static final Logger LOGGER = LoggerFactory.getLogger(TcpTransport.class);

  private final Vertx vertx;
  private final TcpTransportOptions options;
  private final LinkCounters counters = new LinkCounters();
  private final ObjectionLog log = new ObjectionLog(LOGGER::warn);
  private @Nullable Thread owner;
  private @Nullable Future<Peer> started;
  private @Nullable Running running;
  private @Nullable Future<Void> stopped;

  /** The parts that exist from the moment it listens. */
  private record Running(
      NetServer server, NetClient client, LocalNode node, Links links, Acceptor in, Dialler out) {}

  /** A transport that does nothing until it is started. */
  public TcpTransport(Vertx vertx, TcpTransportOptions options) {
    this.vertx = Objects.requireNonNull(vertx, "vertx");
    this.options = Objects.requireNonNull(options, "options");
  }

  @Override
  public Future<Peer> start(PeerId id, long incarnation, TransportListener listener) {
    if (started != null) {
      throw new IllegalStateException("A transport can be started only once");
    }
    Context context = currentEventLoop();
    owner = Thread.currentThread();
    started = new Listening(options.bindHost(), options.bindPort(), options.bindPortRange())
        .bind(vertx, this::newServer)
        .map(bound -> {
          NetServer server = bound.server();
          Peer self = new Peer(id, incarnation, advertised(bound.address(), server.actualPort()));
          running = run(context, server, self, listener);
          return self;
        });
    return started;
  }

  private NetServer newServer() {
    return vertx
        .createNetServer(serverOptions())
        .connectHandler(this::accept)
        .exceptionHandler(this::handshakeFailed);
  }

  private static Context currentEventLoop() {
    Context context = Vertx.currentContext();
    if (context == null || !context.isEventLoopContext()) {
      throw new IllegalStateException(
          "A transport must be started on an event-loop context, but is on " + context);
    }
    return context;
  }

  private PeerAddress advertised(InetAddress bound, int port) {
    String host = options.advertisedHost();
    return new PeerAddress(
        host == null ? AdvertisedHost.of(options.bindHost(), bound) : host,
        options.advertisedPort() == 0 ? port : options.advertisedPort());
  }

  private Running run(Context context, NetServer server, Peer self, TransportListener listener) {
    NetClient client = vertx.createNetClient(clientOptions());
    LocalNode node = new LocalNode(options.clusterName(), self);
    Links links = new Links(vertx, context, options, listener, counters);
    Acceptor acceptor = new Acceptor(node, links, log);
    return new Running(
        server, client, node, links, acceptor, new Dialler(client, node, links, log));
  }

  /** A TLS handshake must not take longer than a hello, or it would be the cheaper attack. */
  private NetServerOptions serverOptions() {
    NetServerOptions server = options.serverOptions().setTcpNoDelay(true);
    return server
        .setSslHandshakeTimeout(options.helloTimeoutMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
  }

  private NetClientOptions clientOptions() {
    NetClientOptions client = options
        .clientOptions()
        .setTcpNoDelay(true)
        .setReconnectAttempts(0)
        .setConnectTimeout(options.connectTimeoutMillis());
    ClientSSLOptions tls = client.getSslOptions();
    return client.isSsl() && (tls == null || tls.getHostnameVerificationAlgorithm() == null)
        ? client.setHostnameVerificationAlgorithm("HTTPS")
        : client;
  }

  private void accept(NetSocket socket) {
    if (running == null) {
      Sockets.abort(socket);
    } else {
      running.in.accept(socket);
    }
  }

  /** Vert.x does not say with whom. */
  private void handshakeFailed(Throwable cause) {
    Objection objection = Objection.handshakeFailed(cause);
    counters.countClosed(objection.reason());
    log.log(
        "TLS", objection.reason(), "Refused a connection: " + objection.text(), System.nanoTime());
  }

  @Override
  public Future<Link> open(PeerAddress address, @Nullable PeerId expected) {
    return running().out.open(address, expected);
  }

  @Override
  public void raiseIncarnation(long incarnation) {
    running().node.raiseIncarnation(incarnation);
  }

  @Override
  public LinkCounters counters() {
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
  public Future<Void> stop() {
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
    Running parts = running;
    parts.in.stop();
    parts.out.stop();
    return parts
        .links
        .closeAll(CloseReason.STOPPED)
        .eventually(parts.server::close)
        .eventually(parts.client::close);
  }
}
