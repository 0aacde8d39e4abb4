package org.hyparview.cluster.discovery;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * The choice of the network interface for multicast, and of the protocol: IPv6 for a node that
 * others dial by IPv6, or whose interface has no IPv4 address.
 *
 * @param name the name of the interface
 * @param ipv6 whether datagrams travel by IPv6
 */
record MulticastInterface(String name, boolean ipv6) {

  /**
   * Chooses an interface.
   *
   * @param wanted by the user, or null
   * @param ownHost this node's host as others dial it; its interface is preferred
   * @throws IOException if there is none
   */
  static MulticastInterface choose(@Nullable String wanted, String ownHost) throws IOException {
    InetAddress own = NetUtil.createInetAddressFromIpAddressString(ownHost);
    NetworkInterface chosen = wanted == null
        ? or(withAddress(own), "there is no interface for multicast")
        : or(NetworkInterface.getByName(wanted), "there is no interface " + wanted);
    boolean hasIpv4 = chosen.inetAddresses().anyMatch(Inet4Address.class::isInstance);
    return new MulticastInterface(chosen.getName(), own instanceof Inet6Address || !hasIpv4);
  }

  private static @Nullable NetworkInterface withAddress(@Nullable InetAddress own)
      throws SocketException {
    NetworkInterface itsOwn = own == null ? null : NetworkInterface.getByInetAddress(own);
    return itsOwn == null ? anyOther() : itsOwn;
  }

  private static @Nullable NetworkInterface anyOther() throws SocketException {
    NetworkInterface ipv6 = null;
    for (NetworkInterface candidate : NetworkInterface.networkInterfaces()
        .filter(MulticastInterface::isUsable)
        .toList()) {
      if (candidate.inetAddresses().anyMatch(Inet4Address.class::isInstance)) {
        return candidate;
      }
      ipv6 = ipv6 == null ? candidate : ipv6;
    }
    return ipv6;
  }

  /** Returns whether the interface is usable; one that can't be queried is not. */
  private static boolean isUsable(NetworkInterface candidate) {
    try {
      return candidate.isUp()
          && !candidate.isLoopback()
          && candidate.supportsMulticast()
          && candidate.inetAddresses().findAny().isPresent();
    } catch (SocketException e) {
      return false;
    }
  }

  private static NetworkInterface or(@Nullable NetworkInterface chosen, String otherwise)
      throws IOException {
    if (chosen == null) {
      throw new IOException(otherwise);
    }
    return chosen;
  }
}
