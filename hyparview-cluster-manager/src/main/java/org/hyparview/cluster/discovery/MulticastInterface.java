package org.hyparview.cluster.discovery;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/** The choice of the network interface for multicast. */
final class MulticastInterface {

  private MulticastInterface() {}

  /**
   * Returns the name of an interface.
   *
   * @param wanted by the user, or null
   * @param ownHost this node's host as others dial it; its interface is preferred
   * @throws IOException if there is none
   */
  static String choose(@Nullable String wanted, String ownHost) throws IOException {
    if (wanted != null) {
      return name(NetworkInterface.getByName(wanted), "there is no interface " + wanted);
    }
    NetworkInterface own = withAddress(ownHost);
    return own != null ? own.getName() : name(anyOther(), "there is no interface for multicast");
  }

  /** Finds an interface by literals only: looking up a name would block. */
  private static @Nullable NetworkInterface withAddress(String host) throws SocketException {
    InetAddress address = NetUtil.createInetAddressFromIpAddressString(host);
    return address == null ? null : NetworkInterface.getByInetAddress(address);
  }

  private static @Nullable NetworkInterface anyOther() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .filter(MulticastInterface::isUsable)
        .findFirst()
        .orElse(null);
  }

  /** Returns whether the interface is usable; one that can't be queried is not. */
  private static boolean isUsable(NetworkInterface candidate) {
    try {
      return candidate.isUp()
          && !candidate.isLoopback()
          && candidate.supportsMulticast()
          && candidate.inetAddresses().anyMatch(address -> address instanceof Inet4Address);
    } catch (SocketException e) {
      return false;
    }
  }

  private static String name(@Nullable NetworkInterface chosen, String otherwise)
      throws IOException {
    if (chosen == null) {
      throw new IOException(otherwise);
    }
    return chosen.getName();
  }
}
