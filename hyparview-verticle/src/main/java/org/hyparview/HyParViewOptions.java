package org.hyparview;

import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import java.util.ArrayList;
import java.util.List;
import org.hyparview.node.OverlayNode;
import org.hyparview.options.Checks;
import org.hyparview.options.OptionTable;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.hyparview.TimeToLive;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.PlumtreeConfig;
import org.hyparview.protocol.plumtree.PlumtreeMessage;
import org.hyparview.transport.stream.TcpTransportOptions;
import org.jspecify.annotations.Nullable;

/**
 * The options of a {@link HyParViewVerticle}.
 *
 * <p>Each setter checks its argument at once and throws an {@link IllegalArgumentException} that
 * names the option, the allowed range and the value. What concerns several options is checked when
 * the verticle is deployed. The names in JSON are those of the properties; an unknown name is an
 * error. Not safe for concurrent use.
 *
 * <p>Where an option is the paper's (TR-07-13), its symbol and value stand with it.
 */
public class HyParViewOptions {

  /** The cluster that a node belongs to, if nothing else is said. */
  public static final String DEFAULT_CLUSTER_NAME = "hyparview";

  /** Where a node listens, if nothing else is said: at all addresses of the machine. */
  public static final String DEFAULT_HOST = TcpTransportOptions.DEFAULT_BIND_HOST;

  /** What the event-bus addresses begin with, if nothing else is said. */
  public static final String DEFAULT_EVENT_BUS_PREFIX = "hyparview";

  /** The default of {@link #getPort()}. */
  public static final int DEFAULT_PORT = 7100;

  /** The default of {@link #getPortRange()}. */
  public static final int DEFAULT_PORT_RANGE = TcpTransportOptions.DEFAULT_BIND_PORT_RANGE;

  /** The default of {@link #getAdvertisedPort()}. */
  public static final int DEFAULT_ADVERTISED_PORT = 0;

  /** The default of {@link #getActiveViewSize()}. */
  public static final int DEFAULT_ACTIVE_VIEW_SIZE = HyParViewConfig.DEFAULT.activeViewSize();

  /** The default of {@link #getPassiveViewSize()}. */
  public static final int DEFAULT_PASSIVE_VIEW_SIZE = HyParViewConfig.DEFAULT.passiveViewSize();

  /** The default of {@link #getActiveRandomWalkLength()}. */
  public static final int DEFAULT_ACTIVE_RANDOM_WALK_LENGTH =
      HyParViewConfig.DEFAULT.activeRandomWalkLength();

  /** The default of {@link #getPassiveRandomWalkLength()}. */
  public static final int DEFAULT_PASSIVE_RANDOM_WALK_LENGTH =
      HyParViewConfig.DEFAULT.passiveRandomWalkLength();

  /** The default of {@link #getShuffleActive()}. */
  public static final int DEFAULT_SHUFFLE_ACTIVE = HyParViewConfig.DEFAULT.shuffleActive();

  /** The default of {@link #getShufflePassive()}. */
  public static final int DEFAULT_SHUFFLE_PASSIVE = HyParViewConfig.DEFAULT.shufflePassive();

  /** The default of {@link #getShuffleTimeToLive()}. */
  public static final int DEFAULT_SHUFFLE_TIME_TO_LIVE =
      HyParViewConfig.DEFAULT.shuffleTimeToLive();

  /** The default of {@link #getShuffleInterval()}. */
  public static final int DEFAULT_SHUFFLE_INTERVAL =
      (int) HyParViewConfig.DEFAULT.shuffleInterval();

  /** The default of {@link #getRequestTimeout()}. */
  public static final int DEFAULT_REQUEST_TIMEOUT = (int) HyParViewConfig.DEFAULT.requestTimeout();

  /** The default of {@link #getHealInterval()}. */
  public static final int DEFAULT_HEAL_INTERVAL = (int) HyParViewConfig.DEFAULT.healInterval();

  /** The default of {@link #getRejoinMinDelay()}. */
  public static final int DEFAULT_REJOIN_MIN_DELAY = (int) HyParViewConfig.DEFAULT.rejoinMinDelay();

  /** The default of {@link #getRejoinMaxDelay()}. */
  public static final int DEFAULT_REJOIN_MAX_DELAY = (int) HyParViewConfig.DEFAULT.rejoinMaxDelay();

  /** The default of {@link #getFailedPeerRetention()}. */
  public static final long DEFAULT_FAILED_PEER_RETENTION =
      HyParViewConfig.DEFAULT.failedPeerRetention();

  /** The default of {@link #getConnectTimeout()}. */
  public static final int DEFAULT_CONNECT_TIMEOUT =
      TcpTransportOptions.DEFAULT_CONNECT_TIMEOUT_MILLIS;

  /** The default of {@link #getHelloTimeout()}. */
  public static final int DEFAULT_HELLO_TIMEOUT = TcpTransportOptions.DEFAULT_HELLO_TIMEOUT_MILLIS;

  /** The default of {@link #getHeartbeatInterval()}. */
  public static final int DEFAULT_HEARTBEAT_INTERVAL =
      TcpTransportOptions.DEFAULT_HEARTBEAT_INTERVAL_MILLIS;

  /** The default of {@link #getHeartbeatMisses()}. */
  public static final int DEFAULT_HEARTBEAT_MISSES = TcpTransportOptions.DEFAULT_HEARTBEAT_MISSES;

  /** The default of {@link #getIdleTimeout()}. */
  public static final int DEFAULT_IDLE_TIMEOUT = TcpTransportOptions.DEFAULT_IDLE_TIMEOUT_MILLIS;

  /** The default of {@link #getMaxFrameSize()}. */
  public static final int DEFAULT_MAX_FRAME_SIZE = TcpTransportOptions.DEFAULT_MAX_FRAME_SIZE;

  /** The default of {@link #getMaxPendingHellos()}. */
  public static final int DEFAULT_MAX_PENDING_HELLOS =
      TcpTransportOptions.DEFAULT_MAX_PENDING_HELLOS;

  /** The default of {@link #getMaxTemporaryLinks()}. */
  public static final int DEFAULT_MAX_TEMPORARY_LINKS =
      TcpTransportOptions.DEFAULT_MAX_TEMPORARY_LINKS;

  /** The default of {@link #getControlQueueBytes()}. */
  public static final int DEFAULT_CONTROL_QUEUE_BYTES =
      TcpTransportOptions.DEFAULT_CONTROL_QUEUE_BYTES;

  /** The default of {@link #getDataQueueBytes()}. */
  public static final int DEFAULT_DATA_QUEUE_BYTES = TcpTransportOptions.DEFAULT_DATA_QUEUE_BYTES;

  /** The default of {@link #getMaxBroadcastSize()}. */
  public static final int DEFAULT_MAX_BROADCAST_SIZE = PlumtreeConfig.DEFAULT.maxPayload();

  /** The default of {@link #getBroadcastQueueBytes()}. */
  public static final int DEFAULT_BROADCAST_QUEUE_BYTES = 4 << 20;

  /** The default of {@link #getBroadcastCacheBytes()}. */
  public static final int DEFAULT_BROADCAST_CACHE_BYTES =
      (int) PlumtreeConfig.DEFAULT.cachedBytes();

  /** The default of {@link #getBroadcastRetention()}. */
  public static final int DEFAULT_BROADCAST_RETENTION = (int) PlumtreeConfig.DEFAULT.retention();

  /** The default of {@link #getIhaveInterval()}. */
  public static final int DEFAULT_IHAVE_INTERVAL = (int) PlumtreeConfig.DEFAULT.ihaveInterval();

  /** The default of {@link #getGraftTimeout1()}. */
  public static final int DEFAULT_GRAFT_TIMEOUT_1 = (int) PlumtreeConfig.DEFAULT.graftTimeout1();

  /** The default of {@link #getGraftTimeout2()}. */
  public static final int DEFAULT_GRAFT_TIMEOUT_2 = (int) PlumtreeConfig.DEFAULT.graftTimeout2();

  /** The default of {@link #getOptimizationThreshold()}. */
  public static final int DEFAULT_OPTIMIZATION_THRESHOLD =
      PlumtreeConfig.DEFAULT.optimizationThreshold();

  private static final int MAX_MILLIS = Checks.MAX_MILLIS;
  /** Every membership message fits, whatever the ids. */
  private static final int MIN_FRAME_SIZE = 64 << 10;

  /** What goes into a frame besides a broadcast is less than that. */
  private static final int FRAME_RESERVE = 1_024;

  private @Nullable String nodeId;
  private String clusterName = DEFAULT_CLUSTER_NAME;
  private String host = DEFAULT_HOST;
  private String eventBusPrefix = DEFAULT_EVENT_BUS_PREFIX;
  private @Nullable String advertisedHost;
  private List<String> contacts = new ArrayList<>();
  private int port = DEFAULT_PORT;
  private int portRange = DEFAULT_PORT_RANGE;
  private int advertisedPort = DEFAULT_ADVERTISED_PORT;
  private int activeViewSize = DEFAULT_ACTIVE_VIEW_SIZE;
  private int passiveViewSize = DEFAULT_PASSIVE_VIEW_SIZE;
  private int activeRandomWalkLength = DEFAULT_ACTIVE_RANDOM_WALK_LENGTH;
  private int passiveRandomWalkLength = DEFAULT_PASSIVE_RANDOM_WALK_LENGTH;
  private int shuffleActive = DEFAULT_SHUFFLE_ACTIVE;
  private int shufflePassive = DEFAULT_SHUFFLE_PASSIVE;
  private int shuffleTimeToLive = DEFAULT_SHUFFLE_TIME_TO_LIVE;
  private int shuffleInterval = DEFAULT_SHUFFLE_INTERVAL;
  private int requestTimeout = DEFAULT_REQUEST_TIMEOUT;
  private int healInterval = DEFAULT_HEAL_INTERVAL;
  private int rejoinMinDelay = DEFAULT_REJOIN_MIN_DELAY;
  private int rejoinMaxDelay = DEFAULT_REJOIN_MAX_DELAY;
  private long failedPeerRetention = DEFAULT_FAILED_PEER_RETENTION;
  private int connectTimeout = DEFAULT_CONNECT_TIMEOUT;
  private int helloTimeout = DEFAULT_HELLO_TIMEOUT;
  private int heartbeatInterval = DEFAULT_HEARTBEAT_INTERVAL;
  private int heartbeatMisses = DEFAULT_HEARTBEAT_MISSES;
  private int idleTimeout = DEFAULT_IDLE_TIMEOUT;
  private int maxFrameSize = DEFAULT_MAX_FRAME_SIZE;
  private int maxPendingHellos = DEFAULT_MAX_PENDING_HELLOS;
  private int maxTemporaryLinks = DEFAULT_MAX_TEMPORARY_LINKS;
  private int controlQueueBytes = DEFAULT_CONTROL_QUEUE_BYTES;
  private int dataQueueBytes = DEFAULT_DATA_QUEUE_BYTES;
  private int maxBroadcastSize = DEFAULT_MAX_BROADCAST_SIZE;
  private int broadcastQueueBytes = DEFAULT_BROADCAST_QUEUE_BYTES;
  private int broadcastCacheBytes = DEFAULT_BROADCAST_CACHE_BYTES;
  private int broadcastRetention = DEFAULT_BROADCAST_RETENTION;
  private int ihaveInterval = DEFAULT_IHAVE_INTERVAL;
  private int graftTimeout1 = DEFAULT_GRAFT_TIMEOUT_1;
  private int graftTimeout2 = DEFAULT_GRAFT_TIMEOUT_2;
  private int optimizationThreshold = DEFAULT_OPTIMIZATION_THRESHOLD;
  private NetServerOptions netServerOptions = new NetServerOptions();
  private NetClientOptions netClientOptions = new NetClientOptions();

  /** The defaults. */
  public HyParViewOptions() {}

  /** A copy. */
  public HyParViewOptions(HyParViewOptions other) {
    HyParViewOptionsJson.TABLE.copy(other, this);
    netServerOptions = new NetServerOptions(other.netServerOptions);
    netClientOptions = new NetClientOptions(other.netClientOptions);
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
  public HyParViewOptions(JsonObject json) {
    HyParViewOptionsJson.TABLE.read(json, this);
  }

  /** These options as JSON, those that have no value left out. */
  public JsonObject toJson() {
    return HyParViewOptionsJson.TABLE.write(this);
  }

  /**
   * The id of this node, unique in the cluster and the same after a restart, 1 to 255 bytes in
   * UTF-8. Null, the default, stands for a random one at each deployment.
   */
  public @Nullable String getNodeId() {
    return nodeId;
  }

  /** Sets {@link #getNodeId()}. */
  public HyParViewOptions setNodeId(@Nullable String id) {
    if (id != null) {
      Checks.named("nodeId", () -> PeerId.of(id));
    }
    nodeId = id;
    return this;
  }

  /**
   * The cluster that this node belongs to; nodes of other clusters are turned away. 1 to 255 bytes
   * in UTF-8. Default {@value #DEFAULT_CLUSTER_NAME}.
   */
  public String getClusterName() {
    return clusterName;
  }

  /** Sets {@link #getClusterName()}. */
  public HyParViewOptions setClusterName(String value) {
    clusterName = Checks.text("clusterName", value);
    return this;
  }

  /**
   * The host name or address to listen at. Default {@value #DEFAULT_HOST}, all addresses of the
   * machine.
   */
  public String getHost() {
    return host;
  }

  /** Sets {@link #getHost()}. */
  public HyParViewOptions setHost(String value) {
    host = Checks.text("host", value);
    return this;
  }

  /**
   * What the event-bus addresses begin with; must differ among the nodes in one Vert.x. Default
   * {@value #DEFAULT_EVENT_BUS_PREFIX}.
   */
  public String getEventBusPrefix() {
    return eventBusPrefix;
  }

  /** Sets {@link #getEventBusPrefix()}. */
  public HyParViewOptions setEventBusPrefix(String value) {
    eventBusPrefix = Checks.text("eventBusPrefix", value);
    return this;
  }

  /**
   * The host that other nodes are told to dial. Null, the default, stands for the one that is
   * listened at, or, if that means all, for an address of the machine that others can reach.
   */
  public @Nullable String getAdvertisedHost() {
    return advertisedHost;
  }

  /** Sets {@link #getAdvertisedHost()}. */
  public HyParViewOptions setAdvertisedHost(@Nullable String value) {
    advertisedHost = value == null ? null : Checks.text("advertisedHost", value);
    return this;
  }

  /**
   * The nodes that are asked to let this one in, each as {@code host:port} or {@code [ipv6]:port};
   * a copy. One that answers is enough; this node itself may be among them. Empty, the default,
   * makes a first node that waits for others. Contacts are never forgotten: a node that has lost
   * everybody goes back to them.
   */
  public List<String> getContacts() {
    return new ArrayList<>(contacts);
  }

  /** Sets {@link #getContacts()}. */
  public HyParViewOptions setContacts(List<String> addresses) {
    addresses.forEach(HyParViewOptions::checkContact);
    contacts = new ArrayList<>(addresses);
    return this;
  }

  /** Adds one of {@link #getContacts()}. */
  public HyParViewOptions addContact(String address) {
    checkContact(address);
    contacts.add(address);
    return this;
  }

  /**
   * Sets both view sizes to what the paper derives (§4.1) from a number of nodes: log10(n) + 1,
   * rounded up, and six times that.
   *
   * @param nodes how many nodes the cluster will have at most, 1 or more
   */
  public HyParViewOptions setExpectedClusterSize(int nodes) {
    Checks.range("expectedClusterSize", nodes, 1, Integer.MAX_VALUE);
    int size = (int) Math.ceil(Math.log10(nodes) + 1);
    return setActiveViewSize(size).setPassiveViewSize(6 * size);
  }

  /**
   * The TCP port to listen at; 0 takes any free one. Default 7100 (our choice). A fixed port lets
   * other nodes name this one as a contact.
   */
  public int getPort() {
    return port;
  }

  /** Sets {@link #getPort()}. */
  public HyParViewOptions setPort(int value) {
    Checks.range("port", value, 0, 65_535);
    port = value;
    return this;
  }

  /**
   * How many ports are tried, from {@link #getPort()} upwards, until one is free. Default 1: that
   * port or none. More let several nodes on one host share a configuration. Of no effect with port
   * 0, nor with an advertised port, since that names one.
   */
  public int getPortRange() {
    return portRange;
  }

  /** Sets {@link #getPortRange()}. */
  public HyParViewOptions setPortRange(int value) {
    Checks.range("portRange", value, 1, TcpTransportOptions.MAX_BIND_PORT_RANGE);
    portRange = value;
    return this;
  }

  /**
   * The port that other nodes are told to dial; 0, the default, stands for the one that is listened
   * at. Set it behind a port mapping.
   */
  public int getAdvertisedPort() {
    return advertisedPort;
  }

  /** Sets {@link #getAdvertisedPort()}. */
  public HyParViewOptions setAdvertisedPort(int value) {
    Checks.range("advertisedPort", value, 0, 65_535);
    advertisedPort = value;
    return this;
  }

  /**
   * The size of the active view: how many neighbors a node keeps links to (fanout + 1). Default 5,
   * the paper's for 10,000 nodes (§5.1). Higher survives more failures at once and shortens paths;
   * it costs links, and copies in a broadcast.
   */
  public int getActiveViewSize() {
    return activeViewSize;
  }

  /** Sets {@link #getActiveViewSize()}. */
  public HyParViewOptions setActiveViewSize(int value) {
    Checks.range("activeViewSize", value, 1, HyParViewConfig.MAX_ACTIVE_VIEW_SIZE);
    activeViewSize = value;
    return this;
  }

  /**
   * The size of the passive view: how many candidates a node knows in reserve. Default 30, the
   * paper's (§5.1). Higher survives the failure of a larger part of the cluster; it costs some
   * hundred bytes each.
   */
  public int getPassiveViewSize() {
    return passiveViewSize;
  }

  /** Sets {@link #getPassiveViewSize()}. */
  public HyParViewOptions setPassiveViewSize(int value) {
    Checks.range("passiveViewSize", value, 0, HyParViewConfig.MAX_PASSIVE_VIEW_SIZE);
    passiveViewSize = value;
    return this;
  }

  /**
   * ARWL: the hops that a forwarded join takes to its new neighbor. Default 6, the paper's (§5.1).
   * Lower clusters new nodes around their contact; higher costs messages at a join.
   */
  public int getActiveRandomWalkLength() {
    return activeRandomWalkLength;
  }

  /** Sets {@link #getActiveRandomWalkLength()}. */
  public HyParViewOptions setActiveRandomWalkLength(int value) {
    Checks.range("activeRandomWalkLength", value, 0, TimeToLive.MAX);
    activeRandomWalkLength = value;
    return this;
  }

  /**
   * PRWL: the hops left at which a forwarded join leaves a trace in the passive view; at most ARWL.
   * Default 3, the paper's (§5.1).
   */
  public int getPassiveRandomWalkLength() {
    return passiveRandomWalkLength;
  }

  /** Sets {@link #getPassiveRandomWalkLength()}. */
  public HyParViewOptions setPassiveRandomWalkLength(int value) {
    Checks.range("passiveRandomWalkLength", value, 0, TimeToLive.MAX);
    passiveRandomWalkLength = value;
    return this;
  }

  /**
   * ka: how many neighbors a shuffle carries. Default 3, the paper's (§5.1). Neighbors are known to
   * be alive, so a higher share freshens passive views and mixes them less.
   */
  public int getShuffleActive() {
    return shuffleActive;
  }

  /** Sets {@link #getShuffleActive()}. */
  public HyParViewOptions setShuffleActive(int value) {
    Checks.range("shuffleActive", value, 0, HyParViewConfig.MAX_SHUFFLE_PART);
    shuffleActive = value;
    return this;
  }

  /**
   * kp: how many candidates a shuffle carries. Default 4, the paper's (§5.1). Higher mixes passive
   * views faster and costs bytes.
   */
  public int getShufflePassive() {
    return shufflePassive;
  }

  /** Sets {@link #getShufflePassive()}. */
  public HyParViewOptions setShufflePassive(int value) {
    Checks.range("shufflePassive", value, 0, HyParViewConfig.MAX_SHUFFLE_PART);
    shufflePassive = value;
    return this;
  }

  /**
   * The hops that a shuffle takes. Default 6, as ARWL; the paper gives none. Higher mixes better
   * and costs messages.
   */
  public int getShuffleTimeToLive() {
    return shuffleTimeToLive;
  }

  /** Sets {@link #getShuffleTimeToLive()}. */
  public HyParViewOptions setShuffleTimeToLive(int value) {
    Checks.range("shuffleTimeToLive", value, 1, TimeToLive.MAX);
    shuffleTimeToLive = value;
    return this;
  }

  /**
   * Milliseconds between two periodic steps, in which a node shuffles and fills free slots. Default
   * 30,000 (our choice). Lower keeps passive views fresher under churn; each step costs about eight
   * messages a node.
   */
  public int getShuffleInterval() {
    return shuffleInterval;
  }

  /** Sets {@link #getShuffleInterval()}. */
  public HyParViewOptions setShuffleInterval(int value) {
    Checks.range("shuffleInterval", value, 10, MAX_MILLIS);
    shuffleInterval = value;
    return this;
  }

  /**
   * Milliseconds from the wish for a neighbor to its answer, dial included. Default 5,000 (our
   * choice: connect and hello timeout and some patience).
   */
  public int getRequestTimeout() {
    return requestTimeout;
  }

  /** Sets {@link #getRequestTimeout()}. */
  public HyParViewOptions setRequestTimeout(int value) {
    Checks.range("requestTimeout", value, 10, MAX_MILLIS);
    requestTimeout = value;
    return this;
  }

  /**
   * Milliseconds between two probes of a contact or a failed peer for being in another component;
   * longer while all is well. Default 30,000 (our choice). Lower joins the parts of a healed
   * partition sooner.
   */
  public int getHealInterval() {
    return healInterval;
  }

  /** Sets {@link #getHealInterval()}. */
  public HyParViewOptions setHealInterval(int value) {
    Checks.range("healInterval", value, 10, MAX_MILLIS);
    healInterval = value;
    return this;
  }

  /**
   * Milliseconds, about, before a node without neighbors tries its contacts again; doubles from try
   * to try. Default 500 (our choice).
   */
  public int getRejoinMinDelay() {
    return rejoinMinDelay;
  }

  /** Sets {@link #getRejoinMinDelay()}. */
  public HyParViewOptions setRejoinMinDelay(int value) {
    Checks.range("rejoinMinDelay", value, 1, MAX_MILLIS);
    rejoinMinDelay = value;
    return this;
  }

  /**
   * The longest such delay in milliseconds; at least {@code rejoinMinDelay}. Default 30,000 (our
   * choice).
   */
  public int getRejoinMaxDelay() {
    return rejoinMaxDelay;
  }

  /** Sets {@link #getRejoinMaxDelay()}. */
  public HyParViewOptions setRejoinMaxDelay(int value) {
    Checks.range("rejoinMaxDelay", value, 1, MAX_MILLIS);
    rejoinMaxDelay = value;
    return this;
  }

  /**
   * Milliseconds for which a failed peer is probed now and then in case it was only cut off.
   * Default 24 hours (our choice, as serf's).
   */
  public long getFailedPeerRetention() {
    return failedPeerRetention;
  }

  /** Sets {@link #getFailedPeerRetention()}. */
  public HyParViewOptions setFailedPeerRetention(long value) {
    Checks.range("failedPeerRetention", value, 0, Checks.MAX_RETENTION_MILLIS);
    failedPeerRetention = value;
    return this;
  }

  /**
   * Milliseconds for a TCP connection, TLS included. Default 2,000 (our choice). Lower finds a
   * living candidate sooner; too low gives up distant ones.
   */
  public int getConnectTimeout() {
    return connectTimeout;
  }

  /** Sets {@link #getConnectTimeout()}. */
  public HyParViewOptions setConnectTimeout(int value) {
    Checks.range("connectTimeout", value, 1, MAX_MILLIS);
    connectTimeout = value;
    return this;
  }

  /**
   * Milliseconds for the other end of a connection to introduce itself. Default 2,000 (our choice).
   */
  public int getHelloTimeout() {
    return helloTimeout;
  }

  /** Sets {@link #getHelloTimeout()}. */
  public HyParViewOptions setHelloTimeout(int value) {
    Checks.range("helloTimeout", value, 1, MAX_MILLIS);
    helloTimeout = value;
    return this;
  }

  /**
   * Milliseconds between two heartbeats to each neighbor, and to any other node that has not been
   * heard since something was sent to it. Default 1,000 (our choice).
   */
  public int getHeartbeatInterval() {
    return heartbeatInterval;
  }

  /** Sets {@link #getHeartbeatInterval()}. */
  public HyParViewOptions setHeartbeatInterval(int value) {
    Checks.range("heartbeatInterval", value, 10, MAX_MILLIS);
    heartbeatInterval = value;
    return this;
  }

  /**
   * How many intervals of silence mean that a neighbor failed. After so many the link to any other
   * node is closed on which something was sent and nothing came in since. Default 3 (our choice).
   * Lower notices a frozen host sooner and accuses a slow one wrongly more often. A killed process
   * is noticed at once either way.
   */
  public int getHeartbeatMisses() {
    return heartbeatMisses;
  }

  /** Sets {@link #getHeartbeatMisses()}. */
  public HyParViewOptions setHeartbeatMisses(int value) {
    Checks.range("heartbeatMisses", value, 2, 1_000);
    heartbeatMisses = value;
    return this;
  }

  /**
   * Milliseconds without traffic after which a link to a node that is no neighbor is closed;
   * heartbeats don't count. Default 10,000 (our choice).
   */
  public int getIdleTimeout() {
    return idleTimeout;
  }

  /** Sets {@link #getIdleTimeout()}. */
  public HyParViewOptions setIdleTimeout(int value) {
    Checks.range("idleTimeout", value, 10, MAX_MILLIS);
    idleTimeout = value;
    return this;
  }

  /**
   * The longest frame in bytes that is accepted; a peer that sends a longer one is cut off. Default
   * 1 MiB (our choice).
   */
  public int getMaxFrameSize() {
    return maxFrameSize;
  }

  /** Sets {@link #getMaxFrameSize()}. */
  public HyParViewOptions setMaxFrameSize(int value) {
    Checks.range("maxFrameSize", value, MIN_FRAME_SIZE, TcpTransportOptions.MAX_MAX_FRAME_SIZE);
    maxFrameSize = value;
    return this;
  }

  /**
   * How many accepted connections may be waiting for their hello; more are closed. Default 1,024
   * (our choice).
   */
  public int getMaxPendingHellos() {
    return maxPendingHellos;
  }

  /** Sets {@link #getMaxPendingHellos()}. */
  public HyParViewOptions setMaxPendingHellos(int value) {
    Checks.range("maxPendingHellos", value, 1, 1_000_000);
    maxPendingHellos = value;
    return this;
  }

  /**
   * How many accepted links to nodes that are no neighbors may be open; more are refused. Default
   * 1,024 (our choice).
   */
  public int getMaxTemporaryLinks() {
    return maxTemporaryLinks;
  }

  /** Sets {@link #getMaxTemporaryLinks()}. */
  public HyParViewOptions setMaxTemporaryLinks(int value) {
    Checks.range("maxTemporaryLinks", value, 1, 1_000_000);
    maxTemporaryLinks = value;
    return this;
  }

  /**
   * Bytes of protocol messages that may wait for a slow neighbor; with more it counts as failed.
   * Default 1 MiB (our choice).
   */
  public int getControlQueueBytes() {
    return controlQueueBytes;
  }

  /** Sets {@link #getControlQueueBytes()}. */
  public HyParViewOptions setControlQueueBytes(int value) {
    Checks.range("controlQueueBytes", value, 1_024, 1 << 30);
    controlQueueBytes = value;
    return this;
  }

  /**
   * Bytes of all else that may wait for a slow neighbor; more are refused. Default 4 MiB (our
   * choice).
   */
  public int getDataQueueBytes() {
    return dataQueueBytes;
  }

  /** Sets {@link #getDataQueueBytes()}. */
  public HyParViewOptions setDataQueueBytes(int value) {
    Checks.range("dataQueueBytes", value, 1_024, 1 << 30);
    dataQueueBytes = value;
    return this;
  }

  /**
   * The longest broadcast in bytes, its topic and headers included; at most 1,024 less than
   * {@code maxFrameSize}. Default 1,047,552 (our choice: as much as a frame of 1 MiB holds). To be
   * the same in all nodes.
   */
  public int getMaxBroadcastSize() {
    return maxBroadcastSize;
  }

  /** Sets {@link #getMaxBroadcastSize()}. */
  public HyParViewOptions setMaxBroadcastSize(int value) {
    Checks.range("maxBroadcastSize", value, 1_024, PlumtreeMessage.MAX_PAYLOAD);
    maxBroadcastSize = value;
    return this;
  }

  /**
   * Bytes of broadcasts of this node that may wait for slow neighbors; more are refused. Default 4
   * MiB (our choice).
   */
  public int getBroadcastQueueBytes() {
    return broadcastQueueBytes;
  }

  /** Sets {@link #getBroadcastQueueBytes()}. */
  public HyParViewOptions setBroadcastQueueBytes(int value) {
    Checks.range("broadcastQueueBytes", value, 1_024, 1 << 30);
    broadcastQueueBytes = value;
    return this;
  }

  /**
   * Bytes of broadcasts that are kept for neighbors that missed them. Default 32 MiB (our choice).
   * Lower costs messages when many are sent just as nodes fail; higher costs memory.
   */
  public int getBroadcastCacheBytes() {
    return broadcastCacheBytes;
  }

  /** Sets {@link #getBroadcastCacheBytes()}. */
  public HyParViewOptions setBroadcastCacheBytes(int value) {
    Checks.range("broadcastCacheBytes", value, 0, 1 << 30);
    broadcastCacheBytes = value;
    return this;
  }

  /**
   * Milliseconds for which broadcasts are kept for neighbors that missed them, and the most that an
   * acknowledged one may last. Default 30,000 (our choice).
   */
  public int getBroadcastRetention() {
    return broadcastRetention;
  }

  /** Sets {@link #getBroadcastRetention()}. */
  public HyParViewOptions setBroadcastRetention(int value) {
    Checks.range("broadcastRetention", value, 1, MAX_MILLIS);
    broadcastRetention = value;
    return this;
  }

  /**
   * Milliseconds for which an announcement (IHAVE) may wait for others to go with it. Default 20
   * (our choice; 0, to send each at once, is the paper's). Higher saves messages and delays repair.
   */
  public int getIhaveInterval() {
    return ihaveInterval;
  }

  /** Sets {@link #getIhaveInterval()}. */
  public HyParViewOptions setIhaveInterval(int value) {
    Checks.range("ihaveInterval", value, 0, MAX_MILLIS);
    ihaveInterval = value;
    return this;
  }

  /**
   * Milliseconds that a broadcast that was announced may take to come by itself, before it is asked
   * for (GRAFT). Default 1,000 (our choice). Should exceed the time in which a message crosses the
   * overlay: lower asks too early, higher repairs later.
   */
  public int getGraftTimeout1() {
    return graftTimeout1;
  }

  /** Sets {@link #getGraftTimeout1()}. */
  public HyParViewOptions setGraftTimeout1(int value) {
    Checks.range("graftTimeout1", value, 1, MAX_MILLIS);
    graftTimeout1 = value;
    return this;
  }

  /**
   * Milliseconds that a broadcast that was asked for may take, before another neighbor is asked.
   * Default 200 (our choice). About a round trip, less than {@code graftTimeout1} (Plumtree, §3.8).
   */
  public int getGraftTimeout2() {
    return graftTimeout2;
  }

  /** Sets {@link #getGraftTimeout2()}. */
  public HyParViewOptions setGraftTimeout2(int value) {
    Checks.range("graftTimeout2", value, 1, MAX_MILLIS);
    graftTimeout2 = value;
    return this;
  }

  /**
   * The hops that a shortcut must save to become a part of the broadcast tree. Default 7,
   * Plumtree's with many senders; 3 is its value with a single one (§4). Lower shortens paths, and
   * makes many senders rebuild each other's tree.
   */
  public int getOptimizationThreshold() {
    return optimizationThreshold;
  }

  /** Sets {@link #getOptimizationThreshold()}. */
  public HyParViewOptions setOptimizationThreshold(int value) {
    Checks.range("optimizationThreshold", value, 1, 1_000);
    optimizationThreshold = value;
    return this;
  }

  /**
   * Vert.x's own options for the listening side; here belong {@code ssl}, the key, and for mutual
   * TLS {@code clientAuth} and the trust store. Host, port and the like are set from the options
   * above. A copy.
   */
  public NetServerOptions getNetServerOptions() {
    return new NetServerOptions(netServerOptions);
  }

  /** Sets {@link #getNetServerOptions()}. */
  public HyParViewOptions setNetServerOptions(NetServerOptions options) {
    netServerOptions = new NetServerOptions(options);
    return this;
  }

  /**
   * Vert.x's own options for the dialling side; here belong {@code ssl}, the trust store, and for
   * mutual TLS the key. With TLS the certificate of the other end must be that of the host that was
   * dialed, unless {@code hostnameVerificationAlgorithm} is set to the empty text. A copy.
   */
  public NetClientOptions getNetClientOptions() {
    return new NetClientOptions(netClientOptions);
  }

  /** Sets {@link #getNetClientOptions()}. */
  public HyParViewOptions setNetClientOptions(NetClientOptions options) {
    netClientOptions = new NetClientOptions(options);
    return this;
  }

  /**
   * The options by name, for those that nest these in options of their own.
   *
   * @return to be read only
   */
  @SuppressWarnings("exports")
  public static OptionTable<HyParViewOptions> table() {
    return HyParViewOptionsJson.TABLE;
  }

  /**
   * The settings of the protocol, for hosts of one's own.
   *
   * @throws IllegalArgumentException if options contradict each other, naming them
   */
  public HyParViewConfig toHyParViewConfig() {
    return HyParViewConfig.builder()
        .activeViewSize(activeViewSize)
        .passiveViewSize(passiveViewSize)
        .activeRandomWalkLength(activeRandomWalkLength)
        .passiveRandomWalkLength(passiveRandomWalkLength)
        .shuffleActive(shuffleActive)
        .shufflePassive(shufflePassive)
        .shuffleTimeToLive(shuffleTimeToLive)
        .shuffleInterval(shuffleInterval)
        .requestTimeout(requestTimeout)
        .healInterval(healInterval)
        .rejoinMinDelay(rejoinMinDelay)
        .rejoinMaxDelay(rejoinMaxDelay)
        .failedPeerRetention(failedPeerRetention)
        .build();
  }

  /** The settings of broadcast; what concerns several options is checked here. */
  PlumtreeConfig toPlumtreeConfig() {
    Checks.range("maxBroadcastSize", maxBroadcastSize, 1_024, maxFrameSize - FRAME_RESERVE);
    return PlumtreeConfig.builder()
        .ihaveInterval(ihaveInterval)
        .graftTimeout1(graftTimeout1)
        .graftTimeout2(graftTimeout2)
        .optimizationThreshold(optimizationThreshold)
        .maxPayload(maxBroadcastSize)
        .cachedBytes(broadcastCacheBytes)
        .retention(broadcastRetention)
        .build();
  }

  /** All that a node needs to know. */
  OverlayNode.Settings toSettings() {
    return new OverlayNode.Settings(toHyParViewConfig(), toPlumtreeConfig(), broadcastQueueBytes);
  }

  /**
   * The settings of the transport, for hosts of one's own.
   *
   * @throws IllegalArgumentException if options contradict each other, naming them
   */
  @SuppressWarnings("exports")
  public TcpTransportOptions toTransportOptions() {
    return TcpTransportOptions.builder(clusterName)
        .bindHost(host)
        .bindPort(port)
        .bindPortRange(port == 0 || advertisedPort != 0 ? 1 : portRange)
        .advertisedHost(advertisedHost)
        .advertisedPort(advertisedPort)
        .connectTimeoutMillis(connectTimeout)
        .helloTimeoutMillis(helloTimeout)
        .heartbeatIntervalMillis(heartbeatInterval)
        .heartbeatMisses(heartbeatMisses)
        .idleTimeoutMillis(idleTimeout)
        .maxFrameSize(maxFrameSize)
        .maxPendingHellos(maxPendingHellos)
        .maxTemporaryLinks(maxTemporaryLinks)
        .controlQueueBytes(controlQueueBytes)
        .dataQueueBytes(dataQueueBytes)
        .serverOptions(netServerOptions)
        .clientOptions(netClientOptions)
        .build();
  }

  /** The contacts, parsed. */
  List<PeerAddress> contactAddresses() {
    return contacts.stream().map(PeerAddress::parse).toList();
  }

  private static void checkContact(String address) {
    Checks.named("contacts", () -> PeerAddress.parse(address));
  }

  @Override
  public String toString() {
    return toJson().encode();
  }
}
