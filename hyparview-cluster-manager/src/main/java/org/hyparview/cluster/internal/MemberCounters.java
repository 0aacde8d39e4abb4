package org.hyparview.cluster.internal;

import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import org.hyparview.cluster.MemberEvent;
import org.hyparview.node.OverlayCounters;

/** The counts of the changes of the members that one node has seen. */
final class MemberCounters {

  private final EnumMap<MemberEvent.Type, Long> types = new EnumMap<>(MemberEvent.Type.class);
  private final EnumMap<MemberEvent.Reason, Long> departures =
      new EnumMap<>(MemberEvent.Reason.class);

  void count(MemberEvent event) {
    types.merge(event.type(), 1L, Long::sum);
    MemberEvent.Reason reason = event.reason();
    if (reason != null) {
      departures.merge(reason, 1L, Long::sum);
    }
  }

  JsonObject toJson(int present) {
    return new JsonObject()
        .put("present", present)
        .put("joined", count(MemberEvent.Type.MEMBER_JOINED))
        .put("changed", count(MemberEvent.Type.MEMBER_CHANGED))
        .put("returned", count(MemberEvent.Type.MEMBER_RETURNED))
        .put("left", OverlayCounters.byName(MemberEvent.Reason.values(), departures));
  }

  private long count(MemberEvent.Type type) {
    return types.getOrDefault(type, 0L);
  }
}
