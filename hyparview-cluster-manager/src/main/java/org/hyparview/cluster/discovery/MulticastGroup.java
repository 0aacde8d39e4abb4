package org.hyparview.cluster.discovery;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;

/**
 * The addresses of a multicast group. Its IPv6 address is derived from the IPv4 address, whose bits
 * are the dynamic group identifier (RFC 3307): {@code 239.255.78.0} is {@code ff12::efff:4e00} on
 * the local network.
 */
final class MulticastGroup {

  private static final int IPV6_BYTES = 16;

  /** Transient groups (RFC 4291, 2.7) on the link, and in the site. */
  private static final byte LINK = 0x12;

  private static final byte SITE = 0x15;

  private MulticastGroup() {}

  /**
   * Returns the address of a group by IPv6.
   *
   * @param ipv4 its IPv4 address
   * @param timeToLive how many routers a datagram may pass, plus one: the scope is the local
   *     network for up to 1, and the site for more
   */
  static String ipv6(String ipv4, int timeToLive) {
    byte[] group =
        Objects.requireNonNull(NetUtil.createByteArrayFromIpAddressString(ipv4), "not an address");
    byte[] bytes = new byte[IPV6_BYTES];
    bytes[0] = (byte) 0xff;
    bytes[1] = timeToLive <= 1 ? LINK : SITE;
    System.arraycopy(group, 0, bytes, IPV6_BYTES - group.length, group.length);
    try {
      return NetUtil.toAddressString(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("Not the bytes of an address", e);
    }
  }
}
