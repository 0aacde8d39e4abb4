package org.hyparview.cluster;

import io.vertx.core.spi.cluster.RegistrationInfo;
import org.hyparview.cluster.node.ClusterListener;
import org.hyparview.cluster.protocol.registry.RegistryEvent.EntryChanged;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Joined;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Left;
import org.hyparview.cluster.protocol.registry.RegistryEvent.MetadataChanged;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeDown;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeInfoChanged;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeUp;
import org.hyparview.cluster.protocol.registry.RegistryEvent.RegistrationAdded;
import org.hyparview.cluster.protocol.registry.RegistryEvent.RegistrationRemoved;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Returned;
import org.hyparview.cluster.shareddata.SyncMaps;

/** What the registry reports, where Vert.x finds it. Called by the control plane's context. */
final class ClusterState implements ClusterListener {

  private final Nodes nodes;
  private final NodeInfos infos;
  private final Registrations registrations;
  private final SyncMaps maps;
  private final Runnable joined;
  private final Runnable left;

  ClusterState(
      Nodes nodes,
      NodeInfos infos,
      Registrations registrations,
      SyncMaps maps,
      Runnable joined,
      Runnable left) {
    this.nodes = nodes;
    this.infos = infos;
    this.registrations = registrations;
    this.maps = maps;
    this.joined = joined;
    this.left = left;
  }

  @Override
  public void settled() {
    registrations.tell();
  }

  @Override
  public void onJoined(Joined event) {
    joined.run();
  }

  @Override
  public void onNodeUp(NodeUp event) {
    nodes.add(event.node().id().toString());
  }

  @Override
  public void onNodeDown(NodeDown event) {
    String id = event.node().id().toString();
    registrations.tell();
    infos.remove(id);
    nodes.remove(id);
  }

  @Override
  public void onNodeInfoChanged(NodeInfoChanged event) {
    infos.set(event.node().toString(), event.info());
  }

  @Override
  public void onMetadataChanged(MetadataChanged event) {
    // Nobody asks for it: Vert.x keeps its metadata in the node info.
  }

  @Override
  public void onRegistrationAdded(RegistrationAdded event) {
    registrations.add(
        event.address(), new RegistrationInfo(event.owner().toString(), event.seq(), false));
  }

  @Override
  public void onRegistrationRemoved(RegistrationRemoved event) {
    registrations.remove(
        event.address(), new RegistrationInfo(event.owner().toString(), event.seq(), false));
  }

  @Override
  public void onEntryChanged(EntryChanged event) {
    maps.changed(event);
  }

  @Override
  public void onReturned(Returned event) {
    // The registry has made all known again by itself; ClusterNode logs it.
  }

  @Override
  public void onLeft(Left event) {
    left.run();
  }
}
