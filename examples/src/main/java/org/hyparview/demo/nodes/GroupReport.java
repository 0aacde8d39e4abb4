package org.hyparview.demo.nodes;

import io.vertx.core.json.JsonObject;
import org.hyparview.PeerEvent;
import org.hyparview.PeerInfo;

/**
 * A report of the process of a {@link GroupCommand} to the {@link ProcessGroup} that launched it:
 * one JSON object a line.
 *
 * @param kind what it is about
 * @param node the id of the node it is about; empty with {@code READY} and {@code COUNTED}
 * @param body what the kind says
 */
record GroupReport(Kind kind, String node, JsonObject body) {

  /** The subject of a report. */
  enum Kind {
    /** Nodes can be started. The body is empty. */
    READY,
    /** A node has started. The body is its {@link PeerInfo}. */
    STARTED,
    /** A node could not start. The body has the {@code message}. */
    FAILED,
    /** A view has changed. The body is the {@link PeerEvent}. */
    CHANGED,
    /** A broadcast was delivered. The body is the {@link Delivery}. */
    DELIVERED,
    /** The answer to the command to count. The body has the counters of all nodes. */
    COUNTED
  }

  static GroupReport ready() {
    return new GroupReport(Kind.READY, "", new JsonObject());
  }

  static GroupReport started(PeerInfo node) {
    return new GroupReport(Kind.STARTED, node.id(), node.toJson());
  }

  static GroupReport failed(String node, Throwable failure) {
    return new GroupReport(
        Kind.FAILED, node, new JsonObject().put("message", String.valueOf(failure.getMessage())));
  }

  static GroupReport changed(PeerEvent event) {
    return new GroupReport(Kind.CHANGED, event.node(), event.toJson());
  }

  static GroupReport delivered(Delivery delivery) {
    return new GroupReport(Kind.DELIVERED, delivery.node(), delivery.toJson());
  }

  static GroupReport counted(JsonObject counters) {
    return new GroupReport(Kind.COUNTED, "", counters);
  }

  /** Reads what {@link #toLine} gives. */
  static GroupReport parse(String line) {
    JsonObject json = new JsonObject(line);
    return new GroupReport(
        Kind.valueOf(json.getString("kind")), json.getString("node"), json.getJsonObject("body"));
  }

  /** This report as one line. */
  String toLine() {
    return new JsonObject()
        .put("kind", kind)
        .put("node", node)
        .put("body", body)
        .encode();
  }
}
