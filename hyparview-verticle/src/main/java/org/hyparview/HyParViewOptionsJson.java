package org.hyparview;

import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import org.hyparview.options.OptionTable;

/** Reads and writes {@link HyParViewOptions} as JSON, in this order. */
final class HyParViewOptionsJson {

  static final OptionTable<HyParViewOptions> TABLE = new OptionTable<>(HyParViewOptions.class)
      .shorthand("expectedClusterSize")
      .text("nodeId", "clusterName", "host")
      .number("port", "portRange")
      .text("advertisedHost")
      .number("advertisedPort")
      .texts("contacts")
      .text("eventBusPrefix")
      .number("activeViewSize", "passiveViewSize")
      .number("activeRandomWalkLength", "passiveRandomWalkLength")
      .number("shuffleActive", "shufflePassive", "shuffleTimeToLive", "shuffleInterval")
      .number("requestTimeout", "healInterval", "rejoinMinDelay", "rejoinMaxDelay")
      .longNumber("failedPeerRetention")
      .number("connectTimeout", "helloTimeout")
      .number("heartbeatInterval", "heartbeatMisses", "idleTimeout")
      .number("maxFrameSize", "maxPendingHellos", "maxTemporaryLinks")
      .number("controlQueueBytes", "dataQueueBytes")
      .number("maxBroadcastSize", "broadcastQueueBytes")
      .number("broadcastCacheBytes", "broadcastRetention")
      .number("ihaveInterval", "graftTimeout1", "graftTimeout2", "optimizationThreshold")
      .object(
          "netServerOptions",
          (options, json) -> options.setNetServerOptions(new NetServerOptions(json)),
          options -> options.getNetServerOptions().toJson())
      .object(
          "netClientOptions",
          (options, json) -> options.setNetClientOptions(new NetClientOptions(json)),
          options -> options.getNetClientOptions().toJson());

  private HyParViewOptionsJson() {}
}
