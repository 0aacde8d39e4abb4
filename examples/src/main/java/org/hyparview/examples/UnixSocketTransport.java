package org.hyparview.examples;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.FileSystem;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.SocketAddress;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.Connection;
import org.hyparview.transport.StreamLayer;

/**
 * Connections over the Unix sockets in a directory, for nodes on one host without ports: the node
 * {@code unix:7} listens at the file {@code 7.sock}. A file that a killed process left has to be
 * deleted by hand.
 */
public final class UnixSocketTransport implements StreamLayer {

  private final String directory;
  private final PeerAddress self;
  private final FileSystem files;
  private final NetServer server;
  private final NetClient client;
  private boolean listening;

  /** Creates a layer that does nothing until it listens. */
  public UnixSocketTransport(Vertx vertx, String directory, int number) {
    this.directory = directory;
    self = new PeerAddress("unix", number);
    files = vertx.fileSystem();
    server = vertx.createNetServer();
    client = vertx.createNetClient();
  }

  private SocketAddress socketOf(PeerAddress address) {
    return SocketAddress.domainSocketAddress(directory + "/" + address.port() + ".sock");
  }

  @Override
  public Future<PeerAddress> listen(Listener listener) {
    server.connectHandler(socket -> listener.connected(Connection.of(socket)));
    return files
        .exists(socketOf(self).path())
        .compose(inUse -> inUse
            ? Future.failedFuture(self + " is in use: there is " + socketOf(self))
            : server.listen(socketOf(self)))
        .onSuccess(bound -> listening = true)
        .map(self);
  }

  @Override
  public Future<Connection> connect(PeerAddress address, int timeoutMillis) {
    return client.connect(socketOf(address)).map(Connection::of);
  }

  @Override
  public Future<Void> close() {
    Future<Void> closed = server.close().eventually(client::close);
    return listening ? closed.eventually(() -> files.delete(socketOf(self).path())) : closed;
  }
}
