package org.hyparview.cluster;

import io.vertx.core.json.JsonObject;
import java.io.ObjectInputFilter;
import java.util.Map;
import org.hyparview.Tags;
import org.hyparview.options.Option;
import org.hyparview.options.OptionTable;
import org.hyparview.options.Options;
import org.jspecify.annotations.Nullable;

/** The options of maps, counters and locks. Times are in ms, up to 1 h. Defaults are our choice. */
public class SharedDataOptions extends Options<SharedDataOptions> {

  private static final OptionTable ALL = new OptionTable();

  public static final Option<QuorumLossPolicy> ON_QUORUM_LOSS =
      ALL.choice("onQuorumLoss", QuorumLossPolicy.RECOVER_IF_PROVEN);
  public static final Option<Integer> MAX_VOTERS = ALL.choice("maxVoters", 5, 1, 3, 5);
  public static final Option<Boolean> DATA_MEMBER = ALL.flag("dataMember", true);
  public static final Option<String> SPREAD_VOTERS_BY =
      ALL.parsed("spreadVotersBy", null, SharedDataOptions::checkKey);
  public static final Option<Integer> OPERATION_TIMEOUT =
      ALL.millis("operationTimeout", 10_000, 100);
  public static final Option<Integer> MAX_REQUESTS = ALL.number("maxRequests", 1_024, 1, 4_096);
  public static final Option<Integer> MAX_PENDING_BYTES =
      ALL.number("maxPendingBytes", 16 << 20, 64 << 10, 1 << 30);
  public static final Option<Integer> SNAPSHOT_INTERVAL =
      ALL.number("snapshotInterval", 200, 10, 10_000);
  public static final Option<Integer> HAND_OVER_TIMEOUT = ALL.millis("handOverTimeout", 25_000, 0);
  public static final Option<String> SERIAL_FILTER =
      ALL.parsed("serialFilter", null, ObjectInputFilter.Config::createFilter);
  public static final Option<Boolean> SHARED_DATA_THREAD = ALL.flag("sharedDataThread", false);

  /** Creates the defaults. */
  public SharedDataOptions() {
    super(ALL);
  }

  /** Creates a copy. */
  public SharedDataOptions(SharedDataOptions other) {
    super(other);
  }

  /** Creates the options that the JSON has, and the defaults of all others. */
  public SharedDataOptions(JsonObject json) {
    super(ALL, json);
  }

  /**
   * The reaction to the loss of too many replicas, the same in all nodes; default
   * {@code RECOVER_IF_PROVEN}.
   */
  public SharedDataOptions setOnQuorumLoss(QuorumLossPolicy policy) {
    return set(ON_QUORUM_LOSS, policy);
  }

  /**
   * The most replicas, 1, 3 or 5, the same in all nodes; default 5: any two may die at once. Few
   * are faster.
   */
  public SharedDataOptions setMaxVoters(int replicas) {
    return set(MAX_VOTERS, replicas);
  }

  /**
   * Whether this node may keep the data; default true. One that doesn't uses it through the others,
   * of which some must keep it: small, short-lived or remote nodes then cost no hand-over.
   */
  public SharedDataOptions setDataMember(boolean keeps) {
    return set(DATA_MEMBER, keeps);
  }

  /**
   * The key of the tag, such as {@code zone}, over whose values the replicas are spread while this
   * node leads them; the same in all nodes. Null, the default, places them on the oldest nodes.
   */
  public SharedDataOptions setSpreadVotersBy(@Nullable String key) {
    return set(SPREAD_VOTERS_BY, key);
  }

  private static void checkKey(String key) {
    Tags.check(Map.of(key, ""));
  }

  /** The time after which an operation on a map or counter fails, from 100; default 10,000. */
  public SharedDataOptions setOperationTimeout(int millis) {
    return set(OPERATION_TIMEOUT, millis);
  }

  /** The operations of a node in progress, 1..4096; default 1,024. More raise throughput, load. */
  public SharedDataOptions setMaxRequests(int operations) {
    return set(MAX_REQUESTS, operations);
  }

  /** The bytes of changes that may wait, 64 KiB to 1 GiB; more fail at once; default 16 MiB. */
  public SharedDataOptions setMaxPendingBytes(int bytes) {
    return set(MAX_PENDING_BYTES, bytes);
  }

  /** The batches until a snapshot replaces the log, 10..10,000; default 200. Few save memory. */
  public SharedDataOptions setSnapshotInterval(int batches) {
    return set(SNAPSHOT_INTERVAL, batches);
  }

  /**
   * The longest wait of a leaving node until others hold its data; default 25,000, within the 30 s
   * that Kubernetes grants; 0 hands over nothing. It must end before the process is killed.
   */
  public SharedDataOptions setHandOverTimeout(int millis) {
    return set(HAND_OVER_TIMEOUT, millis);
  }

  /**
   * Whether they have a thread of their own; default false: operations take half the time. With it,
   * snapshots of hundreds of thousands of entries don't hold up the control plane.
   */
  public SharedDataOptions setSharedDataThread(boolean own) {
    return set(SHARED_DATA_THREAD, own);
  }

  /**
   * The classes that keys and values may have, as a JEP 290 pattern such as
   * {@code com.example.**;java.base/*;!*}. It decides before the default filter, and after one of
   * {@link HyParViewClusterManager#setSerialFilter}. Null, the default, for the default filter.
   */
  public SharedDataOptions setSerialFilter(@Nullable String pattern) {
    return set(SERIAL_FILTER, pattern);
  }
}
