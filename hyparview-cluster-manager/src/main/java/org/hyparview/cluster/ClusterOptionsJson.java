package org.hyparview.cluster;

import java.util.List;
import org.hyparview.HyParViewOptions;
import org.hyparview.options.OptionTable;

/** Reads and writes {@link HyParViewClusterOptions} as JSON, one row an option. */
final class ClusterOptionsJson {

  static final OptionTable<HyParViewClusterOptions> TABLE = new OptionTable<>();

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

  static {
    TABLE.include(HyParViewOptions.table(), options -> options.overlay, VERTICLES_OWN);
    discovery();
    membership();
  }

  private ClusterOptionsJson() {}

  private static void discovery() {
    TABLE
        .flag(
            "loopbackScan",
            HyParViewClusterOptions::setLoopbackScan,
            HyParViewClusterOptions::isLoopbackScan)
        .nested(
            "multicast",
            MulticastOptions.TABLE,
            HyParViewClusterOptions::setMulticast,
            HyParViewClusterOptions::getMulticast)
        .texts("dns", HyParViewClusterOptions::setDns, HyParViewClusterOptions::getDns)
        .text(
            "dnsServer",
            HyParViewClusterOptions::setDnsServer,
            HyParViewClusterOptions::getDnsServer)
        .number(
            "dnsRefresh",
            HyParViewClusterOptions::setDnsRefresh,
            HyParViewClusterOptions::getDnsRefresh)
        .number(
            "discoveryTimeout",
            HyParViewClusterOptions::setDiscoveryTimeout,
            HyParViewClusterOptions::getDiscoveryTimeout)
        .text(
            "clusterHost",
            HyParViewClusterOptions::setClusterHost,
            HyParViewClusterOptions::getClusterHost)
        .text(
            "clusterPublicHost",
            HyParViewClusterOptions::setClusterPublicHost,
            HyParViewClusterOptions::getClusterPublicHost);
  }

  private static void membership() {
    TABLE
        .choice(
            "membershipScope",
            MembershipScope.class,
            HyParViewClusterOptions::setMembershipScope,
            HyParViewClusterOptions::getMembershipScope)
        .number(
            "strongSuspicionTimeout",
            HyParViewClusterOptions::setStrongSuspicionTimeout,
            HyParViewClusterOptions::getStrongSuspicionTimeout)
        .number(
            "weakSuspicionTimeout",
            HyParViewClusterOptions::setWeakSuspicionTimeout,
            HyParViewClusterOptions::getWeakSuspicionTimeout)
        .number(
            "probeInterval",
            HyParViewClusterOptions::setProbeInterval,
            HyParViewClusterOptions::getProbeInterval)
        .number(
            "registrationTimeout",
            HyParViewClusterOptions::setRegistrationTimeout,
            HyParViewClusterOptions::getRegistrationTimeout)
        .number(
            "leaveTimeout",
            HyParViewClusterOptions::setLeaveTimeout,
            HyParViewClusterOptions::getLeaveTimeout)
        .number(
            "digestInterval",
            HyParViewClusterOptions::setDigestInterval,
            HyParViewClusterOptions::getDigestInterval)
        .longNumber(
            "tombstoneRetention",
            HyParViewClusterOptions::setTombstoneRetention,
            HyParViewClusterOptions::getTombstoneRetention);
  }
}
