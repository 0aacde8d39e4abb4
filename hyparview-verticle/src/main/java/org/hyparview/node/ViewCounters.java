package org.hyparview.node;

import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import org.hyparview.protocol.hyparview.HyParViewEvent.DownReason;

/** The counts of the changes of one node's views. They belong to the context of the node. */
final class ViewCounters {

  private final EnumMap<DownReason, Long> downs = new EnumMap<>(DownReason.class);
  private long ups;
  private long isolations;
  private long renames;

  void changed(ViewChange change) {
    DownReason reason = change.reason();
    if (reason == null) {
      ups++;
    } else {
      downs.merge(reason, 1L, Long::sum);
    }
  }

  void isolated() {
    isolations++;
  }

  void renamed() {
    renames++;
  }

  JsonObject toJson(int active, int passive) {
    return new JsonObject()
        .put("active", active)
        .put("passive", passive)
        .put("ups", ups)
        .put("downs", OverlayCounters.byName(DownReason.values(), downs))
        .put("isolations", isolations)
        .put("renames", renames);
  }
}
