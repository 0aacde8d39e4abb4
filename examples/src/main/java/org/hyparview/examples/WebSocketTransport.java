package org.hyparview.examples;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.function.Function;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.Connection;
import org.hyparview.transport.StreamLayer;
import org.jspecify.annotations.Nullable;

/**
 * Connections over WebSockets, by which nodes reach each other through an HTTP ingress: behind one
 * that routes {@code /node-1} to the host node-1, node-1 is deployed with
 *
 * <pre>{@code
 * new WebSocketTransport(
 *     vertx, "0.0.0.0", 8080, "/node-1", new PeerAddress("node-1", 443),
 *     peer -> "wss://ingress.example/" + peer.host())
 * }</pre>
 */
public final class WebSocketTransport implements StreamLayer {

  /** Through an ingress, all nodes are at one host. */
  private static final int MAX_CONNECTIONS = 10_000;

  private final String ip;
  private final int port;
  private final String path;
  private final @Nullable PeerAddress advertised;
  private final Function<PeerAddress, String> url;
  private final HttpServer server;
  private final WebSocketClient client;

  /**
   * Creates a layer that does nothing until it listens.
   *
   * @param ip the IP address at which the HTTP server listens
   * @param port its port, 0 for any
   * @param path the only path at which it accepts WebSockets
   * @param advertised the name of this node to others, or null for the address of the HTTP server
   * @param url makes the URL at which a node is dialed of the address that it advertises
   */
  public WebSocketTransport(
      Vertx vertx,
      String ip,
      int port,
      String path,
      @Nullable PeerAddress advertised,
      Function<PeerAddress, String> url) {
    this.ip = ip;
    this.port = port;
    this.path = path;
    this.advertised = advertised;
    this.url = url;
    server = vertx.createHttpServer();
    client = vertx.createWebSocketClient(
        new WebSocketClientOptions().setMaxConnections(MAX_CONNECTIONS));
  }

  @Override
  public Future<PeerAddress> listen(Listener listener) {
    return server
        .webSocketHandshakeHandler(this::answer)
        .webSocketHandler(socket -> listener.connected(Connection.of(socket)))
        .exceptionHandler(listener::handshakeFailed)
        .listen(StreamLayer.unshared(ip, port))
        .map(bound -> advertised == null ? new PeerAddress(ip, bound.actualPort()) : advertised)
        .recover(e ->
            Future.failedFuture("Cannot listen on " + ip + ":" + port + ": " + e.getMessage()));
  }

  private Future<?> answer(ServerWebSocketHandshake handshake) {
    return handshake.path().equals(path) ? handshake.accept() : handshake.reject(404);
  }

  @Override
  public Future<Connection> connect(PeerAddress address, int timeoutMillis) {
    WebSocketConnectOptions options = new WebSocketConnectOptions();
    options.setAbsoluteURI(url.apply(address)).setTimeout(timeoutMillis);
    return client.connect(options).map(Connection::of);
  }

  @Override
  public Future<Void> close() {
    return server.close().eventually(client::close);
  }
}
