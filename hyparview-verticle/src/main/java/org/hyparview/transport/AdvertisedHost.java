package org.hyparview.transport;

import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.List;

/** Finds the host at which others can dial a node that listens at a given one. */
final class AdvertisedHost {

  private static final String LOOPBACK = "127.0.0.1";

  private AdvertisedHost() {}

  /**
   * The host to advertise when none was set.
   *
   * @param bindHost what the user said
   * @param bound what it stands for
   */
  static String of(String bindHost, InetAddress bound) {
    return bound.isAnyLocalAddress() ? choose(addressesOfThisMachine()) : bindHost;
  }

  /** An IPv4 address: site-local before other, and loopback only if there is nothing else. */
  static String choose(List<InetAddress> addresses) {
    return addresses.stream()
        .filter(address -> address instanceof Inet4Address)
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .min(Comparator.comparing(address -> !address.isSiteLocalAddress()))
        .map(InetAddress::getHostAddress)
        .orElse(LOOPBACK);
  }

  private static List<InetAddress> addressesOfThisMachine() {
    try {
      return NetworkInterface.networkInterfaces()
          .filter(AdvertisedHost::isUp)
          .flatMap(NetworkInterface::inetAddresses)
          .toList();
    } catch (SocketException e) {
      throw new UncheckedIOException("Cannot list the network interfaces", e);
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
