package org.hyparview;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads and writes {@link HyParViewOptions} as JSON, one row an option. */
final class HyParViewOptionsJson {

  private static final String EXPECTED_CLUSTER_SIZE = "expectedClusterSize";

  private record Row(
      BiConsumer<HyParViewOptions, Object> setter,
      Function<HyParViewOptions, @Nullable Object> getter) {}

  private static final Set<String> VERTX_OPTIONS = Set.of("netServerOptions", "netClientOptions");

  private static final Map<String, Row> ROWS = new LinkedHashMap<>();

  static {
    text("nodeId", HyParViewOptions::setNodeId, HyParViewOptions::getNodeId);
    text("clusterName", HyParViewOptions::setClusterName, HyParViewOptions::getClusterName);
    text("host", HyParViewOptions::setHost, HyParViewOptions::getHost);
    number("port", HyParViewOptions::setPort, HyParViewOptions::getPort);
    text(
        "advertisedHost", HyParViewOptions::setAdvertisedHost, HyParViewOptions::getAdvertisedHost);
    number(
        "advertisedPort", HyParViewOptions::setAdvertisedPort, HyParViewOptions::getAdvertisedPort);
    ROWS.put(
        "contacts",
        new Row(
            (options, value) -> options.setContacts(contacts(value)),
            options -> new JsonArray(options.getContacts())));
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
    ROWS.put(
        "failedPeerRetention",
        new Row(
            (options, value) -> options.setFailedPeerRetention(whole("failedPeerRetention", value)),
            HyParViewOptions::getFailedPeerRetention));
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
    ROWS.put(
        "netServerOptions",
        new Row(
            (options, value) -> options.setNetServerOptions(
                new NetServerOptions(object("netServerOptions", value))),
            options -> options.getNetServerOptions().toJson()));
    ROWS.put(
        "netClientOptions",
        new Row(
            (options, value) -> options.setNetClientOptions(
                new NetClientOptions(object("netClientOptions", value))),
            options -> options.getNetClientOptions().toJson()));
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
    ROWS.put(
        name, new Row((options, value) -> setter.accept(options, string(name, value)), getter));
  }

  private static void number(
      String name,
      BiConsumer<HyParViewOptions, Integer> setter,
      Function<HyParViewOptions, @Nullable Object> getter) {
    ROWS.put(
        name, new Row((options, value) -> setter.accept(options, integer(name, value)), getter));
  }

  static void read(JsonObject json, HyParViewOptions options) {
    Object expected = json.getValue(EXPECTED_CLUSTER_SIZE);
    if (expected != null) {
      options.setExpectedClusterSize(integer(EXPECTED_CLUSTER_SIZE, expected));
    }
    for (String name : json.fieldNames()) {
      Object value = json.getValue(name);
      Row row = ROWS.get(name);
      if (row != null && value != null) {
        row.setter.accept(options, value);
      } else if (row == null && !name.equals(EXPECTED_CLUSTER_SIZE)) {
        throw unknown(name);
      }
    }
  }

  /** Copies all but Vert.x's own options, whose way through JSON is long. */
  static void copy(HyParViewOptions from, HyParViewOptions to) {
    ROWS.forEach((name, row) -> {
      Object value = VERTX_OPTIONS.contains(name) ? null : row.getter.apply(from);
      if (value != null) {
        row.setter.accept(to, value);
      }
    });
  }

  static JsonObject write(HyParViewOptions options) {
    JsonObject json = new JsonObject();
    ROWS.forEach((name, row) -> {
      Object value = row.getter.apply(options);
      if (value != null) {
        json.put(name, value);
      }
    });
    return json;
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "There is no option " + name + "; the options are " + String.join(", ", ROWS.keySet()));
  }

  private static String string(String name, Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw wrongType(name, "a text", value);
  }

  private static int integer(String name, Object value) {
    long whole = whole(name, value);
    return checkRange(name, whole, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static long whole(String name, Object value) {
    if (value instanceof Number number && number.doubleValue() == number.longValue()) {
      return number.longValue();
    }
    throw wrongType(name, "a whole number", value);
  }

  private static JsonObject object(String name, Object value) {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw wrongType(name, "a JSON object", value);
  }

  private static List<String> contacts(Object value) {
    if (value instanceof JsonArray array) {
      return array.stream().map(contact -> string("contacts", contact)).toList();
    }
    throw wrongType("contacts", "an array of texts", value);
  }

  private static IllegalArgumentException wrongType(String name, String wanted, Object value) {
    return new IllegalArgumentException(name + " must be " + wanted + ", but is " + value);
  }

  static int checkRange(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be in " + min + ".." + max + ", but is " + value);
    }
    return (int) value;
  }

  /** Runs a check that doesn't know which option it is for. */
  static void named(String name, Runnable check) {
    try {
      check.run();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }
}
