package org.hyparview.cluster;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hyparview.protocol.peer.Hosts;
import org.jspecify.annotations.Nullable;

/**
 * A node of the cluster, as another one knows it. Immutable.
 *
 * <p>As JSON, which Jackson reads and writes, too:
 *
 * <pre>{@code
 * {"id": "…", "incarnation": 1753, "host": "10.0.0.2", "port": 7800,
 *  "eventBus": "10.0.0.2:41234", "tags": {"zone": "a"}, "since": 1753}
 * }</pre>
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"id", "incarnation", "host", "port", "eventBus", "tags", "since"})
public final class ClusterMember {

  private final String id;
  private final long incarnation;
  private final String host;
  private final int port;
  private final @Nullable String eventBus;
  private final SortedMap<String, String> tags;
  private final long since;

  /** Creates a member; see the methods of these names. */
  @JsonCreator
  public ClusterMember(
      @JsonProperty(value = "id", required = true) String id,
      @JsonProperty(value = "incarnation", required = true) long incarnation,
      @JsonProperty(value = "host", required = true) String host,
      @JsonProperty(value = "port", required = true) int port,
      @JsonProperty("eventBus") @Nullable String eventBus,
      @JsonProperty(value = "tags", required = true) Map<String, String> tags,
      @JsonProperty(value = "since", required = true) long since) {
    this.id = Objects.requireNonNull(id, "id");
    this.incarnation = incarnation;
    this.host = Objects.requireNonNull(host, "host");
    this.port = port;
    this.eventBus = eventBus;
    this.tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    this.since = since;
  }

  /**
   * Creates a member from the form that {@link #toJson} gives.
   *
   * @throws IllegalArgumentException if a field is missing or has another form, naming the field
   */
  public ClusterMember(JsonObject json) {
    this(json.mapTo(ClusterMember.class));
  }

  private ClusterMember(ClusterMember other) {
    this(
        other.id,
        other.incarnation,
        other.host,
        other.port,
        other.eventBus,
        other.tags,
        other.since);
  }

  /** Returns a copy with another address of the event bus. */
  public ClusterMember withEventBus(@Nullable String address) {
    return new ClusterMember(id, incarnation, host, port, address, tags, since);
  }

  /** Returns a copy with other tags. */
  public ClusterMember withTags(Map<String, String> newTags) {
    return new ClusterMember(id, incarnation, host, port, eventBus, newTags, since);
  }

  /** Returns the id, which is that of {@code ClusterManager.getNodeId}; new at each start. */
  @JsonProperty
  public String id() {
    return id;
  }

  /**
   * Returns the incarnation in which the node joined, or in which it returned after it was held
   * dead. The node may have refuted suspicions by higher ones since, which is no change for users.
   */
  @JsonProperty
  public long incarnation() {
    return incarnation;
  }

  /** Returns the host that other nodes dial for the overlay. */
  @JsonProperty
  public String host() {
    return host;
  }

  /** Returns the port that other nodes dial for the overlay. */
  @JsonProperty
  public int port() {
    return port;
  }

  /**
   * Returns {@code host:port}, or {@code [ipv6]:port}, as
   * {@link HyParViewClusterOptions#addContact} takes it.
   */
  public String address() {
    return Hosts.withPort(host, port);
  }

  /**
   * Returns where others dial its event bus, as {@code host:port} or {@code [ipv6]:port}; null
   * until its event bus has started.
   */
  @JsonProperty
  public @Nullable String eventBus() {
    return eventBus;
  }

  /** Returns the tags, sorted by key; unmodifiable. */
  @JsonProperty
  public Map<String, String> tags() {
    return tags;
  }

  /**
   * Returns since when the node that reports this has known the member without a break, by its own
   * wall clock, in milliseconds since 1970; for itself since its start.
   */
  @JsonProperty
  public long since() {
    return since;
  }

  /** Returns this member as JSON. */
  public JsonObject toJson() {
    return JsonObject.mapFrom(this);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ClusterMember that
        && id.equals(that.id)
        && incarnation == that.incarnation
        && host.equals(that.host)
        && port == that.port
        && Objects.equals(eventBus, that.eventBus)
        && tags.equals(that.tags)
        && since == that.since;
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, incarnation, host, port, eventBus, tags, since);
  }

  @Override
  public String toString() {
    return id + "@" + address() + (tags.isEmpty() ? "" : " " + tags);
  }
}
