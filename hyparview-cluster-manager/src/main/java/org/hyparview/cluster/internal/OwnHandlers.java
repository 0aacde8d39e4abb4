package org.hyparview.cluster.internal;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hyparview.cluster.protocol.plane.GossipPlane;
import org.hyparview.cluster.protocol.registry.RegistryEvent.RegistrationAdded;
import org.hyparview.cluster.protocol.registry.RegistryEvent.RegistrationRemoved;
import org.hyparview.protocol.peer.PeerId;

/**
 * The event-bus handlers of this node that other nodes see, until they are withdrawn.
 *
 * <p>A withdrawn handler still gets what this node itself sends, and what others sent before they
 * knew. Called by the control plane's context alone.
 */
final class OwnHandlers {

  private final PeerId id;
  private final Scope scope;
  private final Map<Long, String> announced = new TreeMap<>();
  private final Set<Long> stayHere = new HashSet<>();
  private boolean withdrawn;

  OwnHandlers(String id, Scope scope) {
    this.id = PeerId.of(id);
    this.scope = scope;
  }

  /**
   * Adds a handler, which is announced unless they were withdrawn.
   *
   * @return a ticket
   * @throws IllegalStateException if the number is taken, or there are too many handlers
   */
  long add(GossipPlane plane, long seq, String address, long now) {
    if (withdrawn) {
      scope.registrationAdded(new RegistrationAdded(id, seq, address));
      return afterEarlierChanges(plane, seq, now);
    }
    long ticket = plane.addRegistration(seq, address, now);
    announced.put(seq, address);
    return ticket;
  }

  /** Removes a handler, and returns a ticket. */
  long remove(GossipPlane plane, long seq, String address, long now) {
    announced.remove(seq);
    if (withdrawn) {
      scope.registrationRemoved(new RegistrationRemoved(id, seq, address));
      return afterEarlierChanges(plane, seq, now);
    }
    return plane.removeRegistration(seq, now);
  }

  /** Returns a ticket for the changes until now, as the removal of what is not there does. */
  private static long afterEarlierChanges(GossipPlane plane, long seq, long now) {
    return plane.removeRegistration(seq, now);
  }

  /**
   * Withdraws all handlers, and those that will be added.
   *
   * @return a ticket
   * @throws IllegalStateException if there are none
   */
  long withdraw(GossipPlane plane, long now) {
    withdrawn = true;
    if (announced.isEmpty()) {
      throw new IllegalStateException("This node has no handlers");
    }
    stayHere.addAll(announced.keySet());
    announced.clear();
    long last = 0;
    for (long seq : Set.copyOf(stayHere)) {
      last = plane.removeRegistration(seq, now);
    }
    return last;
  }

  /** Takes the report of a removal, and returns whether it is a withdrawal: the handler is here. */
  boolean stays(RegistrationRemoved event) {
    return event.owner().equals(id) && stayHere.remove(event.seq());
  }
}
