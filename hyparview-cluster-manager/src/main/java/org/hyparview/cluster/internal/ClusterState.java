package org.hyparview.cluster.internal;

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
import org.hyparview.cluster.shareddata.ReplicatedMaps;
import org.hyparview.cluster.shareddata.SyncMaps;
import org.hyparview.node.LinkHost;

/**
 * The receiver of the registry's events, which updates what Vert.x sees. Called by the control
 * plane's context.
 */
final class ClusterState implements ClusterListener {

  private final Scope scope;
  private final OwnHandlers handlers;
  private final MemberFeed members;
  private final VersionWatch version;
  private final NodeInfos infos;
  private final Registrations registrations;
  private final SyncMaps maps;
  private final ReplicatedMaps replicated;
  private final SharedData sharedData;
  private final Runnable joined;
  private final Runnable returned;
  private final Runnable left;

  ClusterState(
      Scope scope,
      OwnHandlers handlers,
      MemberFeed members,
      VersionWatch version,
      NodeInfos infos,
      Registrations registrations,
      SyncMaps maps,
      ReplicatedMaps replicated,
      SharedData sharedData,
      Runnable joined,
      Runnable returned,
      Runnable left) {
    this.scope = scope;
    this.handlers = handlers;
    this.members = members;
    this.version = version;
    this.infos = infos;
    this.registrations = registrations;
    this.maps = maps;
    this.replicated = replicated;
    this.sharedData = sharedData;
    this.joined = joined;
    this.returned = returned;
    this.left = left;
  }

  @Override
  public void settled() {
    version.settle();
    members.settle();
    registrations.tell();
  }

  @Override
  public void onJoined(Joined event) {
    joined.run();
  }

  @Override
  public void onNodeUp(NodeUp event) {
    members.nodeUp(event);
    version.nodeUp(event.node().id().toString());
    replicated.nodeUp(event.node().id().toString());
    sharedData.memberUp(event.node());
    scope.nodeUp(event.node().id().toString());
  }

  @Override
  public void onNodeDown(NodeDown event) {
    String id = event.node().id().toString();
    registrations.tell();
    members.nodeDown(event);
    version.nodeDown(id);
    replicated.nodeDown(id, LinkHost.clock());
    infos.remove(id);
    scope.nodeDown(id);
    sharedData.memberDown(id);
  }

  @Override
  public void onNodeInfoChanged(NodeInfoChanged event) {
    members.infoChanged(event);
    infos.set(event.node().toString(), event.info());
  }

  @Override
  public void onMetadataChanged(MetadataChanged event) {
    members.metadataChanged(event);
    version.metadataChanged(event.node().toString(), event.metadata());
    sharedData.metadataChanged(event.node().toString(), event.metadata());
  }

  @Override
  public void onRegistrationAdded(RegistrationAdded event) {
    scope.registrationAdded(event);
  }

  @Override
  public void onRegistrationRemoved(RegistrationRemoved event) {
    if (!handlers.stays(event)) {
      scope.registrationRemoved(event);
    }
  }

  @Override
  public void onEntryChanged(EntryChanged event) {
    if (event.map().equals(SharedData.GROUPS)) {
      sharedData.entryChanged(event);
    } else if (ReplicatedMaps.isOne(event.map())) {
      replicated.changed(event.map(), event.key(), event.value(), LinkHost.clock());
    } else {
      maps.changed(event);
    }
  }

  @Override
  public void onReturned(Returned event) {
    members.returned(event);
    returned.run();
  }

  @Override
  public void onLeft(Left event) {
    left.run();
  }
}
