package org.hyparview.cluster.roster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.hyparview.cluster.ClusterMember;
import org.hyparview.cluster.ClusterMembers;
import org.hyparview.cluster.MemberEvent;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.registry.Registry;
import org.hyparview.cluster.protocol.registry.RegistryEvent;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * A roster beside a registry, and what a user derives from its events: list and events must equal
 * each other and the registry after each turn.
 */
public final class RosterModel implements RegistryEvent.Handler {

  private static final class Facts implements MemberFacts {

    @Override
    public String eventBus(Bytes info) {
      return info.toString();
    }

    @Override
    public Map<String, String> tags(Bytes metadata) {
      return Map.of("metadata", metadata.toString());
    }
  }

  private final Registry registry;
  private final Facts facts = new Facts();
  private final Roster roster;
  private final NavigableMap<String, ClusterMember> seen = new TreeMap<>();
  private final List<MemberEvent> events = new ArrayList<>();
  private long version;
  private boolean isDirty;

  /** Creates a model of a registry that has reported nothing. */
  public RosterModel(Registry registry) {
    this.registry = registry;
    roster = new Roster(registry.self(), facts, 0);
    roster.members().members().forEach(member -> seen.put(member.id(), member));
  }

  /** Takes the next event of the registry. */
  public void add(RegistryEvent event) {
    isDirty = true;
    event.dispatch(this);
  }

  /** Returns the events so far. */
  public List<MemberEvent> events() {
    return events;
  }

  /** Returns the list. */
  public ClusterMembers members() {
    return roster.members();
  }

  /** Ends a turn, and requires that all agree. */
  public void settle() {
    if (!isDirty) {
      return;
    }
    isDirty = false;
    roster.settle();
    roster.events().forEach(this::apply);
    ClusterMembers list = roster.members();
    require(list.version() == version, "has version " + list.version(), version);
    require(list.members().equals(List.copyOf(seen.values())), "is the list", seen);
    List<String> known = new ArrayList<>();
    for (Peer peer : registry.members()) {
      known.add(peer.id().toString());
      checkFacts(peer);
    }
    require(known.equals(List.copyOf(seen.keySet())), "are known", known);
  }

  private void checkFacts(Peer peer) {
    PeerId id = peer.id();
    ClusterMember member = seen.get(id.toString());
    if (member == null) {
      require(false, "is known, but not listed", peer);
      return;
    }
    Bytes info = registry.nodeInfo(id);
    Bytes metadata = registry.metadata(id);
    boolean isEqual = member.address().equals(peer.address().toString())
        && member.incarnation() <= peer.incarnation()
        && (info == null
            ? member.eventBus() == null
            : facts.eventBus(info).equals(member.eventBus()))
        && member.tags().equals(metadata == null ? Map.of() : facts.tags(metadata));
    require(isEqual, "is listed as " + member, peer);
  }

  private void apply(MemberEvent event) {
    events.add(event);
    require(event.version() == ++version, "has no next version", event);
    String id = event.member().id();
    ClusterMember before = seen.get(id);
    boolean isSelf = id.equals(event.node());
    switch (event.type()) {
      case MEMBER_JOINED -> require(seen.put(id, event.member()) == null, "is present", event);
      case MEMBER_LEFT -> require(seen.remove(id) != null && !isSelf, "is absent", event);
      case MEMBER_CHANGED -> {
        require(before != null && !before.equals(event.member()), "is no change", event);
        seen.put(id, event.member());
      }
      case MEMBER_RETURNED -> {
        require(isSelf == (before != null), "was not absent", event);
        seen.put(id, event.member());
      }
    }
    require(event.members() == seen.size(), "counts wrong", event);
  }

  private void require(boolean holds, String otherwise, @Nullable Object what) {
    if (!holds) {
      throw new IllegalStateException(registry.self() + ": " + what + " " + otherwise);
    }
  }

  @Override
  public void onJoined(RegistryEvent.Joined event) {}

  @Override
  public void onNodeUp(RegistryEvent.NodeUp event) {
    roster.nodeUp(event.node(), 0);
  }

  @Override
  public void onNodeDown(RegistryEvent.NodeDown event) {
    roster.nodeDown(event.node().id(), event.reason());
  }

  @Override
  public void onNodeInfoChanged(RegistryEvent.NodeInfoChanged event) {
    roster.infoChanged(event.node(), event.info());
  }

  @Override
  public void onMetadataChanged(RegistryEvent.MetadataChanged event) {
    roster.metadataChanged(event.node(), event.metadata());
  }

  @Override
  public void onRegistrationAdded(RegistryEvent.RegistrationAdded event) {}

  @Override
  public void onRegistrationRemoved(RegistryEvent.RegistrationRemoved event) {}

  @Override
  public void onEntryChanged(RegistryEvent.EntryChanged event) {}

  @Override
  public void onCompleted(RegistryEvent.Completed event) {}

  @Override
  public void onReturned(RegistryEvent.Returned event) {
    roster.returned(event.self());
  }

  @Override
  public void onLeft(RegistryEvent.Left event) {}
}
