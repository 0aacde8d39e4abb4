package org.hyparview.transport;

import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * A network of connections that carry bytes between nodes. It is all that has to be written for a
 * network of one's own: the handshake, framing, heartbeats, queues, limits and counters are those
 * of TCP.
 *
 * <p>One layer serves one node. It is called on one event-loop context; on that same context it
 * completes its futures and calls its listener and those of its connections.
 *
 * <p>An implementation <b>must</b>
 *
 * <ol>
 *   <li>deliver the bytes of a connection in order, each exactly once until the connection ends,
 *       cut into chunks in any way;
 *   <li>report the end of each connection by {@link Connection.Listener#closed} exactly once,
 *       whichever end caused it;
 *   <li>bound the bytes that it holds for a peer that doesn't read: from then on
 *       {@link Connection#writeQueueFull} is true, until {@link Connection.Listener#drained}.
 * </ol>
 *
 * <p>It <b>must not</b> block, throw because of what a peer did or named itself, or call a listener
 * from inside a call of its user; only {@link Connection.Listener#drained} may be called from
 * inside {@link Connection#write}.
 *
 * <p>Sockets of Vert.x have all that: {@link Connection#of} makes connections of them.
 */
public interface StreamLayer {

  /** The receiver of the connections that others open, on the context of the layer. */
  interface Listener {

    /** A peer has connected. */
    void connected(Connection connection);

    /** The TLS handshake of a peer that dialed this node failed; its host isn't known. */
    default void handshakeFailed(Throwable cause) {
      handshakeFailed(null, cause);
    }

    /**
     * The TLS handshake of a peer that dialed this node failed; it is counted and logged.
     *
     * @param host the host of the peer, or null if it isn't known
     */
    void handshakeFailed(@Nullable String host, Throwable cause);
  }

  /**
   * Sets the node that this layer serves. Called once, before any other method, on the context that
   * all further calls come from. A layer whose certificates are to name the node fails if they
   * don't; any other does nothing, as this method does.
   */
  default Future<Void> identify(PeerId node) {
    return Future.succeededFuture();
  }

  /**
   * Starts to accept connections. Called once, before any other method but {@link #identify}, on
   * the context that all further calls come from.
   *
   * @return the address at which others dial this node, or a failure whose message names the
   *     address that could not be bound, and why
   * @throws IllegalStateException if it was called before; servers of Vert.x do that by themselves
   */
  Future<PeerAddress> listen(Listener listener);

  /**
   * Opens a connection to a node. Each call opens another one.
   *
   * @param timeoutMillis when the caller gives up; a connection that is opened later is aborted
   * @return the connection, or a failure whose message says why there is none
   */
  Future<Connection> connect(PeerAddress address, int timeoutMillis);

  /** A place where a node may listen. */
  @FunctionalInterface
  interface Endpoint {

    /** Opens a connection, under the rules of {@link StreamLayer#connect}. */
    Future<Connection> connect(int timeoutMillis);
  }

  /**
   * The endpoints that an address stands for, in the order in which they are to be tried: several
   * if its host is a name of several machines. A link is opened to the first one at which the
   * wanted node answers, and the attempts overlap if one takes long.
   *
   * @return one or more endpoints, or a failure whose message says why there is none
   */
  default Future<List<Endpoint>> endpoints(PeerAddress address) {
    return Future.succeededFuture(List.of(timeoutMillis -> connect(address, timeoutMillis)));
  }

  /**
   * Whether a failure to connect proves that the peer's host is there and that nothing listens at
   * the address. The process that listened there is then taken for dead at once; so this must be
   * false if in doubt, as it is with a proxy or an ingress between the nodes.
   */
  default boolean isRefusal(Throwable failure) {
    return false;
  }

  /**
   * Reads keys and trusted certificates again from their files, for connections that begin from now
   * on. A layer without such files does nothing, as this method does.
   *
   * @return fails if one can't be read, or doesn't name the node of this layer although it must
   */
  default Future<Void> reloadCertificates() {
    return Future.succeededFuture();
  }

  /**
   * Whether this layer secures connections by the option {@code secrets}. A transport whose layer
   * doesn't refuses that option, which would otherwise be without effect.
   */
  default boolean takesSecrets() {
    return false;
  }

  /**
   * Replaces the secrets, for connections that begin from now on. A layer that takes none fails, as
   * this method does.
   *
   * @param secrets one at least, in the form of the option
   */
  default Future<Void> updateSecrets(List<String> secrets) {
    return Future.failedFuture("The network of this node takes no secrets");
  }

  /**
   * Stops to accept connections and frees all resources. Called once, when the connections are
   * closed, or after {@link #listen} has failed.
   */
  Future<Void> close();

  /**
   * An address for a server of Vert.x that is to have its port for itself. Servers of one Vert.x
   * instance that listen at equal addresses share the connections, which two nodes must not. No two
   * results of this method are equal, so the operating system refuses the second server.
   *
   * @param ip an IP address; names are not resolved
   * @param port 0 for any
   */
  static SocketAddress unshared(String ip, int port) {
    return unshared(UnsharedAddress.parse(ip), port);
  }

  /** The same, for an address that has been resolved. */
  static SocketAddress unshared(InetAddress ip, int port) {
    return UnsharedAddress.of(ip, port);
  }
}
