package org.hyparview.cluster;

import io.netty.util.NetUtil;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hyparview.HyParViewOptions;
import org.hyparview.cluster.discovery.DiscoveryConfig;
import org.hyparview.cluster.discovery.DnsName;
import org.hyparview.cluster.group.GroupConfig;
import org.hyparview.cluster.protocol.failure.FailureConfig;
import org.hyparview.cluster.protocol.plane.PlaneConfig;
import org.hyparview.cluster.protocol.registry.RegistryConfig;
import org.hyparview.options.Checks;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.stream.TcpTransportOptions;
import org.jspecify.annotations.Nullable;

/**
 * The options of the cluster manager.
 *
 * <p>Each setter checks its argument at once and throws an {@link IllegalArgumentException} that
 * names the option, the allowed range and the value. What concerns several options is checked when
 * the node joins. The names in JSON are those of the properties; an unknown name is an error. Not
 * safe for concurrent use.
 *
 * <p>The options of the overlay and its links are those of {@link HyParViewOptions}, with its
 * ranges; there is no {@code nodeId}, since Vert.x wants a new one at each start.
 */
public class HyParViewClusterOptions {

  /** The default of {@link #getPort()}. */
  public static final int DEFAULT_PORT = 7800;

  /** The default of {@link #getPortRange()}. */
  public static final int DEFAULT_PORT_RANGE = 64;

  /** The default of {@link #getShuffleInterval()}: a cluster's nodes are close to each other. */
  public static final int DEFAULT_SHUFFLE_INTERVAL = 5_000;

  /** The default of {@link #getHealInterval()}: parts of a partition join within seconds. */
  public static final int DEFAULT_HEAL_INTERVAL = 3_000;

  /**
   * The default of {@link #getIdleTimeout()}: every few seconds some message goes to a node that is
   * no neighbor, and its link need not stay.
   */
  public static final int DEFAULT_IDLE_TIMEOUT = 2_000;

  /** The default of {@link #getMembershipScope()}. */
  public static final MembershipScope DEFAULT_MEMBERSHIP_SCOPE = MembershipScope.CLUSTER;

  /** The default of {@link #isLoopbackScan()}. */
  public static final boolean DEFAULT_LOOPBACK_SCAN = true;

  /** The default of {@link #getDiscoveryTimeout()}. */
  public static final int DEFAULT_DISCOVERY_TIMEOUT = 300;

  /** The default of {@link #getDnsRefresh()}. */
  public static final int DEFAULT_DNS_REFRESH = 30_000;

  /** The default of {@link #getStrongSuspicionTimeout()}. */
  public static final int DEFAULT_STRONG_SUSPICION_TIMEOUT = 100;

  /** The default of {@link #getWeakSuspicionTimeout()}. */
  public static final int DEFAULT_WEAK_SUSPICION_TIMEOUT = 1_000;

  /** The default of {@link #getProbeInterval()}. */
  public static final int DEFAULT_PROBE_INTERVAL = 5_000;

  /** The default of {@link #getRegistrationTimeout()}. */
  public static final int DEFAULT_REGISTRATION_TIMEOUT = 5_000;

  /** The default of {@link #getLeaveTimeout()}. */
  public static final int DEFAULT_LEAVE_TIMEOUT = 1_000;

  /** The default of {@link #getHandOverTimeout()}. */
  public static final int DEFAULT_HAND_OVER_TIMEOUT = 25_000;

  /** The default of {@link #getDigestInterval()}. */
  public static final int DEFAULT_DIGEST_INTERVAL = 5_000;

  /** The default of {@link #getTombstoneRetention()}. */
  public static final long DEFAULT_TOMBSTONE_RETENTION = 86_400_000L;

  /** The default of {@link #isViewEvents()}. */
  public static final boolean DEFAULT_VIEW_EVENTS = false;

  /** The default of {@link #getOnQuorumLoss()}. */
  public static final QuorumLossPolicy DEFAULT_ON_QUORUM_LOSS = QuorumLossPolicy.RECOVER_IF_PROVEN;

  /** The default of {@link #getMaxVoters()}. */
  public static final int DEFAULT_MAX_VOTERS = 5;

  /** The default of {@link #getOperationTimeout()}. */
  public static final int DEFAULT_OPERATION_TIMEOUT = 10_000;

  /** The default of {@link #getMaxRequests()}. */
  public static final int DEFAULT_MAX_REQUESTS = 1_024;

  /** The default of {@link #getMaxPendingBytes()}. */
  public static final int DEFAULT_MAX_PENDING_BYTES = 16 << 20;

  /** The default of {@link #getSnapshotInterval()}. */
  public static final int DEFAULT_SNAPSHOT_INTERVAL = 200;

  /** The default of {@link #isSharedDataThread()}. */
  public static final boolean DEFAULT_SHARED_DATA_THREAD = false;

  /** Shorter than the worst delay of news, what was removed could come back. */
  private static final long MIN_RETENTION = 60_000;

  private static final String LOOPBACK = "127.0.0.1";

  final HyParViewOptions overlay = new HyParViewOptions()
      .setPort(DEFAULT_PORT)
      .setPortRange(DEFAULT_PORT_RANGE)
      .setShuffleInterval(DEFAULT_SHUFFLE_INTERVAL)
      .setHealInterval(DEFAULT_HEAL_INTERVAL)
      .setIdleTimeout(DEFAULT_IDLE_TIMEOUT);

  private boolean loopbackScan = DEFAULT_LOOPBACK_SCAN;
  private int discoveryTimeout = DEFAULT_DISCOVERY_TIMEOUT;
  private int dnsRefresh = DEFAULT_DNS_REFRESH;
  private int strongSuspicionTimeout = DEFAULT_STRONG_SUSPICION_TIMEOUT;
  private int weakSuspicionTimeout = DEFAULT_WEAK_SUSPICION_TIMEOUT;
  private int probeInterval = DEFAULT_PROBE_INTERVAL;
  private int registrationTimeout = DEFAULT_REGISTRATION_TIMEOUT;
  private int leaveTimeout = DEFAULT_LEAVE_TIMEOUT;
  private int handOverTimeout = DEFAULT_HAND_OVER_TIMEOUT;
  private int digestInterval = DEFAULT_DIGEST_INTERVAL;
  private long tombstoneRetention = DEFAULT_TOMBSTONE_RETENTION;
  private QuorumLossPolicy onQuorumLoss = DEFAULT_ON_QUORUM_LOSS;
  private int maxVoters = DEFAULT_MAX_VOTERS;
  private int operationTimeout = DEFAULT_OPERATION_TIMEOUT;
  private int maxRequests = DEFAULT_MAX_REQUESTS;
  private int maxPendingBytes = DEFAULT_MAX_PENDING_BYTES;
  private int snapshotInterval = DEFAULT_SNAPSHOT_INTERVAL;
  private boolean sharedDataThread = DEFAULT_SHARED_DATA_THREAD;
  private boolean viewEvents = DEFAULT_VIEW_EVENTS;
  private @Nullable String dnsServer;
  private @Nullable String clusterHost;
  private @Nullable String clusterPublicHost;
  private MulticastOptions multicast = new MulticastOptions();
  private List<String> dns = new ArrayList<>();
  private MembershipScope membershipScope = DEFAULT_MEMBERSHIP_SCOPE;

  /** The defaults. */
  public HyParViewClusterOptions() {}

  /** A copy. */
  public HyParViewClusterOptions(HyParViewClusterOptions other) {
    ClusterOptionsJson.TABLE.copy(other, this);
    overlay.setNetServerOptions(other.getNetServerOptions());
    overlay.setNetClientOptions(other.getNetClientOptions());
  }

  /**
   * The options that {@link #toJson} gives; what is missing has its default.
   *
   * <p>The key {@code expectedClusterSize} does what {@link #setExpectedClusterSize} does, before
   * all others.
   *
   * @throws IllegalArgumentException naming the option that is unknown, of a wrong type or out of
   *     range
   */
  public HyParViewClusterOptions(JsonObject json) {
    ClusterOptionsJson.TABLE.read(json, this);
  }

  /** These options as JSON, those that have no value left out. */
  public JsonObject toJson() {
    return ClusterOptionsJson.TABLE.write(this);
  }

  /**
   * The cluster that this node belongs to; nodes of other clusters are turned away. Two clusters on
   * one host or network need different names. 1 to 255 bytes in UTF-8. Default
   * {@value HyParViewOptions#DEFAULT_CLUSTER_NAME}.
   */
  public String getClusterName() {
    return overlay.getClusterName();
  }

  /** Sets {@link #getClusterName()}. */
  public HyParViewClusterOptions setClusterName(String value) {
    overlay.setClusterName(value);
    return this;
  }

  /**
   * The host name or address to listen at. Default {@value HyParViewOptions#DEFAULT_HOST}, all
   * addresses of the machine: nodes on this host and on others reach it.
   */
  public String getHost() {
    return overlay.getHost();
  }

  /** Sets {@link #getHost()}. */
  public HyParViewClusterOptions setHost(String value) {
    overlay.setHost(value);
    return this;
  }

  /**
   * The first TCP port that is tried, 0 to 65535; 0 takes any free one, which a port scan does not
   * find. Default 7800 (our choice).
   */
  public int getPort() {
    return overlay.getPort();
  }

  /** Sets {@link #getPort()}. */
  public HyParViewClusterOptions setPort(int value) {
    overlay.setPort(value);
    return this;
  }

  /**
   * How many ports are tried, from {@link #getPort()} upwards, until one is free, and in how many
   * other nodes are looked for on this host. 1 to 1,024, default 64 (our choice). Of no effect with
   * port 0, nor with an advertised port, since that names one.
   */
  public int getPortRange() {
    return overlay.getPortRange();
  }

  /** Sets {@link #getPortRange()}. */
  public HyParViewClusterOptions setPortRange(int value) {
    overlay.setPortRange(value);
    return this;
  }

  /** See {@link HyParViewOptions#getAdvertisedHost()}. */
  public @Nullable String getAdvertisedHost() {
    return overlay.getAdvertisedHost();
  }

  /** Sets {@link #getAdvertisedHost()}. */
  public HyParViewClusterOptions setAdvertisedHost(@Nullable String value) {
    overlay.setAdvertisedHost(value);
    return this;
  }

  /** See {@link HyParViewOptions#getAdvertisedPort()}. */
  public int getAdvertisedPort() {
    return overlay.getAdvertisedPort();
  }

  /** Sets {@link #getAdvertisedPort()}. */
  public HyParViewClusterOptions setAdvertisedPort(int value) {
    overlay.setAdvertisedPort(value);
    return this;
  }

  /**
   * Nodes that are asked to let this one in, each as {@code host:port} or {@code [ipv6]:port}; a
   * copy. They are asked in this order at first; with the same list on all nodes those that start
   * together ask the same one. One that answers is enough, and this node itself may be among them.
   * Empty by default: nodes on one host or one local network find each other without.
   */
  public List<String> getContacts() {
    return overlay.getContacts();
  }

  /** Sets {@link #getContacts()}. */
  public HyParViewClusterOptions setContacts(List<String> addresses) {
    overlay.setContacts(addresses);
    return this;
  }

  /** Adds one of {@link #getContacts()}. */
  public HyParViewClusterOptions addContact(String address) {
    overlay.addContact(address);
    return this;
  }

  /** See {@link HyParViewOptions#setExpectedClusterSize(int)}. */
  public HyParViewClusterOptions setExpectedClusterSize(int nodes) {
    overlay.setExpectedClusterSize(nodes);
    return this;
  }

  /** See {@link HyParViewOptions#getActiveViewSize()}. */
  public int getActiveViewSize() {
    return overlay.getActiveViewSize();
  }

  /** Sets {@link #getActiveViewSize()}. */
  public HyParViewClusterOptions setActiveViewSize(int value) {
    overlay.setActiveViewSize(value);
    return this;
  }

  /** See {@link HyParViewOptions#getPassiveViewSize()}. */
  public int getPassiveViewSize() {
    return overlay.getPassiveViewSize();
  }

  /** Sets {@link #getPassiveViewSize()}. */
  public HyParViewClusterOptions setPassiveViewSize(int value) {
    overlay.setPassiveViewSize(value);
    return this;
  }

  /** See {@link HyParViewOptions#getActiveRandomWalkLength()}. */
  public int getActiveRandomWalkLength() {
    return overlay.getActiveRandomWalkLength();
  }

  /** Sets {@link #getActiveRandomWalkLength()}. */
  public HyParViewClusterOptions setActiveRandomWalkLength(int value) {
    overlay.setActiveRandomWalkLength(value);
    return this;
  }

  /** See {@link HyParViewOptions#getPassiveRandomWalkLength()}. */
  public int getPassiveRandomWalkLength() {
    return overlay.getPassiveRandomWalkLength();
  }

  /** Sets {@link #getPassiveRandomWalkLength()}. */
  public HyParViewClusterOptions setPassiveRandomWalkLength(int value) {
    overlay.setPassiveRandomWalkLength(value);
    return this;
  }

  /** See {@link HyParViewOptions#getShuffleActive()}. */
  public int getShuffleActive() {
    return overlay.getShuffleActive();
  }

  /** Sets {@link #getShuffleActive()}. */
  public HyParViewClusterOptions setShuffleActive(int value) {
    overlay.setShuffleActive(value);
    return this;
  }

  /** See {@link HyParViewOptions#getShufflePassive()}. */
  public int getShufflePassive() {
    return overlay.getShufflePassive();
  }

  /** Sets {@link #getShufflePassive()}. */
  public HyParViewClusterOptions setShufflePassive(int value) {
    overlay.setShufflePassive(value);
    return this;
  }

  /** See {@link HyParViewOptions#getShuffleTimeToLive()}. */
  public int getShuffleTimeToLive() {
    return overlay.getShuffleTimeToLive();
  }

  /** Sets {@link #getShuffleTimeToLive()}. */
  public HyParViewClusterOptions setShuffleTimeToLive(int value) {
    overlay.setShuffleTimeToLive(value);
    return this;
  }

  /** See {@link HyParViewOptions#getShuffleInterval()}. */
  public int getShuffleInterval() {
    return overlay.getShuffleInterval();
  }

  /** Sets {@link #getShuffleInterval()}. */
  public HyParViewClusterOptions setShuffleInterval(int value) {
    overlay.setShuffleInterval(value);
    return this;
  }

  /** See {@link HyParViewOptions#getRequestTimeout()}. */
  public int getRequestTimeout() {
    return overlay.getRequestTimeout();
  }

  /** Sets {@link #getRequestTimeout()}. */
  public HyParViewClusterOptions setRequestTimeout(int value) {
    overlay.setRequestTimeout(value);
    return this;
  }

  /** See {@link HyParViewOptions#getRejoinMinDelay()}. */
  public int getRejoinMinDelay() {
    return overlay.getRejoinMinDelay();
  }

  /** Sets {@link #getRejoinMinDelay()}. */
  public HyParViewClusterOptions setRejoinMinDelay(int value) {
    overlay.setRejoinMinDelay(value);
    return this;
  }

  /** See {@link HyParViewOptions#getRejoinMaxDelay()}. */
  public int getRejoinMaxDelay() {
    return overlay.getRejoinMaxDelay();
  }

  /** Sets {@link #getRejoinMaxDelay()}. */
  public HyParViewClusterOptions setRejoinMaxDelay(int value) {
    overlay.setRejoinMaxDelay(value);
    return this;
  }

  /** See {@link HyParViewOptions#getHealInterval()}. */
  public int getHealInterval() {
    return overlay.getHealInterval();
  }

  /** Sets {@link #getHealInterval()}. */
  public HyParViewClusterOptions setHealInterval(int value) {
    overlay.setHealInterval(value);
    return this;
  }

  /** See {@link HyParViewOptions#getFailedPeerRetention()}. */
  public long getFailedPeerRetention() {
    return overlay.getFailedPeerRetention();
  }

  /** Sets {@link #getFailedPeerRetention()}. */
  public HyParViewClusterOptions setFailedPeerRetention(long value) {
    overlay.setFailedPeerRetention(value);
    return this;
  }

  /** See {@link HyParViewOptions#getConnectTimeout()}. */
  public int getConnectTimeout() {
    return overlay.getConnectTimeout();
  }

  /** Sets {@link #getConnectTimeout()}. */
  public HyParViewClusterOptions setConnectTimeout(int value) {
    overlay.setConnectTimeout(value);
    return this;
  }

  /** See {@link HyParViewOptions#getHelloTimeout()}. */
  public int getHelloTimeout() {
    return overlay.getHelloTimeout();
  }

  /** Sets {@link #getHelloTimeout()}. */
  public HyParViewClusterOptions setHelloTimeout(int value) {
    overlay.setHelloTimeout(value);
    return this;
  }

  /** See {@link HyParViewOptions#getHeartbeatInterval()}. */
  public int getHeartbeatInterval() {
    return overlay.getHeartbeatInterval();
  }

  /** Sets {@link #getHeartbeatInterval()}. */
  public HyParViewClusterOptions setHeartbeatInterval(int value) {
    overlay.setHeartbeatInterval(value);
    return this;
  }

  /** See {@link HyParViewOptions#getHeartbeatMisses()}. */
  public int getHeartbeatMisses() {
    return overlay.getHeartbeatMisses();
  }

  /** Sets {@link #getHeartbeatMisses()}. */
  public HyParViewClusterOptions setHeartbeatMisses(int value) {
    overlay.setHeartbeatMisses(value);
    return this;
  }

  /** See {@link HyParViewOptions#getIdleTimeout()}. */
  public int getIdleTimeout() {
    return overlay.getIdleTimeout();
  }

  /** Sets {@link #getIdleTimeout()}. */
  public HyParViewClusterOptions setIdleTimeout(int value) {
    overlay.setIdleTimeout(value);
    return this;
  }

  /** See {@link HyParViewOptions#getMaxFrameSize()}. */
  public int getMaxFrameSize() {
    return overlay.getMaxFrameSize();
  }

  /** Sets {@link #getMaxFrameSize()}. */
  public HyParViewClusterOptions setMaxFrameSize(int value) {
    overlay.setMaxFrameSize(value);
    return this;
  }

  /** See {@link HyParViewOptions#getMaxPendingHellos()}. */
  public int getMaxPendingHellos() {
    return overlay.getMaxPendingHellos();
  }

  /** Sets {@link #getMaxPendingHellos()}. */
  public HyParViewClusterOptions setMaxPendingHellos(int value) {
    overlay.setMaxPendingHellos(value);
    return this;
  }

  /** See {@link HyParViewOptions#getMaxTemporaryLinks()}. */
  public int getMaxTemporaryLinks() {
    return overlay.getMaxTemporaryLinks();
  }

  /** Sets {@link #getMaxTemporaryLinks()}. */
  public HyParViewClusterOptions setMaxTemporaryLinks(int value) {
    overlay.setMaxTemporaryLinks(value);
    return this;
  }

  /** See {@link HyParViewOptions#getControlQueueBytes()}. */
  public int getControlQueueBytes() {
    return overlay.getControlQueueBytes();
  }

  /** Sets {@link #getControlQueueBytes()}. */
  public HyParViewClusterOptions setControlQueueBytes(int value) {
    overlay.setControlQueueBytes(value);
    return this;
  }

  /** See {@link HyParViewOptions#getDataQueueBytes()}. */
  public int getDataQueueBytes() {
    return overlay.getDataQueueBytes();
  }

  /** Sets {@link #getDataQueueBytes()}. */
  public HyParViewClusterOptions setDataQueueBytes(int value) {
    overlay.setDataQueueBytes(value);
    return this;
  }

  /** See {@link HyParViewOptions#getNetServerOptions()}. */
  public NetServerOptions getNetServerOptions() {
    return overlay.getNetServerOptions();
  }

  /** Sets {@link #getNetServerOptions()}. */
  public HyParViewClusterOptions setNetServerOptions(NetServerOptions options) {
    overlay.setNetServerOptions(options);
    return this;
  }

  /** See {@link HyParViewOptions#getNetClientOptions()}. */
  public NetClientOptions getNetClientOptions() {
    return overlay.getNetClientOptions();
  }

  /** Sets {@link #getNetClientOptions()}. */
  public HyParViewClusterOptions setNetClientOptions(NetClientOptions options) {
    overlay.setNetClientOptions(options);
    return this;
  }

  /**
   * Whether other nodes of the cluster are looked for at the ports of this host, {@link #getPort()}
   * and up. Default true; it takes some milliseconds.
   */
  public boolean isLoopbackScan() {
    return loopbackScan;
  }

  /** Sets {@link #isLoopbackScan()}. */
  public HyParViewClusterOptions setLoopbackScan(boolean value) {
    loopbackScan = value;
    return this;
  }

  /** Multicast on the local network; a copy. */
  public MulticastOptions getMulticast() {
    return new MulticastOptions(multicast);
  }

  /** Sets {@link #getMulticast()}. */
  public HyParViewClusterOptions setMulticast(MulticastOptions options) {
    multicast = new MulticastOptions(options);
    return this;
  }

  /**
   * Names to look up for contacts; a copy. Each is {@code name}, whose addresses are dialed at
   * {@link #getPort()}; {@code name:port}; or {@code _service._tcp.name}, whose SRV records give
   * hosts and ports. In Kubernetes the name of a headless service. Empty by default.
   */
  public List<String> getDns() {
    return new ArrayList<>(dns);
  }

  /** Sets {@link #getDns()}. */
  public HyParViewClusterOptions setDns(List<String> names) {
    names.forEach(name -> Checks.named("dns", () -> DnsName.parse(name, DEFAULT_PORT)));
    dns = new ArrayList<>(names);
    return this;
  }

  /**
   * Milliseconds that a starting node waits for an answer by multicast or DNS before it believes
   * that it is the first. Not waited once others are known. Default 300 (our choice). Higher makes
   * nodes that start at the same moment on a slow network less likely to begin apart; they find
   * together in any case.
   */
  public int getDiscoveryTimeout() {
    return discoveryTimeout;
  }

  /** Sets {@link #getDiscoveryTimeout()}. */
  public HyParViewClusterOptions setDiscoveryTimeout(int value) {
    discoveryTimeout = Checks.range("discoveryTimeout", value, 0, 60_000);
    return this;
  }

  /**
   * The longest time in milliseconds between two looks for contacts, by DNS and otherwise. The
   * first looks are a second apart, then more and more seldom. Default 30,000 (our choice).
   */
  public int getDnsRefresh() {
    return dnsRefresh;
  }

  /** Sets {@link #getDnsRefresh()}. */
  public HyParViewClusterOptions setDnsRefresh(int value) {
    dnsRefresh = Checks.millis("dnsRefresh", value, 100);
    return this;
  }

  /**
   * Milliseconds from the suspicion of a node whose process is proven gone, by a refused
   * connection, to its declaration as dead. Default 100 (our choice). Lower removes killed nodes
   * sooner.
   */
  public int getStrongSuspicionTimeout() {
    return strongSuspicionTimeout;
  }

  /** Sets {@link #getStrongSuspicionTimeout()}. */
  public HyParViewClusterOptions setStrongSuspicionTimeout(int value) {
    strongSuspicionTimeout = Checks.millis("strongSuspicionTimeout", value, 0);
    return this;
  }

  /**
   * Milliseconds, in a small cluster, from the suspicion of a node that is merely silent to its
   * declaration as dead; longer in large ones, shorter the more nodes agree. At least the strong
   * one. Default 1,000 (our choice). Higher accuses nodes that pause more seldom.
   */
  public int getWeakSuspicionTimeout() {
    return weakSuspicionTimeout;
  }

  /** Sets {@link #getWeakSuspicionTimeout()}. */
  public HyParViewClusterOptions setWeakSuspicionTimeout(int value) {
    weakSuspicionTimeout = Checks.millis("weakSuspicionTimeout", value, 10);
    return this;
  }

  /**
   * Milliseconds between two probes of a random node, which find nodes that died together with all
   * their neighbors. Default 5,000 (our choice).
   */
  public int getProbeInterval() {
    return probeInterval;
  }

  /** Sets {@link #getProbeInterval()}. */
  public HyParViewClusterOptions setProbeInterval(int value) {
    probeInterval = Checks.millis("probeInterval", value, 10);
    return this;
  }

  /**
   * The longest time in milliseconds for which the registration of a handler waits until all nodes
   * know of it. Default 5,000 (our choice).
   */
  public int getRegistrationTimeout() {
    return registrationTimeout;
  }

  /** Sets {@link #getRegistrationTimeout()}. */
  public HyParViewClusterOptions setRegistrationTimeout(int value) {
    registrationTimeout = Checks.millis("registrationTimeout", value, 10);
    return this;
  }

  /**
   * The longest time in milliseconds for which a leaving node waits until all others know of it,
   * after it has handed over its shared data; see {@link #getHandOverTimeout()}. Default 1,000 (our
   * choice).
   */
  public int getLeaveTimeout() {
    return leaveTimeout;
  }

  /** Sets {@link #getLeaveTimeout()}. */
  public HyParViewClusterOptions setLeaveTimeout(int value) {
    leaveTimeout = Checks.millis("leaveTimeout", value, 0);
    return this;
  }

  /**
   * The longest time in milliseconds for which a leaving node goes on until nodes that stay have
   * all that its replica of the shared data holds, 0 to an hour. Default 25,000 (our choice: what a
   * grace period of 30 s leaves, as Kubernetes grants it by default). A node whose replica is not
   * needed leaves at once, and one that makes no progress for 5 s gives up earlier. With 0 it hands
   * over nothing. What may be lost if it gives up is logged as a warning. Higher lets bigger maps
   * be handed over on slow networks; it has to end before the process is killed.
   */
  public int getHandOverTimeout() {
    return handOverTimeout;
  }

  /** Sets {@link #getHandOverTimeout()}. */
  public HyParViewClusterOptions setHandOverTimeout(int value) {
    handOverTimeout = Checks.millis("handOverTimeout", value, 0);
    return this;
  }

  /**
   * Milliseconds between two comparisons of the whole state with a neighbor. Default 5,000 (our
   * choice). Lower repairs what was lost sooner; while there is nothing to repair it costs some
   * bytes.
   */
  public int getDigestInterval() {
    return digestInterval;
  }

  /** Sets {@link #getDigestInterval()}. */
  public HyParViewClusterOptions setDigestInterval(int value) {
    digestInterval = Checks.millis("digestInterval", value, 10);
    return this;
  }

  /**
   * Milliseconds for which a dead node and a removed entry are remembered as such, 60,000 to ten
   * years, so that nodes that were cut off don't bring them back. Default 24 hours (our choice).
   */
  public long getTombstoneRetention() {
    return tombstoneRetention;
  }

  /** Sets {@link #getTombstoneRetention()}. */
  public HyParViewClusterOptions setTombstoneRetention(long value) {
    tombstoneRetention =
        Checks.range("tombstoneRetention", value, MIN_RETENTION, Checks.MAX_RETENTION_MILLIS);
    return this;
  }

  /**
   * What becomes of maps, counters and locks when so many replicas are lost that the others can't
   * agree. Default {@code RECOVER_IF_PROVEN} (our choice). The same for all nodes.
   */
  public QuorumLossPolicy getOnQuorumLoss() {
    return onQuorumLoss;
  }

  /** Sets {@link #getOnQuorumLoss()}. */
  public HyParViewClusterOptions setOnQuorumLoss(QuorumLossPolicy policy) {
    onQuorumLoss = Objects.requireNonNull(policy, "onQuorumLoss must not be null");
    return this;
  }

  /**
   * How many replicas of maps, counters and locks there are at most, 1, 3 or 5: a cluster of 1 or 2
   * nodes has as many, one of 3 or 4 has 3, and a larger one 5. Default 5 (our choice). With 5 any
   * two may die at once; fewer are faster. The same for all nodes.
   */
  public int getMaxVoters() {
    return maxVoters;
  }

  /** Sets {@link #getMaxVoters()}. */
  public HyParViewClusterOptions setMaxVoters(int value) {
    if (value != 1 && value != 3 && value != 5) {
      throw new IllegalArgumentException("maxVoters must be 1, 3 or 5, but is " + value);
    }
    maxVoters = value;
    return this;
  }

  /**
   * The longest time in milliseconds that an operation on a map or counter takes, after which it
   * fails. Default 10,000 (our choice). Locks have timeouts of their own.
   */
  public int getOperationTimeout() {
    return operationTimeout;
  }

  /** Sets {@link #getOperationTimeout()}. */
  public HyParViewClusterOptions setOperationTimeout(int value) {
    operationTimeout = Checks.millis("operationTimeout", value, 100);
    return this;
  }

  /**
   * How many operations of this node on maps, counters and locks are on their way at a time, 1 to
   * 4,096; others wait. Default 1,024 (our choice).
   */
  public int getMaxRequests() {
    return maxRequests;
  }

  /** Sets {@link #getMaxRequests()}. */
  public HyParViewClusterOptions setMaxRequests(int value) {
    maxRequests = Checks.range("maxRequests", value, 1, 4_096);
    return this;
  }

  /**
   * How many bytes of changes may wait behind those that are on their way, 64 KiB to 1 GiB. What is
   * more fails at once. Default 16 MiB (our choice).
   */
  public int getMaxPendingBytes() {
    return maxPendingBytes;
  }

  /** Sets {@link #getMaxPendingBytes()}. */
  public HyParViewClusterOptions setMaxPendingBytes(int value) {
    maxPendingBytes = Checks.range("maxPendingBytes", value, 1 << 16, 1 << 30);
    return this;
  }

  /**
   * After how many batches of changes a replica takes a snapshot in place of its log, 10 to 10,000.
   * Default 200 (our choice). A tenth of them is kept, so lower takes less memory with big values,
   * and higher less time with many entries.
   */
  public int getSnapshotInterval() {
    return snapshotInterval;
  }

  /** Sets {@link #getSnapshotInterval()}. */
  public HyParViewClusterOptions setSnapshotInterval(int value) {
    snapshotInterval = Checks.range("snapshotInterval", value, 10, 10_000);
    return this;
  }

  /**
   * Whether maps, counters and locks have a thread of their own, beside the control plane's.
   * Default false (our choice): operations then take half the time. With hundreds of thousands of
   * entries snapshots of them, which take long, should not hold up the control plane.
   */
  public boolean isSharedDataThread() {
    return sharedDataThread;
  }

  /** Sets {@link #isSharedDataThread()}. */
  public HyParViewClusterOptions setSharedDataThread(boolean value) {
    sharedDataThread = value;
    return this;
  }

  /**
   * The name server for {@link #getDns()}, as {@code ip:port}. Null, the default, stands for those
   * of the operating system.
   */
  public @Nullable String getDnsServer() {
    return dnsServer;
  }

  /** Sets {@link #getDnsServer()}. */
  public HyParViewClusterOptions setDnsServer(@Nullable String value) {
    if (value != null) {
      Checks.named("dnsServer", () -> DnsName.parseServer(value));
    }
    dnsServer = value;
    return this;
  }

  /**
   * The host at which Vert.x's event bus listens, unless its own options name one. Null, the
   * default, stands for {@link #getHost()}, or, if that means all addresses, for the one that other
   * nodes are told to dial.
   */
  public @Nullable String getClusterHost() {
    return clusterHost;
  }

  /** Sets {@link #getClusterHost()}. */
  public HyParViewClusterOptions setClusterHost(@Nullable String value) {
    clusterHost = value == null ? null : Checks.text("clusterHost", value);
    return this;
  }

  /**
   * The host at which other nodes dial Vert.x's event bus, unless its own options name one. Null,
   * the default, stands for {@link #getAdvertisedHost()}, or, without one or with a
   * {@link #getClusterHost()}, for where the event bus listens.
   */
  public @Nullable String getClusterPublicHost() {
    return clusterPublicHost;
  }

  /** Sets {@link #getClusterPublicHost()}. */
  public HyParViewClusterOptions setClusterPublicHost(@Nullable String value) {
    clusterPublicHost = value == null ? null : Checks.text("clusterPublicHost", value);
    return this;
  }

  /** Which nodes this node counts as the cluster. Default {@code CLUSTER}. */
  public MembershipScope getMembershipScope() {
    return membershipScope;
  }

  /** Sets {@link #getMembershipScope()}. */
  public HyParViewClusterOptions setMembershipScope(MembershipScope scope) {
    membershipScope = Objects.requireNonNull(scope, "membershipScope must not be null");
    return this;
  }

  /**
   * Whether this node publishes changes of the overlay's views on the local event bus of the
   * clustered Vert.x and answers requests for the views there, at the addresses that
   * {@link #getEventBusPrefix()} begins. Default false: these messages and their handler count in
   * the metrics of the event bus, where only what the application does should be. Traces don't show
   * what this node publishes.
   */
  public boolean isViewEvents() {
    return viewEvents;
  }

  /** Sets {@link #isViewEvents()}. */
  public HyParViewClusterOptions setViewEvents(boolean value) {
    viewEvents = value;
    return this;
  }

  /**
   * What the addresses of the overlay's views begin with on the local event bus of the clustered
   * Vert.x, if {@link #isViewEvents()}; see {@link org.hyparview.HyParViewAddresses}. Shared data's
   * losses are published with the same prefix in any case. Default
   * {@value HyParViewOptions#DEFAULT_EVENT_BUS_PREFIX}.
   */
  public String getEventBusPrefix() {
    return overlay.getEventBusPrefix();
  }

  /** Sets {@link #getEventBusPrefix()}. */
  public HyParViewClusterOptions setEventBusPrefix(String value) {
    overlay.setEventBusPrefix(value);
    return this;
  }

  /**
   * Checks what concerns several options.
   *
   * @throws IllegalArgumentException if options contradict each other, naming them
   */
  void checkTogether() {
    overlay.toHyParViewConfig();
    overlay.toTransportOptions();
    toPlaneConfig();
    if (weakSuspicionTimeout < strongSuspicionTimeout) {
      throw new IllegalArgumentException("weakSuspicionTimeout must be at least"
          + " strongSuspicionTimeout, which is "
          + strongSuspicionTimeout
          + ", but is "
          + weakSuspicionTimeout);
    }
  }

  /** The settings of the membership protocol. */
  HyParViewConfig toHyParViewConfig() {
    return overlay.toHyParViewConfig();
  }

  /** The settings of the AP plane. */
  PlaneConfig toPlaneConfig() {
    return new PlaneConfig(
        toHyParViewConfig(),
        PlaneConfig.DEFAULT.broadcast(),
        RegistryConfig.builder()
            .digestInterval(digestInterval)
            .completionTimeout(registrationTimeout)
            .leaveTimeout(leaveTimeout)
            .tombstoneRetention(tombstoneRetention)
            .build(),
        FailureConfig.builder()
            .strongTimeout(strongSuspicionTimeout)
            .weakTimeout(weakSuspicionTimeout)
            .probeInterval(probeInterval)
            .build());
  }

  /** The settings of shared data. */
  GroupConfig toGroupConfig() {
    return GroupConfig.builder()
        .maxVoters(maxVoters)
        .snapshotInterval(snapshotInterval)
        .maxRequests(maxRequests)
        .maxWaitingBytes(maxPendingBytes)
        .maxFrameBytes(getMaxFrameSize())
        .onQuorumLoss(onQuorumLoss)
        .build();
  }

  /** The settings of the transport. */
  TcpTransportOptions toTransportOptions() {
    return overlay.toTransportOptions();
  }

  /**
   * The settings of the search for contacts.
   *
   * @param self this node, which listens already
   */
  DiscoveryConfig toDiscoveryConfig(Peer self) {
    return new DiscoveryConfig(
        getClusterName(),
        self,
        getContacts().stream().map(PeerAddress::parse).toList(),
        loopbackScan && getPort() != 0 ? portScan(self) : null,
        multicast.isEnabled() ? multicastConfig() : null,
        dns.stream().map(name -> DnsName.parse(name, portOfOthers())).toList(),
        dnsServer == null ? null : DnsName.parseServer(dnsServer),
        discoveryTimeout,
        dnsRefresh);
  }

  private DiscoveryConfig.PortScan portScan(Peer self) {
    List<String> hosts = new ArrayList<>(List.of(LOOPBACK));
    if (!isWildcard(getHost())) {
      hosts.add(getHost());
    } else if (getAdvertisedHost() == null) {
      hosts.add(self.host());
    }
    return new DiscoveryConfig.PortScan(
        hosts.stream().distinct().toList(), getPort(), toTransportOptions().bindPortRange());
  }

  private DiscoveryConfig.Multicast multicastConfig() {
    return new DiscoveryConfig.Multicast(
        multicast.getGroup(),
        multicast.getPort(),
        multicast.getNetworkInterface(),
        multicast.getTimeToLive());
  }

  /** Nodes that share a DNS name mostly share a configuration. */
  private int portOfOthers() {
    return getAdvertisedPort() != 0
        ? getAdvertisedPort()
        : getPort() != 0 ? getPort() : DEFAULT_PORT;
  }

  /**
   * Where Vert.x's event bus shall listen; see {@link #getClusterHost()}.
   *
   * @param self this node, which listens already
   */
  String eventBusHost(Peer self) {
    if (clusterHost != null) {
      return clusterHost;
    }
    return isWildcard(getHost()) && getAdvertisedHost() == null ? self.host() : getHost();
  }

  /** Where others shall dial Vert.x's event bus, or null for where it listens. */
  @Nullable
  String eventBusPublicHost() {
    if (clusterPublicHost != null) {
      return clusterPublicHost;
    }
    return clusterHost != null ? null : getAdvertisedHost();
  }

  private static boolean isWildcard(String host) {
    InetAddress address = NetUtil.createInetAddressFromIpAddressString(host);
    return address != null && address.isAnyLocalAddress();
  }

  @Override
  public String toString() {
    return toJson().encode();
  }
}
