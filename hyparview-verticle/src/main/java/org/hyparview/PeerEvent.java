package org.hyparview;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A peer came into the active view of a node, or went out of it. Immutable.
 *
 * <p>As JSON, the body of what is published on {@code hyparview.events}:
 *
 * <pre>{@code
 * {"type": "peer-down", "peer": {"id": "b", "host": "10.0.0.2", "port": 7100},
 *  "reason": "failed", "version": 7, "active": 4, "passive": 30, "node": "a"}
 * }</pre>
 *
 * <p>The type is {@code peer-up} or {@code peer-down}; only the latter has a reason,
 * {@code failed}, {@code evicted}, {@code left} or {@code superseded}.
 */
public final class PeerEvent {

  /** What happened. */
  public enum Type {
    /** The peer is a neighbour and its link is usable. */
    PEER_UP("peer-up"),
    /** The peer is no longer a neighbour. */
    PEER_DOWN("peer-down");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    private static Type of(@Nullable String text) {
      for (Type type : values()) {
        if (type.text.equals(text)) {
          return type;
        }
      }
      throw new IllegalArgumentException("No type of event is called " + text);
    }

    /** The name in JSON. */
    @Override
    public String toString() {
      return text;
    }
  }

  /** Why a peer is no longer a neighbour. */
  public enum Reason {
    /** The link to it broke, or it was silent for too long. */
    FAILED,
    /** One of the two made room for another neighbour; the peer lives and stays a candidate. */
    EVICTED,
    /** It left the overlay, or this node did. */
    LEFT,
    /** A newer link to the same node, perhaps restarted, takes the place; its peer-up follows. */
    SUPERSEDED;

    private static Reason of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** The name in JSON. */
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

  private PeerEvent(
      Type type,
      PeerInfo peer,
      @Nullable Reason reason,
      long version,
      int active,
      int passive,
      String node) {
    this.type = type;
    this.peer = Objects.requireNonNull(peer, "peer");
    this.reason = reason;
    this.version = version;
    this.active = active;
    this.passive = passive;
    this.node = Objects.requireNonNull(node, "node");
  }

  /** A peer came. */
  static PeerEvent up(PeerInfo peer, long version, int active, int passive, String node) {
    return new PeerEvent(Type.PEER_UP, peer, null, version, active, passive, node);
  }

  /** A peer went. */
  static PeerEvent down(
      PeerInfo peer, Reason reason, long version, int active, int passive, String node) {
    Objects.requireNonNull(reason, "reason");
    return new PeerEvent(Type.PEER_DOWN, peer, reason, version, active, passive, node);
  }

  /**
   * Reads the form that {@link #toJson} gives.
   *
   * @throws RuntimeException if a field is missing or has another form
   */
  public PeerEvent(JsonObject json) {
    this(
        Type.of(json.getString("type")),
        new PeerInfo(json.getJsonObject("peer")),
        json.containsKey("reason") ? Reason.of(json.getString("reason")) : null,
        json.getLong("version"),
        json.getInteger("active"),
        json.getInteger("passive"),
        json.getString("node"));
  }

  /** What happened. */
  public Type type() {
    return type;
  }

  /** Whether the peer came. */
  public boolean isUp() {
    return type == Type.PEER_UP;
  }

  /** Who came or went. */
  public PeerInfo peer() {
    return peer;
  }

  /** Why it went; null if it came. */
  public @Nullable Reason reason() {
    return reason;
  }

  /** The version of the view after this change; orders events, and events against views. */
  public long version() {
    return version;
  }

  /** How many neighbours the node has after this change. */
  public int active() {
    return active;
  }

  /** How many candidates the node has. */
  public int passive() {
    return passive;
  }

  /** The id of the node whose view has changed. */
  public String node() {
    return node;
  }

  /** This event as JSON. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject().put("type", type.toString()).put("peer", peer.toJson());
    if (reason != null) {
      json.put("reason", reason.toString());
    }
    return json.put("version", version)
        .put("active", active)
        .put("passive", passive)
        .put("node", node);
  }

  @Override
  public String toString() {
    return type + " " + peer + (reason == null ? "" : " (" + reason + ")") + " v" + version;
  }
}
