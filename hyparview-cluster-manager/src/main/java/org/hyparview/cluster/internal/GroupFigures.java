package org.hyparview.cluster.internal;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.CompletionException;
import org.hyparview.cluster.group.GroupCounters;
import org.hyparview.cluster.group.GroupCounters.Role;
import org.hyparview.cluster.group.GroupNode;
import org.hyparview.node.OverlayCounters;

/** The counters of a node's part in the group of replicas, as JSON. */
final class GroupFigures {

  private GroupFigures() {}

  /** Returns those of a node now, or of none if its replica is busy. */
  static JsonObject of(GroupNode node) {
    try {
      return toJson(node.counters());
    } catch (IllegalStateException | CompletionException busy) {
      return toJson(GroupCounters.NONE);
    }
  }

  static JsonObject toJson(GroupCounters counters) {
    JsonObject role = new JsonObject();
    for (Role each : Role.values()) {
      role.put(OverlayCounters.name(each), each == counters.role() ? 1 : 0);
    }
    return new JsonObject()
        .put("role", role)
        .put("term", counters.term())
        .put("commitIndex", counters.commitIndex())
        .put("uncommitted", counters.uncommitted())
        .put("unapplied", counters.unapplied())
        .put("followerLag", counters.followerLag())
        .put("sessions", counters.sessions())
        .put("locks", counters.locks())
        .put("locksHere", counters.locksHere())
        .put("entries", counters.entries())
        .put("refused", counters.refused())
        .put("gated", counters.gated())
        .put("outdated", counters.outdated());
  }
}
