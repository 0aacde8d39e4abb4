package org.hyparview;

import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.hyparview.options.OptionTable;
import org.jspecify.annotations.Nullable;

/** Reads and writes {@link HyParViewOptions} as JSON, one row an option. */
final class HyParViewOptionsJson {

  static final OptionTable<HyParViewOptions> TABLE = new OptionTable<>();

  static {
    TABLE.shorthand("expectedClusterSize", HyParViewOptions::setExpectedClusterSize);
    text("nodeId", HyParViewOptions::setNodeId, HyParViewOptions::getNodeId);
    text("clusterName", HyParViewOptions::setClusterName, HyParViewOptions::getClusterName);
    text("host", HyParViewOptions::setHost, HyParViewOptions::getHost);
    number("port", HyParViewOptions::setPort, HyParViewOptions::getPort);
    number("portRange", HyParViewOptions::setPortRange, HyParViewOptions::getPortRange);
    text(
        "advertisedHost", HyParViewOptions::setAdvertisedHost, HyParViewOptions::getAdvertisedHost);
    number(
        "advertisedPort", HyParViewOptions::setAdvertisedPort, HyParViewOptions::getAdvertisedPort);
    TABLE.texts("contacts", HyParViewOptions::setContacts, HyParViewOptions::getContacts);
    text(
        "eventBusPrefix", HyParViewOptions::setEventBusPrefix, HyParViewOptions::getEventBusPrefix);
    number(
        "activeViewSize", HyParViewOptions::setActiveViewSize, HyParViewOptions::getActiveViewSize);
    number(
        "passiveViewSize",
        HyParViewOptions::setPassiveViewSize,
        HyParViewOptions::getPassiveViewSize);
    number(
        "activeRandomWalkLength",
        HyParViewOptions::setActiveRandomWalkLength,
        HyParViewOptions::getActiveRandomWalkLength);
    number(
        "passiveRandomWalkLength",
        HyParViewOptions::setPassiveRandomWalkLength,
        HyParViewOptions::getPassiveRandomWalkLength);
    number("shuffleActive", HyParViewOptions::setShuffleActive, HyParViewOptions::getShuffleActive);
    number(
        "shufflePassive", HyParViewOptions::setShufflePassive, HyParViewOptions::getShufflePassive);
    number(
        "shuffleTimeToLive",
        HyParViewOptions::setShuffleTimeToLive,
        HyParViewOptions::getShuffleTimeToLive);
    number(
        "shuffleInterval",
        HyParViewOptions::setShuffleInterval,
        HyParViewOptions::getShuffleInterval);
    number(
        "requestTimeout", HyParViewOptions::setRequestTimeout, HyParViewOptions::getRequestTimeout);
    number("healInterval", HyParViewOptions::setHealInterval, HyParViewOptions::getHealInterval);
    number(
        "rejoinMinDelay", HyParViewOptions::setRejoinMinDelay, HyParViewOptions::getRejoinMinDelay);
    number(
        "rejoinMaxDelay", HyParViewOptions::setRejoinMaxDelay, HyParViewOptions::getRejoinMaxDelay);
    TABLE.longNumber(
        "failedPeerRetention",
        HyParViewOptions::setFailedPeerRetention,
        HyParViewOptions::getFailedPeerRetention);
    number(
        "connectTimeout", HyParViewOptions::setConnectTimeout, HyParViewOptions::getConnectTimeout);
    number("helloTimeout", HyParViewOptions::setHelloTimeout, HyParViewOptions::getHelloTimeout);
    number(
        "heartbeatInterval",
        HyParViewOptions::setHeartbeatInterval,
        HyParViewOptions::getHeartbeatInterval);
    number(
        "heartbeatMisses",
        HyParViewOptions::setHeartbeatMisses,
        HyParViewOptions::getHeartbeatMisses);
    number("idleTimeout", HyParViewOptions::setIdleTimeout, HyParViewOptions::getIdleTimeout);
    number("maxFrameSize", HyParViewOptions::setMaxFrameSize, HyParViewOptions::getMaxFrameSize);
    number(
        "maxPendingHellos",
        HyParViewOptions::setMaxPendingHellos,
        HyParViewOptions::getMaxPendingHellos);
    number(
        "maxTemporaryLinks",
        HyParViewOptions::setMaxTemporaryLinks,
        HyParViewOptions::getMaxTemporaryLinks);
    number(
        "controlQueueBytes",
        HyParViewOptions::setControlQueueBytes,
        HyParViewOptions::getControlQueueBytes);
    number(
        "dataQueueBytes", HyParViewOptions::setDataQueueBytes, HyParViewOptions::getDataQueueBytes);
    broadcast();
    TABLE.object(
        "netServerOptions",
        (options, json) -> options.setNetServerOptions(new NetServerOptions(json)),
        options -> options.getNetServerOptions().toJson());
    TABLE.object(
        "netClientOptions",
        (options, json) -> options.setNetClientOptions(new NetClientOptions(json)),
        options -> options.getNetClientOptions().toJson());
  }

  private HyParViewOptionsJson() {}

  private static void broadcast() {
    number(
        "maxBroadcastSize",
        HyParViewOptions::setMaxBroadcastSize,
        HyParViewOptions::getMaxBroadcastSize);
    number(
        "broadcastQueueBytes",
        HyParViewOptions::setBroadcastQueueBytes,
        HyParViewOptions::getBroadcastQueueBytes);
    number(
        "broadcastCacheBytes",
        HyParViewOptions::setBroadcastCacheBytes,
        HyParViewOptions::getBroadcastCacheBytes);
    number(
        "broadcastRetention",
        HyParViewOptions::setBroadcastRetention,
        HyParViewOptions::getBroadcastRetention);
    number("ihaveInterval", HyParViewOptions::setIhaveInterval, HyParViewOptions::getIhaveInterval);
    number("graftTimeout1", HyParViewOptions::setGraftTimeout1, HyParViewOptions::getGraftTimeout1);
    number("graftTimeout2", HyParViewOptions::setGraftTimeout2, HyParViewOptions::getGraftTimeout2);
    number(
        "optimizationThreshold",
        HyParViewOptions::setOptimizationThreshold,
        HyParViewOptions::getOptimizationThreshold);
  }

  private static void text(
      String name,
      BiConsumer<HyParViewOptions, String> setter,
      Function<HyParViewOptions, @Nullable Object> getter) {
    TABLE.text(name, setter, getter);
  }

  private static void number(
      String name,
      BiConsumer<HyParViewOptions, Integer> setter,
      Function<HyParViewOptions, @Nullable Object> getter) {
    TABLE.number(name, setter, getter);
  }
}
