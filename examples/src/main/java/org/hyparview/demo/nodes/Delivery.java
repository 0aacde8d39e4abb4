package org.hyparview.demo.nodes;

import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.hyparview.HyParViewBroadcast;

/**
 * A numbered broadcast that was delivered at a node.
 *
 * @param node where
 * @param number of the message, from 1
 * @param hops over how many links it came, 0 at its sender
 * @param micros how long it took, by the clock of this machine
 */
public record Delivery(String node, int number, int hops, long micros) {

  /** The topic of numbered broadcasts. */
  public static final String TOPIC = "demo";

  /** The body of the message with that number, sent now. */
  public static JsonObject body(int number, String padding) {
    return new JsonObject().put("number", number).put("sentAt", now()).put("padding", padding);
  }

  /** What the message is at the node, now. */
  static Delivery of(String node, Message<JsonObject> message) {
    return new Delivery(
        node,
        message.body().getInteger("number"),
        Integer.parseInt(message.headers().get(HyParViewBroadcast.HOPS)),
        now() - message.body().getLong("sentAt"));
  }

  private static long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  /** Reads what {@link #toJson} gives. */
  static Delivery of(String node, JsonObject json) {
    return new Delivery(
        node, json.getInteger("number"), json.getInteger("hops"), json.getLong("micros"));
  }

  /** Describes it in one line for people. */
  public String describe() {
    return String.format(
        Locale.ROOT, "%s  #%d, over %d links, after %.1f ms", node, number, hops, micros / 1_000.0);
  }

  JsonObject toJson() {
    return new JsonObject().put("number", number).put("hops", hops).put("micros", micros);
  }
}
