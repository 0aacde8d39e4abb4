package org.hyparview.cluster.internal;

import io.vertx.core.spi.cluster.RegistrationInfo;
import org.hyparview.cluster.protocol.registry.RegistryEvent.RegistrationAdded;
import org.hyparview.cluster.protocol.registry.RegistryEvent.RegistrationRemoved;

/** The scope in which Vert.x sees all nodes. */
final class ClusterScope implements Scope {

  private final Nodes nodes;
  private final Registrations registrations;

  ClusterScope(Nodes nodes, Registrations registrations) {
    this.nodes = nodes;
    this.registrations = registrations;
  }

  @Override
  public void nodeUp(String id) {
    nodes.add(id);
  }

  @Override
  public void nodeDown(String id) {
    nodes.remove(id);
  }

  @Override
  public void registrationAdded(RegistrationAdded event) {
    registrations.add(
        event.address(), new RegistrationInfo(event.owner().toString(), event.seq(), false));
  }

  @Override
  public void registrationRemoved(RegistrationRemoved event) {
    registrations.remove(
        event.address(), new RegistrationInfo(event.owner().toString(), event.seq(), false));
  }

  @Override
  public void neighborUp(String id) {
    // All nodes are visible, neighbors or not.
  }

  @Override
  public void neighborDown(String id) {
    // All nodes are visible, neighbors or not.
  }
}
