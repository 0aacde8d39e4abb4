package org.hyparview;

/**
 * The event-bus addresses of a node, all local to its Vert.x. They begin with the prefix that
 * {@link HyParViewOptions#setEventBusPrefix} sets.
 */
public final class HyParViewAddresses {

  private final String prefix;

  /** The addresses with this prefix. */
  public HyParViewAddresses(String prefix) {
    this.prefix = prefix;
  }

  /** What all addresses begin with. */
  public String prefix() {
    return prefix;
  }

  /** {@code <prefix>.events}: where each change of the active view is published. */
  public String events() {
    return prefix + ".events";
  }

  /** {@code <prefix>.views}: where a request is answered with both views. */
  public String views() {
    return prefix + ".views";
  }

  /** {@code <prefix>.broadcast}: where what is sent is broadcast. */
  public String broadcast() {
    return prefix + ".broadcast";
  }

  /** {@code <prefix>.broadcast.<topic>}: where what was broadcast is published. */
  public String broadcast(String topic) {
    return broadcast() + "." + topic;
  }
}
