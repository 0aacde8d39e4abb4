package org.hyparview.cluster.internal;

import org.hyparview.cluster.MembershipScope;
import org.hyparview.cluster.protocol.registry.RegistryEvent.RegistrationAdded;
import org.hyparview.cluster.protocol.registry.RegistryEvent.RegistrationRemoved;

/**
 * The part of the cluster that Vert.x sees: which nodes, and whose handlers; see
 * {@link MembershipScope}. Called by the control plane's context alone.
 */
interface Scope {

  /** Notes that a node has joined the cluster. */
  void nodeUp(String id);

  /** Notes that a node has left or is dead; its registrations were removed before. */
  void nodeDown(String id);

  /** Notes that a node, possibly this one, has registered a handler. */
  void registrationAdded(RegistrationAdded event);

  /** Notes that a node, possibly this one, has removed a handler. */
  void registrationRemoved(RegistrationRemoved event);

  /** Notes that a node has become a neighbor of this one in the overlay. */
  void neighborUp(String id);

  /** Notes that a node is no longer a neighbor. */
  void neighborDown(String id);
}
