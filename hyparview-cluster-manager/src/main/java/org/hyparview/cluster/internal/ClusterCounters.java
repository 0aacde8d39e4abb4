package org.hyparview.cluster.internal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;
import org.hyparview.cluster.discovery.Discovery;
import org.hyparview.cluster.discovery.MulticastCounters;
import org.hyparview.cluster.node.ControlPlane;
import org.hyparview.cluster.shareddata.ReplicatedMaps;
import org.jspecify.annotations.Nullable;

/**
 * The counters of one node, as JSON. The parts count in plain fields on their own context; this
 * takes those of the control plane there, and those of shared data on its thread.
 */
final class ClusterCounters {

  private static final MulticastCounters NO_MULTICAST = new MulticastCounters(0, 0, 0, 0, 0, 0);

  private final String id;
  private final ContextInternal context;
  private final ControlPlane plane;
  private final MemberFeed members;
  private final VersionWatch version;
  private final ReplicatedMaps replicated;
  private final SharedData sharedData;
  private final Supplier<@Nullable Discovery> discovery;

  /**
   * Creates counters.
   *
   * @param context the context of the control plane
   * @param discovery returns null until it has started
   */
  ClusterCounters(
      String id,
      ContextInternal context,
      ControlPlane plane,
      MemberFeed members,
      VersionWatch version,
      ReplicatedMaps replicated,
      SharedData sharedData,
      Supplier<@Nullable Discovery> discovery) {
    this.id = id;
    this.context = context;
    this.plane = plane;
    this.members = members;
    this.version = version;
    this.replicated = replicated;
    this.sharedData = sharedData;
    this.discovery = discovery;
  }

  /**
   * Returns the counters now, on a context. Safe to call from any thread.
   *
   * @return fails if this node has not started, or has left
   */
  Future<JsonObject> on(ContextInternal caller) {
    return PrivateVertx.call(context, caller, this::collect);
  }

  private void collect(Promise<JsonObject> answer) {
    try {
      JsonObject json = new JsonObject().put("node", id).mergeIn(plane.counters());
      json.put("members", members.counters().put("version", version.version()))
          .put("discovery", discovery(discovery.get()));
      json.getJsonObject("registry").put("unreadableEntries", replicated.unreadable());
      sharedData
          .counters(context)
          .onSuccess(counters -> answer.complete(json.put("sharedData", counters)));
    } catch (IllegalStateException | NullPointerException notRunning) {
      answer.fail(PrivateVertx.absent());
    }
  }

  private static JsonObject discovery(@Nullable Discovery discovery) {
    @Nullable MulticastCounters found = discovery == null ? null : discovery.multicastCounters();
    MulticastCounters multicast = found == null ? NO_MULTICAST : found;
    return new JsonObject()
        .put("contacts", discovery == null ? 0 : discovery.known())
        .put("searches", discovery == null ? 0 : discovery.searches())
        .put("answers", discovery == null ? 0 : discovery.answers())
        .put("failures", discovery == null ? 0 : discovery.failures())
        .put(
            "datagrams",
            new JsonObject()
                .put("sent", multicast.sent())
                .put("received", multicast.received())
                .put("malformed", multicast.malformed())
                .put("foreign", multicast.foreign())
                .put("unauthenticated", multicast.unauthenticated())
                .put("unanswered", multicast.unanswered()));
  }
}
