package org.hyparview.transport;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Binds a server to an address of its own, and says in one sentence why it can't.
 *
 * <p>Servers of one Vert.x instance that listen at the same host name and port share it: each gets
 * a part of the connections. Two nodes must not, so each server listens under a name that no other
 * has, though at the same IP address; then the operating system refuses the second.
 */
final class Listening {

  private static final AtomicLong NAMES = new AtomicLong();

  private final String host;
  private final int port;

  Listening(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /** Resolves the host, and binds the server to it; fails with a message for the operator. */
  Future<InetAddress> bind(Vertx vertx, NetServer server) {
    return ((VertxInternal) vertx)
        .nameResolver()
        .resolve(host)
        .recover(cause -> failed("unknown host \"" + host + "\"", cause))
        .compose(address -> server
            .listen(ownName(address))
            .map(address)
            .recover(cause -> failed(explain(address, cause), cause)));
  }

  private SocketAddress ownName(InetAddress address) {
    String name = "hyparview-" + NAMES.incrementAndGet();
    try {
      InetAddress named = address instanceof Inet6Address v6
          ? Inet6Address.getByAddress(name, v6.getAddress(), v6.getScopeId())
          : InetAddress.getByAddress(name, address.getAddress());
      return SocketAddress.inetSocketAddress(new InetSocketAddress(named, port));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("Not the bytes of an address: " + address, e);
    }
  }

  private <T> Future<T> failed(String why, Throwable cause) {
    String where = host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    return Future.failedFuture(
        new VertxException("Cannot listen on " + where + ": " + why, cause, true));
  }

  private static String explain(InetAddress address, Throwable cause) {
    if (!isOfThisMachine(address)) {
      return "not an address of this machine";
    }
    String message = String.valueOf(cause.getMessage());
    return message.contains("in use") ? "port in use" : message;
  }

  /** True also if the system does not tell; then it is not the address that is to blame. */
  private static boolean isOfThisMachine(InetAddress address) {
    try {
      return address.isAnyLocalAddress()
          || address.isLoopbackAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true;
    }
  }
}
