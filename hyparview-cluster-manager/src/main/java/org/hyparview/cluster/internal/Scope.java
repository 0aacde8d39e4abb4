package org.hyparview.cluster.internal;

import org.hyparview.cluster.MembershipScope;
import org.hyparview.cluster.protocol.registry.RegistryEvent.RegistrationAdded;
import org.hyparview.cluster.protocol.registry.RegistryEvent.RegistrationRemoved;

/**
 * Which nodes Vert.x sees, and whose handlers; see {@link MembershipScope}. Called by the control
 * plane's context alone.
 */
interface Scope {

  /** The cluster has another node. */
  void nodeUp(String id);

  /** A node has left, or is dead; its registrations were removed before. */
  void nodeDown(String id);

  /** Some node has a handler more, this one's included. */
  void registrationAdded(RegistrationAdded event);

  /** Some node has a handler less. */
  void registrationRemoved(RegistrationRemoved event);

  /** A node has become a neighbour of this one in the overlay. */
  void neighbourUp(String id);

  /** A node is no longer a neighbour. */
  void neighbourDown(String id);
}
