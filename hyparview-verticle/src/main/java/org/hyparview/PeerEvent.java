package org.hyparview;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A change of the active view of a node: a peer was added or removed. Immutable.
 *
 * <p>As JSON, which Jackson reads and writes, too; the body of what is published on
 * {@code hyparview.events}:
 *
 * <pre>{@code
 * {"type": "peer-down", "peer": {"id": "b", "host": "10.0.0.2", "port": 7100},
 *  "reason": "failed", "version": 7, "active": 4, "passive": 30, "node": "a"}
 * }</pre>
 *
 * <p>The type is {@code peer-up} or {@code peer-down}; only the latter has a reason,
 * {@code failed}, {@code evicted}, {@code left} or {@code superseded}.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"type", "peer", "reason", "version", "active", "passive", "node"})
public final class PeerEvent {

  /** The kind of a change. */
  public enum Type {
    /** The peer is a neighbor and its link is usable. */
    PEER_UP("peer-up"),
    /** The peer is no longer a neighbor. */
    PEER_DOWN("peer-down");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    /** Returns the name in JSON. */
    @JsonValue
    @Override
    public String toString() {
      return text;
    }
  }

  /** The reason for which a peer is no longer a neighbor. */
  public enum Reason {
    /** The link to it broke, or it was silent for too long. */
    FAILED,
    /** One of the two made room for another neighbor; the peer lives and stays a candidate. */
    EVICTED,
    /** It left the overlay, or this node did. */
    LEFT,
    /** A newer link to the same node, perhaps restarted, replaces this one; its peer-up follows. */
    SUPERSEDED;

    /** Returns the name in JSON. */
    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Type type;
  private final PeerInfo peer;
  private final @Nullable Reason reason;
  private final long version;
  private final int active;
  private final int passive;
  private final String node;

  @JsonCreator
  private PeerEvent(
      @JsonProperty(value = "type", required = true) Type type,
      @JsonProperty(value = "peer", required = true) PeerInfo peer,
      @JsonProperty("reason") @Nullable Reason reason,
      @JsonProperty(value = "version", required = true) long version,
      @JsonProperty(value = "active", required = true) int active,
      @JsonProperty(value = "passive", required = true) int passive,
      @JsonProperty(value = "node", required = true) String node) {
    this.type = Objects.requireNonNull(type, "type");
    this.peer = Objects.requireNonNull(peer, "peer");
    this.reason = reason;
    this.version = version;
    this.active = active;
    this.passive = passive;
    this.node = Objects.requireNonNull(node, "node");
  }

  /** Creates the event of a peer that was added. */
  static PeerEvent up(PeerInfo peer, long version, int active, int passive, String node) {
    return new PeerEvent(Type.PEER_UP, peer, null, version, active, passive, node);
  }

  /** Creates the event of a peer that was removed. */
  static PeerEvent down(
      PeerInfo peer, Reason reason, long version, int active, int passive, String node) {
    Objects.requireNonNull(reason, "reason");
    return new PeerEvent(Type.PEER_DOWN, peer, reason, version, active, passive, node);
  }

  /**
   * Creates an event from the form that {@link #toJson} gives.
   *
   * @throws IllegalArgumentException if a field is missing or has another form, naming the field
   */
  public PeerEvent(JsonObject json) {
    this(json.mapTo(PeerEvent.class));
  }

  private PeerEvent(PeerEvent other) {
    this(
        other.type,
        other.peer,
        other.reason,
        other.version,
        other.active,
        other.passive,
        other.node);
  }

  /** Returns the kind of the change. */
  @JsonProperty
  public Type type() {
    return type;
  }

  /** Returns whether the peer was added. */
  @JsonIgnore
  public boolean isUp() {
    return type == Type.PEER_UP;
  }

  /** Returns the added or removed peer. */
  @JsonProperty
  public PeerInfo peer() {
    return peer;
  }

  /** Returns the reason of the removal; null if the peer was added. */
  @JsonProperty
  public @Nullable Reason reason() {
    return reason;
  }

  /** Returns the version of the view after this change; it orders events, also against views. */
  @JsonProperty
  public long version() {
    return version;
  }

  /** Returns the number of neighbors after this change. */
  @JsonProperty
  public int active() {
    return active;
  }

  /** Returns the number of candidates of the node. */
  @JsonProperty
  public int passive() {
    return passive;
  }

  /** Returns the id of the node whose view has changed. */
  @JsonProperty
  public String node() {
    return node;
  }

  /** Returns this event as JSON. */
  public JsonObject toJson() {
    return JsonObject.mapFrom(this);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PeerEvent that
        && type == that.type
        && peer.equals(that.peer)
        && reason == that.reason
        && version == that.version
        && active == that.active
        && passive == that.passive
        && node.equals(that.node);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, peer, reason, version, active, passive, node);
  }

  @Override
  public String toString() {
    return type + " " + peer + (reason == null ? "" : " (" + reason + ")") + " v" + version;
  }
}
