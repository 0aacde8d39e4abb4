package org.hyparview;

import io.vertx.core.json.JsonObject;
import org.hyparview.options.Option;
import org.hyparview.options.OptionTable;
import org.hyparview.options.Options;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.peer.Ranges;

/**
 * The options of membership; docs/options.md explains them. Symbols and sections are the paper's
 * (TR-07-13), all else is our choice. Times are in ms, by default 10 ms to 1 h.
 */
public class MembershipOptions extends Options<MembershipOptions> {

  private static final OptionTable ALL = new OptionTable();

  public static final Option<Integer> EXPECTED_CLUSTER_SIZE =
      ALL.leading("expectedClusterSize", MembershipOptions::setExpectedClusterSize);
  public static final Option<Integer> ACTIVE_VIEW_SIZE = ALL.number("activeViewSize", 5, 1, 32);
  public static final Option<Integer> PASSIVE_VIEW_SIZE =
      ALL.number("passiveViewSize", 30, 0, 1_024);
  public static final Option<Integer> ACTIVE_RANDOM_WALK_LENGTH =
      ALL.number("activeRandomWalkLength", 6, 0, 64);
  public static final Option<Integer> PASSIVE_RANDOM_WALK_LENGTH =
      ALL.number("passiveRandomWalkLength", 3, 0, 64);
  public static final Option<Integer> SHUFFLE_ACTIVE = ALL.number("shuffleActive", 3, 0, 31);
  public static final Option<Integer> SHUFFLE_PASSIVE = ALL.number("shufflePassive", 4, 0, 31);
  public static final Option<Integer> SHUFFLE_TIME_TO_LIVE =
      ALL.number("shuffleTimeToLive", 6, 1, 64);
  public static final Option<Integer> SHUFFLE_INTERVAL = ALL.millis("shuffleInterval", 30_000, 10);
  public static final Option<Integer> REQUEST_TIMEOUT = ALL.millis("requestTimeout", 5_000, 10);
  public static final Option<Integer> HEAL_INTERVAL = ALL.millis("healInterval", 30_000, 10);
  public static final Option<Integer> REJOIN_MIN_DELAY = ALL.millis("rejoinMinDelay", 500, 1);
  public static final Option<Integer> REJOIN_MAX_DELAY = ALL.millis("rejoinMaxDelay", 30_000, 1);
  public static final Option<Long> FAILED_PEER_RETENTION =
      ALL.retention("failedPeerRetention", 86_400_000, 0);

  /** Creates the defaults. */
  public MembershipOptions() {
    super(ALL);
  }

  /** Creates a copy. */
  public MembershipOptions(MembershipOptions other) {
    super(other);
  }

  /** Creates the options that the JSON has, and the defaults of all others. */
  public MembershipOptions(JsonObject json) {
    super(ALL, json);
  }

  /**
   * Sets both view sizes as the paper derives them (§4.1) from the most nodes that there will be:
   * log10(n) + 1, rounded up, and six times that. In JSON, sizes given beside it win.
   */
  public MembershipOptions setExpectedClusterSize(int nodes) {
    Ranges.check("expectedClusterSize", nodes, 1, Integer.MAX_VALUE);
    int size = (int) Math.ceil(Math.log10(nodes) + 1);
    return setActiveViewSize(size).setPassiveViewSize(6 * size);
  }

  /**
   * The neighbors of a node (fanout + 1), 1..32; default 5, for 10,000 nodes (§5.1). More survive
   * more failures and shorten paths; they cost links, and copies of broadcasts.
   */
  public MembershipOptions setActiveViewSize(int peers) {
    return set(ACTIVE_VIEW_SIZE, peers);
  }

  /** The candidates in reserve, 0..1024; default 30 (§5.1). Many survive larger failures. */
  public MembershipOptions setPassiveViewSize(int peers) {
    return set(PASSIVE_VIEW_SIZE, peers);
  }

  /** ARWL: hops of a join, 0..64; default 6 (§5.1). Few cluster newcomers, many cost messages. */
  public MembershipOptions setActiveRandomWalkLength(int hops) {
    return set(ACTIVE_RANDOM_WALK_LENGTH, hops);
  }

  /** PRWL: hops left when a join enters a passive view, 0..ARWL; default 3 (§5.1). */
  public MembershipOptions setPassiveRandomWalkLength(int hops) {
    return set(PASSIVE_RANDOM_WALK_LENGTH, hops);
  }

  /** ka: neighbors in a shuffle, 0..31; default 3 (§5.1). Many freshen views, and mix less. */
  public MembershipOptions setShuffleActive(int peers) {
    return set(SHUFFLE_ACTIVE, peers);
  }

  /** kp: candidates in a shuffle, 0..31; default 4 (§5.1). Many mix faster and cost bytes. */
  public MembershipOptions setShufflePassive(int peers) {
    return set(SHUFFLE_PASSIVE, peers);
  }

  /** The hops of a shuffle, 1..64; default 6, as ARWL. Many mix better and cost messages. */
  public MembershipOptions setShuffleTimeToLive(int hops) {
    return set(SHUFFLE_TIME_TO_LIVE, hops);
  }

  /** The time between two shuffles; default 30,000. Short keeps views fresh, at 8 messages each. */
  public MembershipOptions setShuffleInterval(int millis) {
    return set(SHUFFLE_INTERVAL, millis);
  }

  /** The time to dial and be answered; default 5,000. Short gives up distant nodes. */
  public MembershipOptions setRequestTimeout(int millis) {
    return set(REQUEST_TIMEOUT, millis);
  }

  /** The time between probes for other components; default 30,000. Short heals splits sooner. */
  public MembershipOptions setHealInterval(int millis) {
    return set(HEAL_INTERVAL, millis);
  }

  /**
   * The first wait between tries of an isolated node, from 1; default 500. Short loads contacts.
   */
  public MembershipOptions setRejoinMinDelay(int millis) {
    return set(REJOIN_MIN_DELAY, millis);
  }

  /** The longest, after it has doubled, {@code rejoinMinDelay} to 1 h; default 30,000. */
  public MembershipOptions setRejoinMaxDelay(int millis) {
    return set(REJOIN_MAX_DELAY, millis);
  }

  /** How long failed peers are probed, to 10 years; default 24 h. Short forgets partitions. */
  public MembershipOptions setFailedPeerRetention(long millis) {
    return set(FAILED_PEER_RETENTION, millis);
  }

  /**
   * The settings of the protocol.
   *
   * @throws IllegalArgumentException if options contradict each other, naming them
   */
  public HyParViewConfig toConfig() {
    return HyParViewConfig.builder()
        .activeViewSize(get(ACTIVE_VIEW_SIZE))
        .passiveViewSize(get(PASSIVE_VIEW_SIZE))
        .activeRandomWalkLength(get(ACTIVE_RANDOM_WALK_LENGTH))
        .passiveRandomWalkLength(get(PASSIVE_RANDOM_WALK_LENGTH))
        .shuffleActive(get(SHUFFLE_ACTIVE))
        .shufflePassive(get(SHUFFLE_PASSIVE))
        .shuffleTimeToLive(get(SHUFFLE_TIME_TO_LIVE))
        .shuffleInterval(get(SHUFFLE_INTERVAL))
        .requestTimeout(get(REQUEST_TIMEOUT))
        .healInterval(get(HEAL_INTERVAL))
        .rejoinMinDelay(get(REJOIN_MIN_DELAY))
        .rejoinMaxDelay(get(REJOIN_MAX_DELAY))
        .failedPeerRetention(get(FAILED_PEER_RETENTION))
        .build();
  }
}
