package org.hyparview.transport;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * The networks of the nodes that may be dialed, each as an address and the length of its prefix:
 * {@code 10.0.0.0/8}. Without any, all may be. Immutable.
 */
public final class Networks {

  private record Network(InetAddress address, int prefix) {

    boolean contains(InetAddress other) {
      byte[] own = address.getAddress();
      byte[] ip = other.getAddress();
      if (ip.length != own.length) {
        return false;
      }
      int whole = prefix / Byte.SIZE;
      int shift = Byte.SIZE - prefix % Byte.SIZE;
      return Arrays.equals(ip, 0, whole, own, 0, whole)
          && (shift == Byte.SIZE || (ip[whole] & 0xff) >> shift == (own[whole] & 0xff) >> shift);
    }
  }

  private final List<Network> networks;

  /**
   * Reads networks.
   *
   * @throws IllegalArgumentException if one has another form
   */
  public Networks(List<String> networks) {
    this.networks = networks.stream().map(Networks::parse).toList();
  }

  /** Requires the form of a network, in the check of an option. */
  static void check(String network) {
    parse(network);
  }

  private static Network parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address =
        NetUtil.createInetAddressFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw notANetwork(text);
    }
    int bits = address.getAddress().length * Byte.SIZE;
    String prefix = slash < 0 ? Integer.toString(bits) : text.substring(slash + 1);
    if (!prefix.matches("[0-9]{1,3}") || Integer.parseInt(prefix) > bits) {
      throw notANetwork(text);
    }
    return new Network(address, Integer.parseInt(prefix));
  }

  private static IllegalArgumentException notANetwork(String text) {
    return new IllegalArgumentException(
        "A network must have the form 10.0.0.0/8 or fd00::/8, but is \"" + text + "\"");
  }

  /** Returns whether an address may be dialed. */
  public boolean contain(InetAddress ip) {
    return networks.isEmpty() || networks.stream().anyMatch(network -> network.contains(ip));
  }

  /** Returns whether all addresses may be dialed. */
  public boolean areAll() {
    return networks.isEmpty();
  }
}
