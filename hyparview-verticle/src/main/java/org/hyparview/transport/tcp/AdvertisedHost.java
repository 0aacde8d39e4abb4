package org.hyparview.transport.tcp;

import io.netty.util.NetUtil;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The choice of the host at which others can dial a node that listens at a given one. */
final class AdvertisedHost {

  private static final String LOOPBACK = "127.0.0.1";

  /** Addresses for documentation (RFC 5737 and 3849): on no machine's own network. */
  private static final List<String> ELSEWHERE = List.of("203.0.113.1", "2001:db8::1");

  private static final int ANY_PORT = 9;

  /** The beginnings of the names of bridges that container runtimes and hypervisors make. */
  private static final List<String> BRIDGES =
      List.of("docker", "br-", "virbr", "podman", "cni", "lxcbr", "lxdbr", "vmnet", "vboxnet");

  /** An address of this machine, and the name of its interface. */
  record Local(InetAddress address, String networkInterface) {}

  private AdvertisedHost() {}

  /**
   * Returns the host to advertise when none was set.
   *
   * @param bindHost what the user said
   * @param bound what it stands for
   */
  static String of(String bindHost, InetAddress bound) {
    return bound.isAnyLocalAddress() ? choose(addressesOfThisMachine(), routes()) : bindHost;
  }

  /**
   * Returns the address from which this machine sends to other networks: only the routes say which
   * of several interfaces leads to other hosts. A machine without a default route has the best of
   * its addresses: IPv4 before IPv6, private before public, and those of bridges for containers
   * last, which other hosts can't reach. Loopback remains if there is nothing else.
   *
   * @param routes the source addresses of the default routes, the preferred one first
   */
  static String choose(List<Local> addresses, List<InetAddress> routes) {
    for (InetAddress route : routes) {
      if (isDialable(route)) {
        return NetUtil.toAddressString(route);
      }
    }
    Local best = null;
    for (Local address : addresses) {
      if (rank(address) > (best == null ? 0 : rank(best))) {
        best = address;
      }
    }
    return best == null ? LOOPBACK : NetUtil.toAddressString(best.address());
  }

  private static int rank(Local local) {
    if (!isDialable(local.address())) {
      return 0;
    }
    boolean ipv4 = local.address() instanceof Inet4Address;
    return 1
        + (isBridge(local.networkInterface()) ? 0 : 4)
        + (ipv4 ? 2 : 0)
        + (isPrivate(local.address()) ? 1 : 0);
  }

  private static boolean isDialable(InetAddress address) {
    return !address.isAnyLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isLinkLocalAddress();
  }

  private static boolean isBridge(String networkInterface) {
    String name = networkInterface.toLowerCase(Locale.ROOT);
    return BRIDGES.stream().anyMatch(name::startsWith);
  }

  /** Returns whether an address is of RFC 1918, RFC 6598 (100.64.0.0/10) or RFC 4193 (fc00::/7). */
  private static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet6Address
        ? (bytes[0] & 0xfe) == 0xfc
        : address.isSiteLocalAddress() || (bytes[0] == 100 && (bytes[1] & 0xc0) == 0x40);
  }

  private static List<Local> addressesOfThisMachine() {
    List<Local> addresses = new ArrayList<>();
    try {
      for (NetworkInterface candidate : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (isUp(candidate)) {
          candidate
              .inetAddresses()
              .forEach(ip -> addresses.add(new Local(ip, candidate.getName())));
        }
      }
    } catch (SocketException e) {
      throw new UncheckedIOException("Cannot list the network interfaces", e);
    }
    return addresses;
  }

  /** Returns the addresses from which the system would send to other networks. */
  private static List<InetAddress> routes() {
    return ELSEWHERE.stream()
        .map(NetUtil::createInetAddressFromIpAddressString)
        .flatMap(to -> Stream.ofNullable(sourceTo(to)))
        .toList();
  }

  /**
   * Returns the source address of the route to another address, or null if there is none. A
   * connected datagram socket knows it, and sends nothing.
   */
  private static @Nullable InetAddress sourceTo(InetAddress elsewhere) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(elsewhere, ANY_PORT));
      return socket.getLocalAddress();
    } catch (SocketException | UncheckedIOException e) {
      return null;
    }
  }

  /** Returns whether an interface is up; one that can't be queried is of no use. */
  private static boolean isUp(NetworkInterface candidate) {
    try {
      return candidate.isUp();
    } catch (SocketException e) {
      return false;
    }
  }
}
