package org.hyparview.cluster;

import java.util.List;
import org.hyparview.HyParViewOptions;
import org.hyparview.options.OptionTable;

/** Reads and writes {@link HyParViewClusterOptions} as JSON, in this order. */
final class ClusterOptionsJson {

  /** An id is new at each start here, and broadcasts are the manager's own. */
  static final List<String> VERTICLES_OWN = List.of(
      "nodeId",
      "maxBroadcastSize",
      "broadcastQueueBytes",
      "broadcastCacheBytes",
      "broadcastRetention",
      "ihaveInterval",
      "graftTimeout1",
      "graftTimeout2",
      "optimizationThreshold");

  static final OptionTable<HyParViewClusterOptions> TABLE = new OptionTable<>(
          HyParViewClusterOptions.class)
      .include(HyParViewOptions.table(), options -> options.overlay, VERTICLES_OWN)
      .flag("loopbackScan")
      .nested("multicast", MulticastOptions.TABLE)
      .texts("dns")
      .text("dnsServer")
      .number("dnsRefresh", "discoveryTimeout")
      .text("clusterHost", "clusterPublicHost")
      .choice("membershipScope", MembershipScope.class)
      .number("strongSuspicionTimeout", "weakSuspicionTimeout", "probeInterval")
      .number("registrationTimeout", "leaveTimeout", "handOverTimeout", "digestInterval")
      .longNumber("tombstoneRetention")
      .choice("onQuorumLoss", QuorumLossPolicy.class)
      .number("maxVoters", "operationTimeout", "maxRequests", "maxPendingBytes")
      .number("snapshotInterval")
      .flag("sharedDataThread", "viewEvents");

  private ClusterOptionsJson() {}
}
