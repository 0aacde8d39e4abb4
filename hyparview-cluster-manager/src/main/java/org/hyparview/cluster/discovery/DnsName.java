package org.hyparview.cluster.discovery;

import io.netty.util.NetUtil;
import org.hyparview.protocol.peer.PeerAddress;

/**
 * A name to look up.
 *
 * @param name without a port
 * @param port of the nodes at the addresses of the name; unused for a service
 * @param service whether SRV records are looked up, which have ports of their own
 */
public record DnsName(String name, int port, boolean service) {

  /** Checks name and port. */
  public DnsName {
    PeerAddress checked = new PeerAddress(name, port);
    name = checked.host();
  }

  /**
   * Reads {@code name}, {@code name:port} or {@code _service._protocol.name}.
   *
   * @param defaultPort the port if the string has none
   * @throws IllegalArgumentException if the string has another form
   */
  public static DnsName parse(String text, int defaultPort) {
    if (text.startsWith("_")) {
      if (text.indexOf(':') >= 0) {
        throw new IllegalArgumentException(
            "SRV records have ports of their own, so there must be none in \"" + text + "\"");
      }
      return new DnsName(text, defaultPort, true);
    }
    if (text.indexOf(':') < 0) {
      return new DnsName(text, defaultPort, false);
    }
    PeerAddress address = PeerAddress.parse(text);
    return new DnsName(address.host(), address.port(), false);
  }

  /**
   * Reads the address of a name server, {@code ip:port}; IPv4, since Vert.x takes no other.
   *
   * @throws IllegalArgumentException if the host is something else
   */
  public static PeerAddress parseServer(String text) {
    PeerAddress server = PeerAddress.parse(text);
    if (!NetUtil.isValidIpV4Address(server.host())) {
      throw new IllegalArgumentException(
          "A name server must be given by its IPv4 address, but is \"" + text + "\"");
    }
    return server;
  }
}
