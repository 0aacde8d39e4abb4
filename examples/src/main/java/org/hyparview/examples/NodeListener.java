package org.hyparview.examples;

import org.hyparview.PeerEvent;

/** Hears what the nodes of a {@link NodeGroup} tell. */
@FunctionalInterface
interface NodeListener {

  /** A view has changed. */
  void changed(PeerEvent event);

  /** A broadcast was delivered. Nothing happens by default, for who doesn't broadcast. */
  default void delivered(Delivery delivery) {}
}
