package org.hyparview.demo.nodes;

import org.hyparview.PeerEvent;

/** The listener of the nodes of a {@link NodeGroup}. */
@FunctionalInterface
public interface NodeListener {

  /** A view has changed. */
  void changed(PeerEvent event);

  /** A broadcast was delivered. Does nothing by default. */
  default void delivered(Delivery delivery) {}
}
