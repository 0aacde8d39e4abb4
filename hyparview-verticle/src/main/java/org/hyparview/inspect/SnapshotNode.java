package org.hyparview.inspect;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A node in a {@link ClusterSnapshot}.
 *
 * @param id the id of the node
 * @param address the host and port at which others dial it
 * @param incarnation the highest known incarnation of the node
 * @param kind what the node is, or null if it did not answer
 * @param failure why the node did not answer, or null if it did
 * @param active the ids of its neighbors, in the order of arrival
 * @param passive the ids of its candidates
 * @param roundTripMicros the time that an echo from this process took, or null
 * @param member what the cluster knows of the node as a member, or null
 */
public record SnapshotNode(
    String id,
    String address,
    long incarnation,
    @Nullable NodeKind kind,
    @Nullable String failure,
    List<String> active,
    List<String> passive,
    @Nullable Long roundTripMicros,
    @Nullable Member member) {

  /**
   * The properties of a node as a member of a cluster.
   *
   * @param eventBusAddress the host and port of its event bus, or null
   * @param tags its tags, none if it has none
   * @param since the time from which on it has been a member, as its cluster knows it, or null
   */
  public record Member(
      @Nullable String eventBusAddress,
      Map<String, String> tags,
      @Nullable Instant since) {

    /** Copies the tags. */
    public Member {
      tags = Map.copyOf(tags);
    }
  }

  /** Copies the lists. */
  public SnapshotNode {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(address, "address");
    active = List.copyOf(active);
    passive = List.copyOf(passive);
  }

  /** Returns whether the node answered. */
  public boolean reachable() {
    return failure == null;
  }

  /** Returns the node as JSON; keys without a value are left out. */
  public JsonObject toJson() {
    JsonObject json =
        new JsonObject().put("id", id).put("address", address).put("incarnation", incarnation);
    if (member != null) {
      put(json, "eventBusAddress", member.eventBusAddress);
      put(json, "tags", member.tags.isEmpty() ? null : new JsonObject(Map.copyOf(member.tags)));
      put(json, "since", member.since == null ? null : member.since.toString());
    }
    put(json, "kind", kind == null ? null : kind.toString());
    json.put("reachable", reachable());
    put(json, "failure", failure);
    json.put("active", new JsonArray(active)).put("passive", new JsonArray(passive));
    put(json, "roundTripMicros", roundTripMicros);
    return json;
  }

  static void put(JsonObject json, String key, @Nullable Object value) {
    if (value != null) {
      json.put(key, value);
    }
  }
}
