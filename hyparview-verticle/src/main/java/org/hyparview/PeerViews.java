package org.hyparview;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Both views of a node at one moment. Immutable.
 *
 * <p>As JSON, which Jackson reads and writes, too, the answer to a request to
 * {@code hyparview.views}: {@code {"node": {…}, "version": 7, "active": [{…}, …], "passive": [{…},
 * …]}}.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"node", "version", "active", "passive"})
public final class PeerViews {

  private final PeerInfo node;
  private final long version;
  private final List<PeerInfo> active;
  private final List<PeerInfo> passive;

  @JsonCreator
  PeerViews(
      @JsonProperty(value = "node", required = true) PeerInfo node,
      @JsonProperty(value = "version", required = true) long version,
      @JsonProperty(value = "active", required = true) List<PeerInfo> active,
      @JsonProperty(value = "passive", required = true) List<PeerInfo> passive) {
    this.node = Objects.requireNonNull(node, "node");
    this.version = version;
    this.active = List.copyOf(active);
    this.passive = List.copyOf(passive);
  }

  /**
   * Creates views from the form that {@link #toJson} gives.
   *
   * @throws IllegalArgumentException if a field is missing or has another form, naming the field
   */
  public PeerViews(JsonObject json) {
    this(json.mapTo(PeerViews.class));
  }

  private PeerViews(PeerViews other) {
    this(other.node, other.version, other.active, other.passive);
  }

  /** Returns the node itself. */
  @JsonProperty
  public PeerInfo node() {
    return node;
  }

  /**
   * Returns the version of the active view: it contains the events up to this version and no later
   * ones.
   */
  @JsonProperty
  public long version() {
    return version;
  }

  /** Returns the neighbors, in the order of arrival. */
  @JsonProperty
  public List<PeerInfo> active() {
    return active;
  }

  /** Returns the candidates in reserve, in no order. */
  @JsonProperty
  public List<PeerInfo> passive() {
    return passive;
  }

  /** Returns these views as JSON. */
  public JsonObject toJson() {
    return JsonObject.mapFrom(this);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PeerViews that
        && version == that.version
        && node.equals(that.node)
        && active.equals(that.active)
        && passive.equals(that.passive);
  }

  @Override
  public int hashCode() {
    return Objects.hash(node, version, active, passive);
  }

  @Override
  public String toString() {
    return node + " v" + version + " active " + active + " passive " + passive.size();
  }
}
