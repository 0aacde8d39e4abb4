package org.hyparview.node;

/**
 * The listener to the messages that a node sends to others, for telemetry. It is called on the
 * node's context, for each message, so it must be quick.
 */
@FunctionalInterface
public interface SendListener {

  /**
   * Notes that a message was sent, or could not be.
   *
   * @param kind of the message, in kebab case, as docs/events.md lists them: {@code forward-join}
   * @param taken whether a link took it, which doesn't mean that it arrives
   */
  void sent(String kind, boolean taken);
}
