package org.hyparview.inspect;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as its nodes described it, one after the other, within a short time. So it is no state
 * that the cluster had at one moment: a node that changed its neighbors meanwhile may appear with
 * links that its new neighbors don't have.
 *
 * @param cluster the name of the cluster
 * @param kind what its nodes are
 * @param takenAt when the last node had answered
 * @param nodes the nodes, in the order of their ids
 * @param links the links between neighbors, each once, in the order of their ends
 * @param contacts the contacts that did not answer, and why
 * @param isComplete whether all known nodes were asked; false if there were more than the limit
 * @param sharedData the voters and the leader of shared data, or null if there are none
 */
public record ClusterSnapshot(
    String cluster,
    NodeKind kind,
    Instant takenAt,
    List<SnapshotNode> nodes,
    List<Link> links,
    List<Contact> contacts,
    boolean isComplete,
    @Nullable SharedData sharedData) {

  /**
   * A link between two neighbors.
   *
   * @param source the lower id of the two
   * @param target the higher id of the two
   * @param roundTripMicros the round trip that one of them has measured, or null
   * @param oneSided whether both answered, and only one names the other as its neighbor
   */
  public record Link(
      String source, String target, @Nullable Long roundTripMicros, boolean oneSided) {

    /** Returns the link as JSON. */
    public JsonObject toJson() {
      JsonObject json = new JsonObject().put("source", source).put("target", target);
      SnapshotNode.put(json, "roundTripMicros", roundTripMicros);
      return oneSided ? json.put("oneSided", true) : json;
    }
  }

  /**
   * A contact that did not answer.
   *
   * @param address the host and port that were dialed
   * @param failure why it did not answer
   */
  public record Contact(String address, String failure) {

    /** Returns the contact as JSON. */
    public JsonObject toJson() {
      return new JsonObject().put("address", address).put("failure", failure);
    }
  }

  /**
   * The state of shared data.
   *
   * @param voters the ids of the nodes that have a vote
   * @param leader the id of the leader, or null if none is known
   */
  public record SharedData(List<String> voters, @Nullable String leader) {

    /** Copies the list. */
    public SharedData {
      voters = List.copyOf(voters);
    }

    /** Returns the state as JSON. */
    public JsonObject toJson() {
      JsonObject json = new JsonObject().put("voters", new JsonArray(voters));
      SnapshotNode.put(json, "leader", leader);
      return json;
    }
  }

  /** Copies the lists. */
  public ClusterSnapshot {
    Objects.requireNonNull(cluster, "cluster");
    nodes = List.copyOf(nodes);
    links = List.copyOf(links);
    contacts = List.copyOf(contacts);
  }

  /** Returns whether every contact and every known node answered. */
  public boolean isWhole() {
    return isComplete && contacts.isEmpty() && nodes.stream().allMatch(SnapshotNode::reachable);
  }

  /** Returns the snapshot as JSON; keys without a value are left out. */
  public JsonObject toJson() {
    JsonArray nodesJson = new JsonArray();
    nodes.forEach(node -> nodesJson.add(node.toJson()));
    JsonArray linksJson = new JsonArray();
    links.forEach(link -> linksJson.add(link.toJson()));
    JsonArray contactsJson = new JsonArray();
    contacts.forEach(contact -> contactsJson.add(contact.toJson()));
    JsonObject json = new JsonObject()
        .put("cluster", cluster)
        .put("kind", kind.toString())
        .put("takenAt", takenAt.toString())
        .put("complete", isComplete)
        .put("nodes", nodesJson)
        .put("links", linksJson)
        .put("unreachableContacts", contactsJson);
    SnapshotNode.put(json, "sharedData", sharedData == null ? null : sharedData.toJson());
    return json;
  }
}
