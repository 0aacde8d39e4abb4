package org.hyparview;

import io.vertx.core.json.JsonObject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A node as the event bus names it: its id and where it can be dialled. Immutable.
 *
 * <p>As JSON: {@code {"id": "…", "host": "…", "port": 7100}}.
 */
public final class PeerInfo {

  private final String id;
  private final String host;
  private final int port;

  /** A node. */
  public PeerInfo(String id, String host, int port) {
    this.id = Objects.requireNonNull(id, "id");
    this.host = Objects.requireNonNull(host, "host");
    this.port = port;
  }

  /**
   * Reads the form that {@link #toJson} gives.
   *
   * @throws NullPointerException if a field is missing
   */
  public PeerInfo(JsonObject json) {
    this(json.getString("id"), json.getString("host"), json.getInteger("port"));
  }

  /** The id, unique in the cluster. */
  public String id() {
    return id;
  }

  /** The host that other nodes dial. */
  public String host() {
    return host;
  }

  /** The port that other nodes dial. */
  public int port() {
    return port;
  }

  /** {@code host:port}, or {@code [ipv6]:port}, as {@link HyParViewOptions#addContact} takes it. */
  public String address() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  /** This node as JSON. */
  public JsonObject toJson() {
    return new JsonObject().put("id", id).put("host", host).put("port", port);
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
