package org.hyparview.cluster.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hyparview.cluster.protocol.plane.GossipPlane;
import org.hyparview.cluster.protocol.registry.RegistryEvent.RegistrationAdded;
import org.hyparview.cluster.protocol.registry.RegistryEvent.RegistrationRemoved;
import org.hyparview.protocol.peer.PeerId;

/**
 * The event-bus handlers of this node that other nodes see. From a withdrawal on, others see only
 * those whose address no other node serves: without them, requests would fail that can still be
 * answered.
 *
 * <p>A withdrawn handler still gets what this node itself sends, and what others sent before they
 * knew. Called by the control plane's context alone.
 */
final class OwnHandlers {

  private final PeerId id;
  private final Scope scope;
  private final Registrations all;
  private final Map<Long, String> announced = new TreeMap<>();
  private final Set<Long> withdrawn = new HashSet<>();
  private boolean closing;

  /**
   * Creates an empty set.
   *
   * @param all what this node knows of the handlers of all nodes
   */
  OwnHandlers(String id, Scope scope, Registrations all) {
    this.id = PeerId.of(id);
    this.scope = scope;
    this.all = all;
  }

  /**
   * Adds a handler.
   *
   * @return a ticket
   * @throws IllegalStateException if the number is taken, or there are too many handlers
   */
  long add(GossipPlane plane, long seq, String address, long now) {
    if (closing && isServedElsewhere(address)) {
      withdrawn.add(seq);
      scope.registrationAdded(new RegistrationAdded(id, seq, address));
      return plane.removeRegistration(seq, now); // of what the others don't have: a mere ticket
    }
    long ticket = plane.addRegistration(seq, address, now);
    announced.put(seq, address);
    return ticket;
  }

  /** Removes a handler, and returns a ticket. */
  long remove(GossipPlane plane, long seq, String address, long now) {
    announced.remove(seq);
    if (withdrawn.remove(seq)) {
      scope.registrationRemoved(new RegistrationRemoved(id, seq, address));
    }
    return plane.removeRegistration(seq, now);
  }

  private boolean isServedElsewhere(String address) {
    return all.isServedBeside(id.toString(), address);
  }

  /**
   * Withdraws the handlers whose address another node serves, now and from now on.
   *
   * @return a ticket
   * @throws IllegalStateException if there are none now
   */
  long withdraw(GossipPlane plane, long now) {
    closing = true;
    long last = 0;
    for (Map.Entry<Long, String> handler : List.copyOf(announced.entrySet())) {
      if (isServedElsewhere(handler.getValue())) {
        withdrawn.add(handler.getKey());
        last = plane.removeRegistration(handler.getKey(), now);
      }
    }
    announced.keySet().removeAll(withdrawn);
    if (withdrawn.isEmpty()) {
      throw new IllegalStateException("No other node has a handler of the same address");
    }
    return last;
  }

  /** Takes the report of a removal, and returns whether it is a withdrawal: the handler is here. */
  boolean stays(RegistrationRemoved event) {
    return event.owner().equals(id) && withdrawn.contains(event.seq());
  }
}
