package org.hyparview;

import io.vertx.core.json.JsonObject;
import org.hyparview.options.Option;
import org.hyparview.options.OptionTable;
import org.hyparview.options.Options;
import org.hyparview.protocol.plumtree.PlumtreeConfig;

/**
 * The options of broadcast, the same in all nodes; docs/options.md explains them. Symbols are the
 * paper's (TR-07-14), all else is our choice. Times are in ms, up to 1 h.
 */
public class BroadcastOptions extends Options<BroadcastOptions> {

  private static final OptionTable ALL = new OptionTable();

  public static final Option<Integer> MAX_BROADCAST_SIZE =
      ALL.number("maxBroadcastSize", (1 << 20) - 1_024, 1_024, (16 << 20) - 1_024);
  public static final Option<Integer> BROADCAST_QUEUE_BYTES =
      ALL.number("broadcastQueueBytes", 4 << 20, 1_024, 1 << 30);
  public static final Option<Integer> BROADCAST_CACHE_BYTES =
      ALL.number("broadcastCacheBytes", 32 << 20, 0, 1 << 30);
  public static final Option<Integer> BROADCAST_RETENTION =
      ALL.millis("broadcastRetention", 30_000, 1);
  public static final Option<Integer> IHAVE_INTERVAL = ALL.millis("ihaveInterval", 20, 0);
  public static final Option<Integer> GRAFT_TIMEOUT_1 = ALL.millis("graftTimeout1", 1_000, 1);
  public static final Option<Integer> GRAFT_TIMEOUT_2 = ALL.millis("graftTimeout2", 200, 1);
  public static final Option<Integer> OPTIMIZATION_THRESHOLD =
      ALL.number("optimizationThreshold", 7, 1, 1_000);

  /** Creates the defaults. */
  public BroadcastOptions() {
    super(ALL);
  }

  /** Creates a copy. */
  public BroadcastOptions(BroadcastOptions other) {
    super(other);
  }

  /** Creates the options that the JSON has, and the defaults of all others. */
  public BroadcastOptions(JsonObject json) {
    super(ALL, json);
  }

  /** The longest broadcast in bytes, 1,024 to {@code maxFrameSize} - 1,024; default 1,047,552. */
  public BroadcastOptions setMaxBroadcastSize(int bytes) {
    return set(MAX_BROADCAST_SIZE, bytes);
  }

  /** The bytes of own broadcasts that may wait, 1 KiB to 1 GiB; more fail; default 4 MiB. */
  public BroadcastOptions setBroadcastQueueBytes(int bytes) {
    return set(BROADCAST_QUEUE_BYTES, bytes);
  }

  /** The bytes kept for repair, 0 to 1 GiB; default 32 MiB. Few cost messages, many memory. */
  public BroadcastOptions setBroadcastCacheBytes(int bytes) {
    return set(BROADCAST_CACHE_BYTES, bytes);
  }

  /** How long they are kept, and an acknowledged broadcast may last, from 1; default 30,000. */
  public BroadcastOptions setBroadcastRetention(int millis) {
    return set(BROADCAST_RETENTION, millis);
  }

  /** How long IHAVEs wait for others, from 0, the paper's; default 20. Long delays repair. */
  public BroadcastOptions setIhaveInterval(int millis) {
    return set(IHAVE_INTERVAL, millis);
  }

  /**
   * timeout1, from 1; default 1,000: the time for an announced broadcast to come by itself before
   * it is asked for (GRAFT). Less than it takes to cross the overlay asks too early, more repairs
   * late.
   */
  public BroadcastOptions setGraftTimeout1(int millis) {
    return set(GRAFT_TIMEOUT_1, millis);
  }

  /** timeout2, from 1; default 200: the time for it to come once asked for, a round trip (§3.8). */
  public BroadcastOptions setGraftTimeout2(int millis) {
    return set(GRAFT_TIMEOUT_2, millis);
  }

  /**
   * The hops that a shortcut must save to join the tree, 1..1000; default 7, for many senders; 3
   * for one (§4). Few shorten paths, and let many senders rebuild each other's tree.
   */
  public BroadcastOptions setOptimizationThreshold(int hops) {
    return set(OPTIMIZATION_THRESHOLD, hops);
  }

  /** The settings of the protocol. */
  public PlumtreeConfig toConfig() {
    return PlumtreeConfig.builder()
        .maxPayload(get(MAX_BROADCAST_SIZE))
        .cachedBytes(get(BROADCAST_CACHE_BYTES))
        .retention(get(BROADCAST_RETENTION))
        .ihaveInterval(get(IHAVE_INTERVAL))
        .graftTimeout1(get(GRAFT_TIMEOUT_1))
        .graftTimeout2(get(GRAFT_TIMEOUT_2))
        .optimizationThreshold(get(OPTIMIZATION_THRESHOLD))
        .build();
  }
}
