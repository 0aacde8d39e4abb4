package org.hyparview.cluster.internal;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hyparview.Profile;
import org.hyparview.cluster.DiscoveryOptions;
import org.hyparview.cluster.FailureDetectionOptions;
import org.hyparview.cluster.HyParViewClusterOptions;
import org.hyparview.cluster.MulticastOptions;
import org.hyparview.cluster.SharedDataOptions;
import org.hyparview.cluster.discovery.DatagramSeal;
import org.hyparview.cluster.discovery.DiscoveryConfig;
import org.hyparview.cluster.discovery.DnsName;
import org.hyparview.cluster.group.GroupConfig;
import org.hyparview.cluster.protocol.failure.FailureConfig;
import org.hyparview.cluster.protocol.plane.PlaneConfig;
import org.hyparview.cluster.protocol.registry.RegistryConfig;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.plumtree.PlumtreeConfig;
import org.hyparview.transport.LinkOptions;
import org.hyparview.transport.identity.NodeName;
import org.jspecify.annotations.Nullable;

/** The settings of the parts of a node, derived from the options of the cluster manager. */
public final class ClusterSettings {

  /** More than a frame has besides the payload of a broadcast. */
  private static final int FRAME_OVERHEAD = 1_024;

  private static final String LOOPBACK = "127.0.0.1";

  private final HyParViewClusterOptions options;
  private final LinkOptions links;
  private final int ports;
  private final PlaneConfig plane;
  private final GroupConfig group;
  private final @Nullable DatagramSeal seal;

  /**
   * Derives the settings, and so checks what concerns several options. Takes some milliseconds if
   * there are secrets.
   *
   * @throws IllegalArgumentException if options contradict each other, naming them
   */
  public ClusterSettings(HyParViewClusterOptions options) {
    this.options = options;
    links = options.getLinks();
    ports = links.portsToTry();
    PlaneConfig base = options.getProfile() == Profile.WAN ? PlaneConfig.WAN : PlaneConfig.DEFAULT;
    plane = new PlaneConfig(
        options.getMembership().toConfig(),
        broadcast(options, base.broadcast()),
        registry(options, base.registry()),
        failure(options.getFailureDetection(), base.failure()));
    group = group(options.getSharedData(), links.get(LinkOptions.MAX_FRAME_SIZE));
    if (links.get(LinkOptions.VERIFY_NODE_ID)
        && options.getOrNull(HyParViewClusterOptions.NODE_NAME) == null) {
      throw new IllegalArgumentException("verifyNodeId needs nodeName: without one the id of this"
          + " node is random, and no certificate names it");
    }
    boolean multicast = options.getMulticast().get(MulticastOptions.ENABLED);
    seal =
        multicast && links.hasSecrets() ? new DatagramSeal(links.get(LinkOptions.SECRETS)) : null;
  }

  /** Returns a new id for this node. */
  String newNodeId() {
    String name = options.getOrNull(HyParViewClusterOptions.NODE_NAME);
    return name == null ? UUID.randomUUID().toString() : NodeName.newId(name);
  }

  /** The authentication of datagrams, or null without multicast or secrets. */
  @Nullable
  DatagramSeal seal() {
    return seal;
  }

  private static PlumtreeConfig broadcast(HyParViewClusterOptions options, PlumtreeConfig base) {
    int maxFrameSize = options.getLinks().get(LinkOptions.MAX_FRAME_SIZE);
    return base.toBuilder()
        .questions(options.getQuestions().toConfig(maxFrameSize))
        .build();
  }

  private static RegistryConfig registry(HyParViewClusterOptions options, RegistryConfig base) {
    return base.toBuilder()
        .digestInterval(options.get(HyParViewClusterOptions.DIGEST_INTERVAL))
        .completionTimeout(options.get(HyParViewClusterOptions.REGISTRATION_TIMEOUT))
        .leaveTimeout(options.get(HyParViewClusterOptions.LEAVE_TIMEOUT))
        .tombstoneRetention(options.get(HyParViewClusterOptions.TOMBSTONE_RETENTION))
        .build();
  }

  private static FailureConfig failure(FailureDetectionOptions options, FailureConfig base) {
    int strong = options.get(FailureDetectionOptions.STRONG_SUSPICION_TIMEOUT);
    int weak = options.get(FailureDetectionOptions.WEAK_SUSPICION_TIMEOUT);
    if (weak < strong) {
      throw new IllegalArgumentException("weakSuspicionTimeout must be at least"
          + " strongSuspicionTimeout, which is " + strong + ", but is " + weak);
    }
    return base.toBuilder()
        .strongTimeout(strong)
        .weakTimeout(weak)
        .probeInterval(options.get(FailureDetectionOptions.PROBE_INTERVAL))
        .build();
  }

  private static GroupConfig group(SharedDataOptions options, int maxFrameSize) {
    return GroupConfig.builder()
        .maxVoters(options.get(SharedDataOptions.MAX_VOTERS))
        .snapshotInterval(options.get(SharedDataOptions.SNAPSHOT_INTERVAL))
        .maxRequests(options.get(SharedDataOptions.MAX_REQUESTS))
        .maxWaitingBytes(options.get(SharedDataOptions.MAX_PENDING_BYTES))
        .maxFrameBytes(maxFrameSize)
        .onQuorumLoss(options.get(SharedDataOptions.ON_QUORUM_LOSS))
        .dataMember(options.get(SharedDataOptions.DATA_MEMBER))
        .spreadVotersBy(options.getOrNull(SharedDataOptions.SPREAD_VOTERS_BY))
        .build();
  }

  /** The settings of the AP plane. */
  PlaneConfig plane() {
    return plane;
  }

  /** The most bytes of a user's broadcast with its topic and headers. */
  int maxBroadcastSize() {
    int frame = links.get(LinkOptions.MAX_FRAME_SIZE) - FRAME_OVERHEAD;
    return Math.min(plane.broadcast().maxPayload(), frame) - 1;
  }

  /** The settings of shared data. */
  GroupConfig group() {
    return group;
  }

  /**
   * The settings of the search for contacts.
   *
   * @param self this node, which listens already
   */
  DiscoveryConfig discovery(Peer self) {
    DiscoveryOptions discovery = options.getDiscovery();
    String server = discovery.getOrNull(DiscoveryOptions.DNS_SERVER);
    boolean scans = discovery.get(DiscoveryOptions.LOOPBACK_SCAN) && options.getPort() != 0;
    return new DiscoveryConfig(
        options.getClusterName(),
        self,
        options.getContacts().stream().map(PeerAddress::parse).toList(),
        scans ? portScan(self) : null,
        multicast(discovery.getMulticast()),
        discovery.get(DiscoveryOptions.DNS).stream()
            .map(name -> DnsName.parse(name, portOfOthers()))
            .toList(),
        server == null ? null : DnsName.parseServer(server),
        discovery.get(DiscoveryOptions.DISCOVERY_TIMEOUT),
        discovery.get(DiscoveryOptions.DNS_REFRESH));
  }

  private DiscoveryConfig.PortScan portScan(Peer self) {
    List<String> hosts = new ArrayList<>(List.of(LOOPBACK));
    if (!isWildcard(options.getHost())) {
      hosts.add(options.getHost());
    } else if (advertisedHost() == null) {
      hosts.add(self.host());
    }
    return new DiscoveryConfig.PortScan(
        hosts.stream().distinct().toList(), options.getPort(), ports);
  }

  private DiscoveryConfig.@Nullable Multicast multicast(MulticastOptions options) {
    return options.get(MulticastOptions.ENABLED)
        ? new DiscoveryConfig.Multicast(
            options.get(MulticastOptions.GROUP),
            options.get(MulticastOptions.PORT),
            options.getOrNull(MulticastOptions.NETWORK_INTERFACE),
            options.get(MulticastOptions.TIME_TO_LIVE),
            seal)
        : null;
  }

  /** Nodes that share a DNS name mostly share a configuration. */
  private int portOfOthers() {
    int advertised = links.get(LinkOptions.ADVERTISED_PORT);
    int port = advertised != 0 ? advertised : options.getPort();
    return port != 0 ? port : HyParViewClusterOptions.DEFAULT_PORT;
  }

  /**
   * Where Vert.x's event bus listens; see {@link HyParViewClusterOptions#setClusterHost}.
   *
   * @param self this node, which listens already
   */
  public String eventBusHost(Peer self) {
    String named = options.getOrNull(HyParViewClusterOptions.CLUSTER_HOST);
    if (named != null) {
      return named;
    }
    return isWildcard(options.getHost()) && advertisedHost() == null
        ? self.host()
        : options.getHost();
  }

  /** Where others dial Vert.x's event bus, or null for where it listens. */
  @Nullable
  public String eventBusPublicHost() {
    String named = options.getOrNull(HyParViewClusterOptions.CLUSTER_PUBLIC_HOST);
    if (named != null) {
      return named;
    }
    return options.getOrNull(HyParViewClusterOptions.CLUSTER_HOST) != null
        ? null
        : advertisedHost();
  }

  private @Nullable String advertisedHost() {
    return links.getOrNull(LinkOptions.ADVERTISED_HOST);
  }

  private static boolean isWildcard(String host) {
    InetAddress address = NetUtil.createInetAddressFromIpAddressString(host);
    return address != null && address.isAnyLocalAddress();
  }
}
