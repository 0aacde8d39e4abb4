package org.hyparview.cluster.internal;

import io.vertx.core.eventbus.EventBusOptions;
import org.hyparview.node.LoopbackCheck;
import org.hyparview.transport.LinkOptions;
import org.jspecify.annotations.Nullable;

/** The warning of a node whose control links are secured, and whose event bus is not. */
public final class EventBusWarning {

  private EventBusWarning() {}

  /**
   * Returns the warning, or null if there is no reason.
   *
   * @param host where the event bus listens
   */
  public static @Nullable String of(LinkOptions links, EventBusOptions bus, String host) {
    boolean isSafe = bus.isSsl() || LoopbackCheck.isLoopback(host);
    if (isSafe || !links.isEncrypted() || !links.get(LinkOptions.PLAINTEXT_WARNING)) {
      return null;
    }
    return "The control links of this node are secured, but its event bus at " + host
        + " is not: any host that reaches it can send messages to all consumers. Set TLS in"
        + " VertxOptions.setEventBusOptions, too; or plaintextWarning to false, if the network is"
        + " trusted";
  }
}
