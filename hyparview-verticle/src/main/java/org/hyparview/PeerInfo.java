package org.hyparview;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import org.hyparview.protocol.peer.Hosts;
import org.jspecify.annotations.Nullable;

/**
 * The name of a node on the event bus: its id and the address that other nodes dial. Immutable.
 *
 * <p>As JSON, which Jackson reads and writes, too: {@code {"id": "…", "host": "…", "port": 7100}}.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"id", "host", "port"})
public final class PeerInfo {

  private final String id;
  private final String host;
  private final int port;

  /** Creates the name of a node. */
  @JsonCreator
  public PeerInfo(
      @JsonProperty(value = "id", required = true) String id,
      @JsonProperty(value = "host", required = true) String host,
      @JsonProperty(value = "port", required = true) int port) {
    this.id = Objects.requireNonNull(id, "id");
    this.host = Objects.requireNonNull(host, "host");
    this.port = port;
  }

  /**
   * Creates the name of a node from the form that {@link #toJson} gives.
   *
   * @throws IllegalArgumentException if a field is missing or has another form, naming the field
   */
  public PeerInfo(JsonObject json) {
    this(json.mapTo(PeerInfo.class));
  }

  private PeerInfo(PeerInfo other) {
    this(other.id, other.host, other.port);
  }

  /** Returns the id, unique in the cluster. */
  @JsonProperty
  public String id() {
    return id;
  }

  /** Returns the host that other nodes dial. */
  @JsonProperty
  public String host() {
    return host;
  }

  /** Returns the port that other nodes dial. */
  @JsonProperty
  public int port() {
    return port;
  }

  /**
   * Returns {@code host:port}, or {@code [ipv6]:port}, as {@link HyParViewOptions#addContact} takes
   * it.
   */
  public String address() {
    return Hosts.withPort(host, port);
  }

  /** Returns this node as JSON. */
  public JsonObject toJson() {
    return JsonObject.mapFrom(this);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PeerInfo that
        && port == that.port
        && id.equals(that.id)
        && host.equals(that.host);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, host, port);
  }

  @Override
  public String toString() {
    return id + "@" + address();
  }
}
