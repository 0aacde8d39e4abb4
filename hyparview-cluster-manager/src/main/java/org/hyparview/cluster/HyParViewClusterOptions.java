package org.hyparview.cluster;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.hyparview.NodeOptions;
import org.hyparview.Profile;
import org.hyparview.Tags;
import org.hyparview.options.Option;
import org.hyparview.options.OptionTable;
import org.hyparview.transport.identity.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * The options of the cluster manager; docs/cluster-options.md has them all.
 *
 * <p>Setters check their argument at once; what concerns several options is checked when the node
 * joins. See {@link org.hyparview.options.Options} for JSON and for how single options are read.
 * There is no {@code nodeId}, since Vert.x wants a new one at each start; {@code nodeName} is a
 * part of it.
 */
public class HyParViewClusterOptions extends NodeOptions<HyParViewClusterOptions> {

  /** The default port, the first of 64. */
  public static final int DEFAULT_PORT = 7_800;

  private static final OptionTable ALL = new OptionTable(NODE);

  public static final Option<String> NODE_NAME = ALL.parsed("nodeName", null, NodeName::check);
  public static final Option<String> CLUSTER_HOST = ALL.dialableHost("clusterHost");
  public static final Option<String> CLUSTER_PUBLIC_HOST = ALL.dialableHost("clusterPublicHost");
  public static final Option<MembershipScope> MEMBERSHIP_SCOPE =
      ALL.choice("membershipScope", MembershipScope.CLUSTER);
  public static final Option<Integer> MIN_MEMBERS = ALL.number("minMembers", 0, 0, 1_000_000);
  public static final Option<Map<String, String>> TAGS = ALL.stringMap("tags", Tags::check);
  public static final Option<Boolean> VIEW_EVENTS = ALL.flag("viewEvents", false);
  public static final Option<Boolean> MEMBER_EVENTS = ALL.flag("memberEvents", false);
  public static final Option<Boolean> QUESTION_ADDRESSES = ALL.flag("questionAddresses", false);
  public static final Option<Boolean> BROADCAST_EVENTS = ALL.flag("broadcastEvents", false);
  public static final Option<Integer> REGISTRATION_TIMEOUT =
      ALL.millis("registrationTimeout", 5_000, 10);
  public static final Option<Integer> DRAIN_TIME = ALL.millis("drainTime", 100, 0);
  public static final Option<Integer> LEAVE_TIMEOUT = ALL.millis("leaveTimeout", 1_000, 0);
  public static final Option<Integer> DIGEST_INTERVAL = ALL.millis("digestInterval", 5_000, 10);
  public static final Option<Long> TOMBSTONE_RETENTION =
      ALL.retention("tombstoneRetention", 86_400_000, 60_000);
  public static final Option<DiscoveryOptions> DISCOVERY =
      ALL.part("discovery", new DiscoveryOptions());
  public static final Option<FailureDetectionOptions> FAILURE_DETECTION =
      ALL.part("failureDetection", new FailureDetectionOptions());
  public static final Option<SharedDataOptions> SHARED_DATA =
      ALL.part("sharedData", new SharedDataOptions());

  /**
   * Creates the defaults: a cluster's nodes are close to each other, so what is periodic is
   * frequent and an idle link need not stay, and several of them on one host share a configuration.
   */
  public HyParViewClusterOptions() {
    super(ALL);
    getMembership().setShuffleInterval(5_000).setHealInterval(3_000);
    getLinks().setPort(DEFAULT_PORT).setPortRange(64).setIdleTimeout(2_000);
  }

  /** Creates a copy. */
  public HyParViewClusterOptions(HyParViewClusterOptions other) {
    super(other);
  }

  /** Creates the options that the JSON has, and the defaults of all others. */
  public HyParViewClusterOptions(JsonObject json) {
    this();
    read(json);
  }

  /** Creates the options of {@link Profile#LAN}. */
  public static HyParViewClusterOptions lan() {
    return new HyParViewClusterOptions().setProfile(Profile.LAN);
  }

  /** Creates the options of {@link Profile#WAN}. */
  public static HyParViewClusterOptions wan() {
    return new HyParViewClusterOptions().setProfile(Profile.WAN);
  }

  /** Creates the options of {@link Profile#LOCAL}. */
  public static HyParViewClusterOptions local() {
    return new HyParViewClusterOptions().setProfile(Profile.LOCAL);
  }

  /** Creates the options of {@link Profile#PAPER}. */
  public static HyParViewClusterOptions paper() {
    return new HyParViewClusterOptions().setProfile(Profile.PAPER);
  }

  @Override
  public HyParViewClusterOptions setProfile(Profile profile) {
    if (profile == Profile.WAN) {
      getDiscovery().setDiscoveryTimeout(2_000).getMulticast().setEnabled(false);
      getFailureDetection().setStrongSuspicionTimeout(2_000).setWeakSuspicionTimeout(6_000);
      getFailureDetection().setProbeInterval(15_000);
      setRegistrationTimeout(15_000).setLeaveTimeout(5_000).setDigestInterval(15_000);
      setDrainTime(500);
    } else if (profile == Profile.LOCAL) {
      getDiscovery().getMulticast().setEnabled(false);
    }
    return super.setProfile(profile);
  }

  /**
   * What the id of this node begins with, before a slash and a random UUID, 1 to 218 bytes in
   * UTF-8; null, the default, for nothing but the UUID. Certificates have it if
   * {@link org.hyparview.transport.LinkOptions#setVerifyNodeId} is set. Nodes may share it.
   */
  public HyParViewClusterOptions setNodeName(@Nullable String name) {
    return set(NODE_NAME, name);
  }

  /**
   * Where the event bus listens, unless its own options say; null, the default, for {@code host},
   * or if that means all addresses, for where others dial this node.
   */
  public HyParViewClusterOptions setClusterHost(@Nullable String host) {
    return set(CLUSTER_HOST, host);
  }

  /**
   * Where others dial the event bus, unless its own options say; null, the default, for
   * {@code advertisedHost}, or without one, or with a {@code clusterHost}, for where it listens.
   */
  public HyParViewClusterOptions setClusterPublicHost(@Nullable String host) {
    return set(CLUSTER_PUBLIC_HOST, host);
  }

  /** Which nodes this node counts as the cluster; default {@code CLUSTER}. */
  public HyParViewClusterOptions setMembershipScope(MembershipScope scope) {
    return set(MEMBERSHIP_SCOPE, scope);
  }

  /**
   * The members that a healthy node sees at least, itself included, as {@code membershipScope}
   * counts them, up to 1,000,000; 1 lets a node be healthy alone. Default 0: a node that knows a
   * contact is healthy once it has met another node.
   */
  public HyParViewClusterOptions setMinMembers(int members) {
    return set(MIN_MEMBERS, members);
  }

  /**
   * What others know of this node besides its addresses, within the bounds of {@link Tags}; default
   * none. {@link HyParViewCluster#setTags} changes it later.
   */
  public HyParViewClusterOptions setTags(Map<String, String> tags) {
    return set(TAGS, tags);
  }

  /** Whether views are on the local event bus; default false, since its metrics count them. */
  public HyParViewClusterOptions setViewEvents(boolean publish) {
    return set(VIEW_EVENTS, publish);
  }

  /** Whether members are on the local event bus; default false, since its metrics count them. */
  public HyParViewClusterOptions setMemberEvents(boolean publish) {
    return set(MEMBER_EVENTS, publish);
  }

  /**
   * Whether questions may be sent to {@code <prefix>.ask} on the local event bus, and are answered
   * by handlers at {@code <prefix>.ask.<topic>}; default false. {@link HyParViewCluster#ask} and
   * {@link HyParViewCluster#onQuestion} don't need it.
   */
  public HyParViewClusterOptions setQuestionAddresses(boolean open) {
    return set(QUESTION_ADDRESSES, open);
  }

  /** Whether broadcast is on the local event bus; default false, since its metrics count it. */
  public HyParViewClusterOptions setBroadcastEvents(boolean open) {
    return set(BROADCAST_EVENTS, open);
  }

  /** The longest wait of a registration until all nodes have it, from 10 ms; default 5,000. */
  public HyParViewClusterOptions setRegistrationTimeout(int millis) {
    return set(REGISTRATION_TIMEOUT, millis);
  }

  /**
   * The time between the withdrawal of this node's event-bus handlers from the other nodes, when
   * Vert.x closes, and the undeployment of verticles: for requests that are on their way. Handlers
   * whose address no other node serves are not withdrawn. Default 100; 0 withdraws none.
   */
  public HyParViewClusterOptions setDrainTime(int millis) {
    return set(DRAIN_TIME, millis);
  }

  /** The longest wait of a leaving node, after its hand-over, until all know; default 1,000. */
  public HyParViewClusterOptions setLeaveTimeout(int millis) {
    return set(LEAVE_TIMEOUT, millis);
  }

  /** The time between comparisons of all state, from 10 ms; default 5,000. Short repairs sooner. */
  public HyParViewClusterOptions setDigestInterval(int millis) {
    return set(DIGEST_INTERVAL, millis);
  }

  /**
   * How long dead nodes and removed entries are remembered, 1 min to 10 years; default 24 h. Nodes
   * that were cut off for longer bring them back.
   */
  public HyParViewClusterOptions setTombstoneRetention(long millis) {
    return set(TOMBSTONE_RETENTION, millis);
  }

  /** The options of discovery, to be changed in place. */
  public DiscoveryOptions getDiscovery() {
    return get(DISCOVERY);
  }

  /** The options of failure detection, to be changed in place. */
  public FailureDetectionOptions getFailureDetection() {
    return get(FAILURE_DETECTION);
  }

  /** The options of shared data, to be changed in place. */
  public SharedDataOptions getSharedData() {
    return get(SHARED_DATA);
  }

  // Shorthand for what most programs set

  /** Shorthand for {@link DiscoveryOptions#getMulticast} of {@link #getDiscovery()}. */
  public MulticastOptions getMulticast() {
    return getDiscovery().getMulticast();
  }

  /** Shorthand for {@link DiscoveryOptions#setMulticast} of {@link #getDiscovery()}. */
  public HyParViewClusterOptions setMulticast(MulticastOptions options) {
    getDiscovery().setMulticast(options);
    return this;
  }

  /** Shorthand for {@link DiscoveryOptions#setLoopbackScan} of {@link #getDiscovery()}. */
  public HyParViewClusterOptions setLoopbackScan(boolean scan) {
    getDiscovery().setLoopbackScan(scan);
    return this;
  }

  /** Shorthand for {@link DiscoveryOptions#setDns} of {@link #getDiscovery()}. */
  public HyParViewClusterOptions setDns(List<String> queries) {
    getDiscovery().setDns(queries);
    return this;
  }

  /** Shorthand for {@link SharedDataOptions#setOnQuorumLoss} of {@link #getSharedData()}. */
  public HyParViewClusterOptions setOnQuorumLoss(QuorumLossPolicy policy) {
    getSharedData().setOnQuorumLoss(policy);
    return this;
  }

  /** Shorthand for {@link SharedDataOptions#setOperationTimeout} of {@link #getSharedData()}. */
  public HyParViewClusterOptions setOperationTimeout(int millis) {
    getSharedData().setOperationTimeout(millis);
    return this;
  }
}
