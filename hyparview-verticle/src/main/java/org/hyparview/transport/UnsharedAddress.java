package org.hyparview.transport;

import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicLong;

/** Socket addresses under host names that no other address has. */
final class UnsharedAddress {

  private static final AtomicLong NAMES = new AtomicLong();

  private UnsharedAddress() {}

  /** The same IP address and port, under a name of its own. */
  static SocketAddress of(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    if (ip == null) {
      throw new IllegalArgumentException("Unknown host: " + address.getHostString());
    }
    String name = "hyparview-" + NAMES.incrementAndGet();
    try {
      InetAddress named = ip instanceof Inet6Address v6
          ? Inet6Address.getByAddress(name, v6.getAddress(), v6.getScopeId())
          : InetAddress.getByAddress(name, ip.getAddress());
      return SocketAddress.inetSocketAddress(new InetSocketAddress(named, address.getPort()));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("Not the bytes of an address: " + ip, e);
    }
  }
}
