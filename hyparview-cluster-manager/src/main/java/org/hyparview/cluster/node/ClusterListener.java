package org.hyparview.cluster.node;

import org.hyparview.cluster.protocol.registry.RegistryEvent;

/**
 * Hears what the registry reports, on the plane's context. Must not block. Completions of changes
 * don't come here but by the future of each change.
 */
public interface ClusterListener extends RegistryEvent.Handler {

  /**
   * All of what was reported must be visible to this node's users now: what comes next tells other
   * nodes that it is.
   */
  void settled();

  @Override
  default void onCompleted(RegistryEvent.Completed event) {}
}
