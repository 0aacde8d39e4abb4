package org.hyparview;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;

/**
 * Both views of a node at one moment. Immutable.
 *
 * <p>As JSON, the answer to a request to {@code hyparview.views}: {@code {"node": {…}, "version":
 * 7, "active": [{…}, …], "passive": [{…}, …]}}.
 */
public final class PeerViews {

  private final PeerInfo node;
  private final long version;
  private final List<PeerInfo> active;
  private final List<PeerInfo> passive;

  PeerViews(PeerInfo node, long version, List<PeerInfo> active, List<PeerInfo> passive) {
    this.node = Objects.requireNonNull(node, "node");
    this.version = version;
    this.active = List.copyOf(active);
    this.passive = List.copyOf(passive);
  }

  /**
   * Reads the form that {@link #toJson} gives.
   *
   * @throws RuntimeException if a field is missing or has another form
   */
  public PeerViews(JsonObject json) {
    this(
        new PeerInfo(json.getJsonObject("node")),
        json.getLong("version"),
        peers(json.getJsonArray("active")),
        peers(json.getJsonArray("passive")));
  }

  private static List<PeerInfo> peers(JsonArray array) {
    return array.stream().map(JsonObject.class::cast).map(PeerInfo::new).toList();
  }

  /** The node itself. */
  public PeerInfo node() {
    return node;
  }

  /** The version of the active view: events up to this version are contained, later ones not. */
  public long version() {
    return version;
  }

  /** The neighbours, in the order in which they came. */
  public List<PeerInfo> active() {
    return active;
  }

  /** The candidates in reserve, in no order. */
  public List<PeerInfo> passive() {
    return passive;
  }

  /** These views as JSON. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("node", node.toJson())
        .put("version", version)
        .put("active", array(active))
        .put("passive", array(passive));
  }

  private static JsonArray array(List<PeerInfo> peers) {
    JsonArray array = new JsonArray();
    peers.forEach(peer -> array.add(peer.toJson()));
    return array;
  }

  @Override
  public String toString() {
    return node + " v" + version + " active " + active + " passive " + passive.size();
  }
}
