package org.hyparview.cluster.discovery;

import java.util.List;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the search for contacts.
 *
 * @param clusterName the cluster to look for
 * @param self this node, which listens already
 * @param contacts those that the user named
 * @param portScan what to look at on this host, or null for nothing
 * @param multicast how to look on the local network, or null for not at all
 * @param dns names to look up
 * @param dnsServer {@code ip:port} of the name server, or null for the system's
 * @param timeoutMillis how long the first look waits for slow answers
 * @param refreshMillis the longest time between two looks
 */
public record DiscoveryConfig(
    String clusterName,
    Peer self,
    List<PeerAddress> contacts,
    @Nullable PortScan portScan,
    @Nullable Multicast multicast,
    List<DnsName> dns,
    @Nullable PeerAddress dnsServer,
    int timeoutMillis,
    int refreshMillis) {

  /** Copies the lists. */
  public DiscoveryConfig {
    contacts = List.copyOf(contacts);
    dns = List.copyOf(dns);
  }

  /**
   * The ports of this host at which other nodes may listen.
   *
   * @param hosts this host, by its addresses
   * @param firstPort the lowest port
   * @param ports how many
   */
  public record PortScan(List<String> hosts, int firstPort, int ports) {

    /** Copies the list. */
    public PortScan {
      hosts = List.copyOf(hosts);
    }
  }

  /**
   * The multicast group at which nodes of a local network meet.
   *
   * @param group an IPv4 multicast address
   * @param port a UDP port
   * @param networkInterface its name, or null for the one with this node's address
   * @param timeToLive how many routers a datagram may pass, plus one
   * @param seal the authentication of datagrams, or null for none
   */
  public record Multicast(
      String group,
      int port,
      @Nullable String networkInterface,
      int timeToLive,
      @Nullable DatagramSeal seal) {}
}
