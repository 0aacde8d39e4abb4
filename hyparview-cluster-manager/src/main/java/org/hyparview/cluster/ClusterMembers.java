package org.hyparview.cluster;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The members of the cluster at one moment, as one of them knows them. Immutable.
 *
 * <p>As JSON, which Jackson reads and writes, too, the answer to a request to
 * {@code hyparview.members}: {@code {"node": "…", "version": 7, "members": [{…}, …]}}.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"node", "version", "members"})
public final class ClusterMembers {

  private final String node;
  private final long version;
  private final List<ClusterMember> members;

  /** Creates a list of members; see the methods of these names. */
  @JsonCreator
  public ClusterMembers(
      @JsonProperty(value = "node", required = true) String node,
      @JsonProperty(value = "version", required = true) long version,
      @JsonProperty(value = "members", required = true) List<ClusterMember> members) {
    this.node = Objects.requireNonNull(node, "node");
    this.version = version;
    this.members = List.copyOf(members);
  }

  /**
   * Creates a list of members from the form that {@link #toJson} gives.
   *
   * @throws IllegalArgumentException if a field is missing or has another form, naming the field
   */
  public ClusterMembers(JsonObject json) {
    this(json.mapTo(ClusterMembers.class));
  }

  private ClusterMembers(ClusterMembers other) {
    this(other.node, other.version, other.members);
  }

  /** Returns the id of the node that knows these members, and is one of them. */
  @JsonProperty
  public String node() {
    return node;
  }

  /**
   * Returns the version of the list: it contains the events of the same node up to this version and
   * no later ones.
   */
  @JsonProperty
  public long version() {
    return version;
  }

  /** Returns the members, this node included, sorted by id. */
  @JsonProperty
  public List<ClusterMember> members() {
    return members;
  }

  /** Returns this list as JSON. */
  public JsonObject toJson() {
    return JsonObject.mapFrom(this);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ClusterMembers that
        && node.equals(that.node)
        && version == that.version
        && members.equals(that.members);
  }

  @Override
  public int hashCode() {
    return Objects.hash(node, version, members);
  }

  @Override
  public String toString() {
    return "v" + version + " " + members;
  }
}
