package org.hyparview.cluster.node;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.hyparview.cluster.protocol.failure.FailureCounters;
import org.hyparview.cluster.protocol.failure.FailureDetector;
import org.hyparview.cluster.protocol.failure.ProbeResult;
import org.hyparview.cluster.protocol.plane.GossipPlane;
import org.hyparview.cluster.protocol.registry.RegistrySizes;
import org.hyparview.node.OverlayCounters;

/** The counters of the failure detector and the registry, as JSON: all keys are always there. */
final class PlaneCounters {

  private PlaneCounters() {}

  static JsonObject failureDetector(FailureDetector detector) {
    FailureCounters counters = detector.counters();
    return new JsonObject()
        .put("suspected", detector.suspected())
        .put("localHealth", detector.localHealth())
        .put("suspicionsOwn", counters.ownSuspicions())
        .put("suspicionsFromOthers", counters.heardSuspicions())
        .put("refutationsOwn", counters.ownRefutations())
        .put("refutationsFromOthers", counters.heardRefutations())
        .put("declarations", counters.declarations())
        .put("probes", OverlayCounters.byName(ProbeResult.values(), counters.probes()))
        .put(
            "stalls",
            new JsonObject()
                .put("count", counters.stalls())
                .put("totalNanos", TimeUnit.MILLISECONDS.toNanos(counters.stalledMillis())));
  }

  static JsonObject registry(GossipPlane plane, int pendingChanges, ChangeTimes changes) {
    RegistrySizes sizes = plane.registry().sizes();
    return new JsonObject()
        .put("registrations", sizes.registrations())
        .put("registrationsOwn", sizes.ownRegistrations())
        .put("tombstones", sizes.tombstones())
        .put("entries", sizes.entries())
        .put("removedEntries", sizes.removedEntries())
        .put("wanted", sizes.wanted())
        .put("pendingChanges", pendingChanges)
        .put("changes", changes.toJson())
        .put("refusedClaims", plane.refused())
        .put("undecodable", plane.undecodable())
        .put("unknownKinds", plane.unknownKinds());
  }
}
