package org.hyparview.transport.tcp;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetServer;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.function.Supplier;
import org.hyparview.protocol.peer.Hosts;
import org.hyparview.transport.StreamLayer;

/**
 * Binds a server to an {@linkplain StreamLayer#unshared unshared} address, and says in one sentence
 * why it can't.
 */
final class Listening {

  private final String host;
  private final int firstPort;
  private final int ports;

  /** A server that listens, and the address that its host name stands for. */
  record Bound(NetServer server, InetAddress address) {}

  /** Will listen at the first free one of so many ports. */
  Listening(String host, int firstPort, int ports) {
    this.host = host;
    this.firstPort = firstPort;
    this.ports = ports;
  }

  /**
   * Resolves the host, and binds a server to it; fails with a message for the operator.
   *
   * @param servers makes servers that don't listen yet: each can try one port only
   */
  Future<Bound> bind(Vertx vertx, Supplier<NetServer> servers) {
    return ((VertxInternal) vertx)
        .nameResolver()
        .resolve(host)
        .recover(cause -> failed("unknown host \"" + host + "\"", cause))
        .compose(address -> bind(servers, address, firstPort));
  }

  /** The system says which port is free: whoever asks it first has it. */
  private Future<Bound> bind(Supplier<NetServer> servers, InetAddress address, int port) {
    NetServer server = servers.get();
    return server
        .listen(StreamLayer.unshared(address, port))
        .map(new Bound(server, address))
        .onFailure(cause -> server.close())
        .recover(cause -> isInUse(cause) && port + 1 < firstPort + ports
            ? bind(servers, address, port + 1)
            : failed(explain(address, cause), cause));
  }

  private <T> Future<T> failed(String why, Throwable cause) {
    String where = Hosts.withPort(host, firstPort);
    return Future.failedFuture(
        new VertxException("Cannot listen on " + where + ": " + why, cause, true));
  }

  private String explain(InetAddress address, Throwable cause) {
    if (!isOfThisMachine(address)) {
      return "not an address of this machine";
    }
    if (!isInUse(cause)) {
      return String.valueOf(cause.getMessage());
    }
    return ports == 1 ? "port in use" : "all ports to " + (firstPort + ports - 1) + " are in use";
  }

  private static boolean isInUse(Throwable cause) {
    return String.valueOf(cause.getMessage()).contains("in use");
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
