package org.hyparview.cluster.node;

import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Outcome;
import org.hyparview.node.OverlayCounters;

/** The times that this node's changes took to reach all nodes, by their outcome. */
final class ChangeTimes {

  private static final class Total {
    private long count;
    private long nanos;
  }

  private final EnumMap<Outcome, Total> totals = new EnumMap<>(Outcome.class);

  ChangeTimes() {
    for (Outcome outcome : Outcome.values()) {
      totals.put(outcome, new Total());
    }
  }

  void add(Outcome outcome, long nanos) {
    Total total = totals.get(outcome);
    if (total != null) {
      total.count++;
      total.nanos += nanos;
    }
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    totals.forEach((outcome, total) -> json.put(
        OverlayCounters.name(outcome),
        new JsonObject().put("count", total.count).put("totalNanos", total.nanos)));
    return json;
  }
}
