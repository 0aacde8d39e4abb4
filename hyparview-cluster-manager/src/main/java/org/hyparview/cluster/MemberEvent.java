package org.hyparview.cluster;

import com.fasterxml.jackson.annotation.JsonCreator;
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
 * A change of the members of the cluster, as one of them knows them. Immutable.
 *
 * <p>As JSON, which Jackson reads and writes, too; the body of what is published on
 * {@code hyparview.member-events}:
 *
 * <pre>{@code
 * {"type": "member-left", "member": {"id": "b", "host": "10.0.0.2", "port": 7800, …},
 *  "reason": "failed", "members": 4, "version": 7, "node": "a"}
 * }</pre>
 *
 * <p>Only {@code member-left} has a reason, {@code left} or {@code failed}.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"type", "member", "reason", "members", "version", "node"})
public final class MemberEvent {

  /** The kind of a change. */
  public enum Type {
    /** The member is in the cluster. */
    MEMBER_JOINED("member-joined"),
    /** The member is no longer in the cluster. */
    MEMBER_LEFT("member-left"),
    /** The tags of the member, or the address of its event bus, are others than before. */
    MEMBER_CHANGED("member-changed"),
    /**
     * The member was held dead, and is in the cluster again. Of this node itself: the others, or a
     * part of them, held it dead, and it has announced itself to them again; in its own list it was
     * present all the time.
     */
    MEMBER_RETURNED("member-returned");

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

  /** The reason for which a member is no longer in the cluster. */
  public enum Reason {
    /** It left gracefully. */
    LEFT,
    /** It was declared dead: its process ended, hangs, or can't be reached. */
    FAILED;

    /** Returns the name in JSON. */
    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Type type;
  private final ClusterMember member;
  private final @Nullable Reason reason;
  private final int members;
  private final long version;
  private final String node;

  /**
   * Creates an event; see the methods of these names.
   *
   * @throws IllegalArgumentException if a departure has no reason, or something else has one
   */
  @JsonCreator
  public MemberEvent(
      @JsonProperty(value = "type", required = true) Type type,
      @JsonProperty(value = "member", required = true) ClusterMember member,
      @JsonProperty("reason") @Nullable Reason reason,
      @JsonProperty(value = "members", required = true) int members,
      @JsonProperty(value = "version", required = true) long version,
      @JsonProperty(value = "node", required = true) String node) {
    this.type = Objects.requireNonNull(type, "type");
    this.member = Objects.requireNonNull(member, "member");
    this.reason = reason;
    this.members = members;
    this.version = version;
    this.node = Objects.requireNonNull(node, "node");
    if ((reason != null) != (type == Type.MEMBER_LEFT)) {
      throw new IllegalArgumentException(
          "reason must be there for member-left alone, but " + type + " has " + reason);
    }
  }

  /**
   * Creates an event from the form that {@link #toJson} gives.
   *
   * @throws IllegalArgumentException if a field is missing or has another form, naming the field
   */
  public MemberEvent(JsonObject json) {
    this(json.mapTo(MemberEvent.class));
  }

  private MemberEvent(MemberEvent other) {
    this(other.type, other.member, other.reason, other.members, other.version, other.node);
  }

  /** Returns the kind of the change. */
  @JsonProperty
  public Type type() {
    return type;
  }

  /** Returns the member after the change; one that is no longer present as it was last known. */
  @JsonProperty
  public ClusterMember member() {
    return member;
  }

  /** Returns the reason of a departure; null for all other changes. */
  @JsonProperty
  public @Nullable Reason reason() {
    return reason;
  }

  /** Returns the number of members after this change, this node included. */
  @JsonProperty
  public int members() {
    return members;
  }

  /** Returns the version of the list after this change; it orders events, also against lists. */
  @JsonProperty
  public long version() {
    return version;
  }

  /** Returns the id of the node that reports the change. */
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
    return other instanceof MemberEvent that
        && type == that.type
        && member.equals(that.member)
        && reason == that.reason
        && members == that.members
        && version == that.version
        && node.equals(that.node);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, member, reason, members, version, node);
  }

  @Override
  public String toString() {
    return type + " " + member + (reason == null ? "" : " (" + reason + ")") + " v" + version;
  }
}
