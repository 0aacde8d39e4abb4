package org.hyparview.transport.tcp;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.Connection;
import org.hyparview.transport.StreamLayer;
import org.hyparview.transport.stream.TcpTransportOptions;
import org.jspecify.annotations.Nullable;

/** Connections over TCP, or over TLS if the options say so, by Vert.x's own server and client. */
final class TcpStreamLayer implements StreamLayer {

  private final Vertx vertx;
  private final TcpTransportOptions options;
  private final AtomicBoolean used = new AtomicBoolean();
  private @Nullable NetServer server;
  private @Nullable NetClient client;

  TcpStreamLayer(Vertx vertx, TcpTransportOptions options) {
    this.vertx = Objects.requireNonNull(vertx, "vertx");
    this.options = Objects.requireNonNull(options, "options");
  }

  @Override
  public Future<PeerAddress> listen(Listener listener) {
    if (!used.compareAndSet(false, true)) {
      throw new IllegalStateException("A stream layer serves one node only");
    }
    return new Listening(options.bindHost(), options.bindPort(), options.bindPortRange())
        .bind(vertx, () -> newServer(listener))
        .map(bound -> {
          server = bound.server();
          client = vertx.createNetClient(clientOptions());
          return advertised(bound.address(), bound.server().actualPort());
        });
  }

  private NetServer newServer(Listener listener) {
    return vertx
        .createNetServer(serverOptions())
        .connectHandler(socket -> listener.connected(Connection.of(socket)))
        .exceptionHandler(listener::handshakeFailed);
  }

  private PeerAddress advertised(InetAddress bound, int port) {
    String host = options.advertisedHost();
    return new PeerAddress(
        host == null ? AdvertisedHost.of(options.bindHost(), bound) : host,
        options.advertisedPort() == 0 ? port : options.advertisedPort());
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

  /** The timeout is the one that the client was made with. */
  @Override
  public Future<Connection> connect(PeerAddress address, int timeoutMillis) {
    return Objects.requireNonNull(client, "not listening")
        .connect(address.port(), address.host())
        .map(Connection::of);
  }

  @Override
  public boolean isRefusal(Throwable failure) {
    return failure instanceof ConnectException && !(failure instanceof NoRouteToHostException);
  }

  @Override
  public Future<Void> close() {
    Future<Void> closed = server == null ? Future.succeededFuture() : server.close();
    return client == null ? closed : closed.eventually(client::close);
  }
}
