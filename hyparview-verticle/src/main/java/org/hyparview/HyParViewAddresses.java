package org.hyparview;

/**
 * The event-bus addresses of a node, all local to its Vert.x. They begin with the prefix that
 * {@link HyParViewOptions#setEventBusPrefix} sets.
 */
public final class HyParViewAddresses {

  private final String prefix;

  /** Creates the addresses with this prefix. */
  public HyParViewAddresses(String prefix) {
    this.prefix = prefix;
  }

  /** Returns the common prefix of all addresses. */
  public String prefix() {
    return prefix;
  }

  /**
   * Returns {@code <prefix>.events}: the address at which each change of the active view is
   * published.
   */
  public String events() {
    return prefix + ".events";
  }

  /** Returns {@code <prefix>.views}: the address at which a request is answered with both views. */
  public String views() {
    return prefix + ".views";
  }

  /**
   * Returns {@code <prefix>.telemetry}: the address at which each message that the node sends, or
   * fails to send, is published, if {@link HyParViewOptions#setTelemetry} asks for it.
   */
  public String telemetry() {
    return prefix + ".telemetry";
  }

  /**
   * Returns {@code <prefix>.members}: the address at which a clustered Vert.x answers a request
   * with the members of the cluster, if the option {@code memberEvents} asks for it.
   */
  public String members() {
    return prefix + ".members";
  }

  /**
   * Returns {@code <prefix>.member-events}: the address at which a clustered Vert.x publishes each
   * change of the members, if the option {@code memberEvents} asks for it.
   */
  public String memberEvents() {
    return prefix + ".member-events";
  }

  /**
   * Returns {@code <prefix>.counters}: the address at which a request is answered with counters.
   */
  public String counters() {
    return prefix + ".counters";
  }

  /** Returns {@code <prefix>.broadcast}: the address for messages to broadcast. */
  public String broadcast() {
    return prefix + ".broadcast";
  }

  /** Returns {@code <prefix>.broadcast.<topic>}: the address at which broadcasts are published. */
  public String broadcast(String topic) {
    return broadcast() + "." + topic;
  }

  /** Returns {@code <prefix>.ask}: the address for questions to all nodes. */
  public String ask() {
    return prefix + ".ask";
  }

  /** Returns {@code <prefix>.ask.<topic>}: the address at which a node's handler is asked. */
  public String ask(String topic) {
    return ask() + "." + topic;
  }
}
