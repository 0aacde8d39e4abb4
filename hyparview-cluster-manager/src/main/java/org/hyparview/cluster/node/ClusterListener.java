package org.hyparview.cluster.node;

import org.hyparview.cluster.protocol.registry.RegistryEvent;

/**
 * The receiver of the registry's events, on the plane's context. Must not block. The completion of
 * a change is reported by its future instead.
 */
public interface ClusterListener extends RegistryEvent.Handler {

  /**
   * Marks the point at which all earlier events must be visible to this node's users: what follows
   * tells other nodes that they are.
   */
  void settled();

  @Override
  default void onCompleted(RegistryEvent.Completed event) {}
}
