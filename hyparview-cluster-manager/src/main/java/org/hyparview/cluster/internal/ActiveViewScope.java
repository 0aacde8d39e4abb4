package org.hyparview.cluster.internal;

import io.vertx.core.spi.cluster.RegistrationInfo;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hyparview.cluster.protocol.registry.RegistryEvent.RegistrationAdded;
import org.hyparview.cluster.protocol.registry.RegistryEvent.RegistrationRemoved;

/**
 * The scope in which Vert.x sees this node and its neighbors in the overlay. The handlers of all
 * others are kept in reserve until their node becomes a neighbor.
 */
final class ActiveViewScope implements Scope {

  private final String self;
  private final Nodes nodes;
  private final Registrations registrations;
  private final Set<String> members = new HashSet<>();
  private final Set<String> neighbors = new HashSet<>();

  /** The address of each handler by its number, for each node. */
  private final Map<String, Map<Long, String>> handlers = new HashMap<>();

  ActiveViewScope(String self, Nodes nodes, Registrations registrations) {
    this.self = self;
    this.nodes = nodes;
    this.registrations = registrations;
  }

  private boolean isSeen(String id) {
    return id.equals(self) || (neighbors.contains(id) && members.contains(id));
  }

  @Override
  public void nodeUp(String id) {
    members.add(id);
    if (isSeen(id)) {
      show(id);
    }
  }

  @Override
  public void nodeDown(String id) {
    if (isSeen(id)) {
      hide(id);
    }
    members.remove(id);
    handlers.remove(id);
  }

  @Override
  public void registrationAdded(RegistrationAdded event) {
    String owner = event.owner().toString();
    handlers.computeIfAbsent(owner, none -> new TreeMap<>()).put(event.seq(), event.address());
    if (isSeen(owner)) {
      registrations.add(event.address(), new RegistrationInfo(owner, event.seq(), false));
    }
  }

  @Override
  public void registrationRemoved(RegistrationRemoved event) {
    String owner = event.owner().toString();
    handlers.getOrDefault(owner, Map.of()).remove(event.seq());
    if (isSeen(owner)) {
      registrations.remove(event.address(), new RegistrationInfo(owner, event.seq(), false));
    }
  }

  @Override
  public void neighborUp(String id) {
    neighbors.add(id);
    if (isSeen(id)) {
      show(id);
    }
  }

  @Override
  public void neighborDown(String id) {
    if (isSeen(id)) {
      hide(id);
    }
    neighbors.remove(id);
  }

  private void show(String id) {
    nodes.add(id);
    handlersOf(id)
        .forEach(
            (seq, address) -> registrations.add(address, new RegistrationInfo(id, seq, false)));
  }

  private void hide(String id) {
    handlersOf(id)
        .forEach(
            (seq, address) -> registrations.remove(address, new RegistrationInfo(id, seq, false)));
    nodes.remove(id);
  }

  private Map<Long, String> handlersOf(String id) {
    return handlers.getOrDefault(id, Map.of());
  }
}
