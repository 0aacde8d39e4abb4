package org.hyparview.node;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.module.ModuleDescriptor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.Link;
import org.hyparview.transport.LinkCounters;
import org.jspecify.annotations.Nullable;

/** The status of a node as inspectors receive it, in the keys that are common to all nodes. */
public final class StatusReport {

  private final String kind;
  private final String clusterName;
  private final JsonObject options;
  private final long startedAt = System.nanoTime();

  /**
   * Creates the report of a node that starts now.
   *
   * @param kind what the node is
   * @param options the options of the node that differ from the defaults, without any secret
   */
  public StatusReport(String kind, String clusterName, JsonObject options) {
    this.kind = kind;
    this.clusterName = clusterName;
    this.options = options;
  }

  /**
   * Returns the status of the node now.
   *
   * @param host for its links
   * @param broadcasts the counters of broadcasts
   */
  public JsonObject toJson(Views views, LinkHost host, JsonObject broadcasts) {
    JsonObject json = new JsonObject().put("kind", kind).put("clusterName", clusterName);
    String version = version();
    if (version != null) {
      json.put("version", version);
    }
    JsonArray active = new JsonArray();
    List<Link> links = host.linksReliedOn();
    views.active().forEach(peer -> active.add(neighbor(peer, links)));
    JsonArray passive = new JsonArray();
    views.passive().forEach(peer -> passive.add(toJson(peer)));
    return json.put("node", toJson(views.self()))
        .put("uptimeMillis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt))
        .put("viewVersion", views.version())
        .put("activeView", active)
        .put("passiveView", passive)
        .put(
            "counters",
            new JsonObject().put("links", toJson(host.counters())).put("broadcasts", broadcasts))
        .put("options", options);
  }

  /** Returns the name of a node. */
  public static JsonObject toJson(Peer peer) {
    return new JsonObject()
        .put("id", peer.id().toString())
        .put("address", peer.address().toString())
        .put("incarnation", peer.incarnation());
  }

  private static JsonObject neighbor(Peer peer, List<Link> links) {
    JsonObject json = toJson(peer);
    Link link = find(peer.id(), links);
    if (link != null && link.roundTripNanos() >= 0) {
      json.put("roundTripMicros", TimeUnit.NANOSECONDS.toMicros(link.roundTripNanos()));
    }
    if (link != null && link.queuedBytes() >= 0) {
      json.put("queuedBytes", link.queuedBytes());
    }
    return json;
  }

  private static @Nullable Link find(PeerId id, List<Link> links) {
    return links.stream()
        .filter(link -> link.peer().id().equals(id))
        .findFirst()
        .orElse(null);
  }

  /** Returns the counts of links. */
  public static JsonObject toJson(LinkCounters counters) {
    JsonObject closed = new JsonObject();
    counters.closed().forEach((reason, count) -> closed.put(reason.name(), count));
    return new JsonObject()
        .put("opened", counters.opened())
        .put("accepted", counters.accepted())
        .put("refusedFrames", counters.refusedFrames())
        .put("closed", closed);
  }

  /** The version of the jar, on the class path or the module path; null if it has none. */
  private static @Nullable String version() {
    ModuleDescriptor module = StatusReport.class.getModule().getDescriptor();
    return module == null
        ? StatusReport.class.getPackage().getImplementationVersion()
        : module.rawVersion().orElse(null);
  }
}
