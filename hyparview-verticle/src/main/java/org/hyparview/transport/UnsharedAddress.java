package org.hyparview.transport;

import io.netty.util.NetUtil;
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

  static InetAddress parse(String ip) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(ip);
    if (bytes == null) {
      throw new IllegalArgumentException("Not an IP address: " + ip);
    }
    return named(ip, bytes, 0);
  }

  static SocketAddress of(InetAddress ip, int port) {
    String name = "hyparview-" + NAMES.incrementAndGet();
    int scope = ip instanceof Inet6Address v6 ? v6.getScopeId() : 0;
    return SocketAddress.inetSocketAddress(
        new InetSocketAddress(named(name, ip.getAddress(), scope), port));
  }

  private static InetAddress named(String name, byte[] ip, int scope) {
    try {
      return scope == 0
          ? InetAddress.getByAddress(name, ip)
          : Inet6Address.getByAddress(name, ip, scope);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("Not the bytes of an address", e);
    }
  }
}
