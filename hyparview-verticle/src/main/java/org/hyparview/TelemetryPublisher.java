package org.hyparview;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.hyparview.node.SendListener;

/**
 * The publisher of what a node sends, on the local event bus: {@code {"type": "sent", "message":
 * "forward-join", "node": "a"}}, or {@code "not-sent"} if no link took the message.
 */
final class TelemetryPublisher implements SendListener {

  private final Vertx vertx;
  private final String address;
  private final String node;

  TelemetryPublisher(Vertx vertx, String prefix, String node) {
    this.vertx = vertx;
    this.address = new HyParViewAddresses(prefix).telemetry();
    this.node = node;
  }

  @Override
  public void sent(String kind, boolean taken) {
    JsonObject event = new JsonObject()
        .put("type", taken ? "sent" : "not-sent")
        .put("message", kind)
        .put("node", node);
    vertx.eventBus().publish(address, event, ViewPublisher.LOCAL);
  }
}
