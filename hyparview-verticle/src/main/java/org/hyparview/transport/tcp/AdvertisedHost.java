package org.hyparview.transport.tcp;

import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the host at which others can dial a node that listens at a given one. */
final class AdvertisedHost {

  private static final String LOOPBACK = "127.0.0.1";

  /** An address for documentation (RFC 5737): on no machine's own network. */
  private static final byte[] ELSEWHERE = {(byte) 203, 0, 113, 1};

  private static final int ANY_PORT = 9;

  private AdvertisedHost() {}

  /**
   * The host to advertise when none was set.
   *
   * @param bindHost what the user said
   * @param bound what it stands for
   */
  static String of(String bindHost, InetAddress bound) {
    return bound.isAnyLocalAddress() ? choose(addressesOfThisMachine(), outward()) : bindHost;
  }

  /**
   * An IPv4 address: site-local before other, and loopback only if there is nothing else.
   *
   * @param outward preferred among equals, so that a bridge for containers, which other hosts can't
   *     reach, does not win over the network
   */
  static String choose(List<InetAddress> addresses, @Nullable InetAddress outward) {
    InetAddress best = null;
    for (InetAddress address : addresses) {
      if (rank(address, outward) > (best == null ? 0 : rank(best, outward))) {
        best = address;
      }
    }
    return best == null ? LOOPBACK : best.getHostAddress();
  }

  private static int rank(InetAddress address, @Nullable InetAddress outward) {
    if (!(address instanceof Inet4Address)
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()) {
      return 0;
    }
    return 1 + (address.isSiteLocalAddress() ? 2 : 0) + (address.equals(outward) ? 1 : 0);
  }

  private static List<InetAddress> addressesOfThisMachine() {
    List<InetAddress> addresses = new ArrayList<>();
    try {
      for (NetworkInterface candidate : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (isUp(candidate)) {
          addresses.addAll(Collections.list(candidate.getInetAddresses()));
        }
      }
    } catch (SocketException e) {
      throw new UncheckedIOException("Cannot list the network interfaces", e);
    }
    return addresses;
  }

  /**
   * The address from which the system would send to other networks, or null if it has no such
   * route. A connected datagram socket tells, and sends nothing.
   */
  private static @Nullable InetAddress outward() {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByAddress(ELSEWHERE), ANY_PORT));
      return socket.getLocalAddress();
    } catch (SocketException | UncheckedIOException e) {
      return null;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("Not the bytes of an address", e);
    }
  }

  /** An interface that can't be asked is of no use. */
  private static boolean isUp(NetworkInterface candidate) {
    try {
      return candidate.isUp();
    } catch (SocketException e) {
      return false;
    }
  }
}
