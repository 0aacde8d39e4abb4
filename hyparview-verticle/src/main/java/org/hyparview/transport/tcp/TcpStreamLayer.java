package org.hyparview.transport.tcp;

import io.netty.channel.Channel;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.Connection;
import org.hyparview.transport.LinkOptions;
import org.hyparview.transport.Networks;
import org.hyparview.transport.StreamLayer;
import org.hyparview.transport.secret.SecretTls;
import org.jspecify.annotations.Nullable;

/** Connections over TCP, or over TLS if the options say so, by Vert.x's own server and client. */
final class TcpStreamLayer implements StreamLayer {

  private static final Logger LOGGER = LoggerFactory.getLogger(TcpTransport.class);

  private final Vertx vertx;
  private final LinkOptions options;
  private final int ports;
  private final boolean tls;
  private final boolean proxied;
  private final Networks networks;
  private final ServerHandshakes handshakes;
  private final AtomicBoolean used = new AtomicBoolean();
  private @Nullable String advertisedHost;
  private @Nullable NetServer server;
  private @Nullable Channel listeningSocket;
  private @Nullable NetClient client;
  private volatile @Nullable SecretTls secrets;
  private volatile @Nullable PeerId self;

  TcpStreamLayer(Vertx vertx, LinkOptions options) {
    this.vertx = Objects.requireNonNull(vertx, "vertx");
    this.options = new LinkOptions(options);
    options.checkTls();
    ports = options.portsToTry();
    handshakes = new ServerHandshakes(options.get(LinkOptions.MAX_PENDING_HELLOS));
    NetClientOptions dialing = options.get(LinkOptions.NET_CLIENT_OPTIONS);
    tls = options.isEncrypted();
    proxied = dialing.getProxyOptions() != null;
    networks = new Networks(options.get(LinkOptions.ALLOWED_NETWORKS));
  }

  @Override
  public Future<Void> identify(PeerId node) {
    self = node;
    return options.get(LinkOptions.VERIFY_NODE_ID)
        ? vertx.executeBlocking(this::loadCertificates).mapEmpty()
        : Future.succeededFuture();
  }

  @Override
  public Future<PeerAddress> listen(Listener listener) {
    if (!used.compareAndSet(false, true)) {
      throw new IllegalStateException("A stream layer serves one node only");
    }
    return derive(options.get(LinkOptions.SECRETS))
        .compose(derived -> {
          secrets = derived;
          return new Listening(options.get(LinkOptions.HOST), options.get(LinkOptions.PORT), ports)
              .bind(vertx, () -> newServer(listener));
        })
        .map(bound -> {
          server = bound.server();
          client = vertx.createNetClient(clientOptions());
          String warning =
              PlaintextWarning.of(options, bound.address(), bound.server().actualPort());
          if (warning != null) {
            LOGGER.warn(warning);
          }
          return advertised(bound.address(), bound.server().actualPort());
        });
  }

  private Future<@Nullable SecretTls> derive(List<String> shared) {
    return shared.isEmpty()
        ? Future.succeededFuture()
        : vertx.executeBlocking(() -> SecretTls.of(shared), false);
  }

  private NetServer newServer(Listener listener) {
    return vertx
        .createNetServer(serverOptions())
        .connectHandler(socket -> accepted(socket, listener))
        .exceptionHandler(failure -> handshakes.failed(failure, listener));
  }

  /** A TLS handshake must not take longer than a hello, or it would be the cheaper attack. */
  private NetServerOptions serverOptions() {
    NetServerOptions server = new NetServerOptions(options.get(LinkOptions.NET_SERVER_OPTIONS));
    if (secrets != null) {
      secrets.applyTo(server);
    }
    if (secrets != null || server.getSslEngineOptions() == null) {
      server.setSslEngineOptions(new OwnEngine(
          byVertx -> handshakes.of(secrets == null ? byVertx.create() : secrets.ofServers())));
    }
    return server
        .setTcpNoDelay(true)
        .setSslHandshakeTimeout(options.get(LinkOptions.HELLO_TIMEOUT))
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
  }

  /** Notes the socket that listens, which nothing else gives access to. */
  private void accepted(NetSocket socket, Listener listener) {
    listeningSocket =
        ((NetSocketInternal) socket).channelHandlerContext().channel().parent();
    listener.connected(Connection.of(socket));
  }

  private PeerAddress advertised(InetAddress bound, int port) {
    String host = options.getOrNull(LinkOptions.ADVERTISED_HOST);
    int advertisedPort = options.get(LinkOptions.ADVERTISED_PORT);
    advertisedHost = host == null ? AdvertisedHost.of(options.get(LinkOptions.HOST), bound) : host;
    return new PeerAddress(advertisedHost, advertisedPort == 0 ? port : advertisedPort);
  }

  private NetClientOptions clientOptions() {
    return TcpDialing.options(
        options.get(LinkOptions.NET_CLIENT_OPTIONS),
        () -> secrets,
        options.get(LinkOptions.CONNECT_TIMEOUT));
  }

  /** The timeout is the one that the client was made with. */
  @Override
  public Future<Connection> connect(PeerAddress address, int timeoutMillis) {
    return Objects.requireNonNull(client, "not listening")
        .connect(address.port(), address.host())
        .map(Connection::of);
  }

  /** Returns the IP addresses of the host; a proxy resolves the name by itself. */
  @Override
  public Future<List<Endpoint>> endpoints(PeerAddress address) {
    if (proxied && networks.areAll()) {
      return StreamLayer.super.endpoints(address);
    }
    return HostAddresses.of(vertx, address.host()).compose(ips -> allowed(address, ips));
  }

  private Future<List<Endpoint>> allowed(PeerAddress address, List<InetAddress> ips) {
    List<Endpoint> endpoints =
        ips.stream().filter(networks::contain).map(ip -> endpoint(address, ip)).toList();
    return endpoints.isEmpty()
        ? Future.failedFuture(address.host() + " is not in allowedNetworks")
        : Future.succeededFuture(endpoints);
  }

  private Endpoint endpoint(PeerAddress address, InetAddress ip) {
    ConnectOptions target = new ConnectOptions()
        .setRemoteAddress(
            SocketAddress.inetSocketAddress(new InetSocketAddress(ip, address.port())))
        .setHost(certifiedHost(address, ip))
        .setPort(address.port())
        .setSsl(tls);
    return timeoutMillis ->
        Objects.requireNonNull(client, "not listening").connect(target).map(Connection::of);
  }

  /**
   * Returns the host that a certificate must name: the one that was dialed, not its IP address. A
   * node on this host that is found on the loopback interface has a certificate for the host as
   * others dial it, as this node has.
   */
  private String certifiedHost(PeerAddress address, InetAddress ip) {
    boolean literal = NetUtil.createInetAddressFromIpAddressString(address.host()) != null;
    return literal && ip.isLoopbackAddress() && advertisedHost != null
        ? advertisedHost
        : address.host();
  }

  /**
   * Loads everything before it replaces anything. Vert.x's client remembers what it has read by the
   * options, so it receives what was loaded in their place; its server reads by force.
   */
  @Override
  public Future<Void> reloadCertificates() {
    if (server == null || client == null) {
      return Future.failedFuture("The node doesn't listen");
    }
    if (!tls || secrets != null) {
      return Future.succeededFuture();
    }
    return vertx
        .executeBlocking(this::loadCertificates)
        .compose(forDialing -> secureBy(serverOptions().getSslOptions(), forDialing));
  }

  /**
   * Loads what files have, checks that it names this node, and returns that for dialing. Blocks.
   */
  private ClientSSLOptions loadCertificates() throws Exception {
    ServerSSLOptions listening = Certificates.load(vertx, serverOptions().getSslOptions());
    ClientSSLOptions dialing = Certificates.load(vertx, clientOptions().getSslOptions());
    PeerId node = self;
    if (node != null && options.get(LinkOptions.VERIFY_NODE_ID)) {
      Certificates.checkNames(vertx, listening, "netServerOptions", node);
      Certificates.checkNames(vertx, dialing, "netClientOptions", node);
    }
    return dialing;
  }

  private Future<Void> secureBy(ServerSSLOptions forAccepting, ClientSSLOptions forDialing) {
    return Future.join(
            Objects.requireNonNull(server).updateSSLOptions(forAccepting, true),
            Objects.requireNonNull(client).updateSSLOptions(forDialing, true))
        .mapEmpty();
  }

  @Override
  public boolean takesSecrets() {
    return true;
  }

  @Override
  public Future<Void> updateSecrets(List<String> shared) {
    if (server == null || client == null) {
      return Future.failedFuture("The node doesn't listen");
    }
    if (secrets == null || shared.isEmpty()) {
      return Future.failedFuture(
          "Secrets can be replaced, but not be set or removed, while a node runs");
    }
    return derive(shared).compose(derived -> {
      secrets = derived;
      return secureBy(serverOptions().getSslOptions(), clientOptions().getSslOptions());
    });
  }

  @Override
  public boolean isRefusal(Throwable failure) {
    return failure instanceof ConnectException && !(failure instanceof NoRouteToHostException);
  }

  @Override
  public Future<Void> close() {
    Future<Void> closed = server == null ? Future.succeededFuture() : close(server);
    return client == null ? closed : closed.eventually(client::close);
  }

  /**
   * Closes the listening socket before the server. Vert.x removes the handler first, and Netty logs
   * each connection that comes in between with a stack trace. The socket is known as the parent of
   * those that it accepted.
   */
  private Future<Void> close(NetServer listening) {
    Promise<Void> closed = ((VertxInternal) vertx).getOrCreateContext().promise();
    if (listeningSocket == null) {
      listening.close().onComplete(closed);
    } else {
      listeningSocket.close().addListener(done -> listening.close().onComplete(closed));
    }
    return closed.future();
  }
}
