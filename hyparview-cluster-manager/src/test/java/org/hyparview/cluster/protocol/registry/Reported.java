package org.hyparview.cluster.protocol.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Outcome;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * The state that a user derives from all events of one registry: they must add up to the registry's
 * state, and come in an order that makes sense.
 */
public final class Reported implements RegistryEvent.Handler {

  private final Registry registry;
  private final List<RegistryEvent> all = new ArrayList<>();
  private final SortedMap<PeerId, SortedMap<Long, String>> registrations = new TreeMap<>();
  private final Map<PeerId, Bytes> infos = new HashMap<>();
  private final Map<PeerId, Bytes> metadata = new HashMap<>();
  private final Map<EntryKey, Bytes> entries = new HashMap<>();
  private final Map<Long, Outcome> completed = new TreeMap<>();
  private boolean joined;
  private boolean left;

  /** Creates a state without events. */
  public Reported(Registry registry) {
    this.registry = registry;
    registrations.put(registry.self().id(), new TreeMap<>());
  }

  /** Takes the next event. */
  public void add(RegistryEvent event) {
    require(!left, "is reported after the node left", event);
    all.add(event);
    event.dispatch(this);
  }

  /** All events, in order. */
  public List<RegistryEvent> events() {
    return all;
  }

  /** The events of one kind, in order. */
  public <E extends RegistryEvent> List<E> events(Class<E> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Forgets the events, but not what they add up to. */
  public void clear() {
    all.clear();
  }

  /** Returns the outcome of each ticket. */
  public Map<Long, Outcome> completed() {
    return completed;
  }

  /** Whether the node has joined. */
  public boolean hasJoined() {
    return joined;
  }

  /** Whether the node has left. */
  public boolean hasLeft() {
    return left;
  }

  /** The nodes that are up, this one included. */
  public List<PeerId> nodes() {
    return List.copyOf(registrations.keySet());
  }

  /** Requires that the events add up to the registry's state: invariants 1 and 2. */
  public void check() {
    List<PeerId> members = registry.members().stream().map(peer -> peer.id()).toList();
    require(nodes().equals(members), "are up, but members are " + members, nodes());
    for (PeerId id : members) {
      require(
          of(id).equals(registry.registrations(id)),
          "are reported, but known are " + registry.registrations(id),
          of(id));
      Bytes info = registry.nodeInfo(id);
      require(info == null || info.equals(infos.get(id)), "has another info reported", id);
    }
    for (Tombstone tombstone : registry.tombstones()) {
      require(!members.contains(tombstone.id()), "is of a member", tombstone);
    }
    entries.forEach((key, value) -> require(
        value.equals(registry.entry(key.map(), key.key())), "is reported, but not known", key));
  }

  private void require(boolean holds, String otherwise, @Nullable Object what) {
    if (!holds) {
      throw new IllegalStateException(registry.self() + ": " + what + " " + otherwise);
    }
  }

  @Override
  public void onJoined(RegistryEvent.Joined event) {
    require(!joined, "comes twice", event);
    joined = true;
  }

  @Override
  public void onNodeUp(RegistryEvent.NodeUp event) {
    PeerId id = event.node().id();
    require(!registrations.containsKey(id), "is of a node that is up", event);
    registrations.put(id, new TreeMap<>());
  }

  @Override
  public void onNodeDown(RegistryEvent.NodeDown event) {
    PeerId id = event.node().id();
    require(!id.equals(registry.self().id()), "is of this node", event);
    SortedMap<Long, String> rest = registrations.remove(id);
    require(rest != null && rest.isEmpty(), "leaves " + rest, event);
    infos.remove(id);
    metadata.remove(id);
  }

  @Override
  public void onNodeInfoChanged(RegistryEvent.NodeInfoChanged event) {
    requireUp(event.node(), event);
    Bytes old = infos.put(event.node(), event.info());
    require(!event.info().equals(old), "is no change", event);
  }

  @Override
  public void onMetadataChanged(RegistryEvent.MetadataChanged event) {
    requireUp(event.node(), event);
    Bytes old = metadata.put(event.node(), event.metadata());
    require(!event.metadata().equals(old), "is no change", event);
  }

  @Override
  public void onRegistrationAdded(RegistryEvent.RegistrationAdded event) {
    requireUp(event.owner(), event);
    String old = of(event.owner()).put(event.seq(), event.address());
    require(old == null, "replaces " + old, event);
  }

  @Override
  public void onRegistrationRemoved(RegistryEvent.RegistrationRemoved event) {
    requireUp(event.owner(), event);
    String old = of(event.owner()).remove(event.seq());
    require(event.address().equals(old), "removes " + old, event);
  }

  @Override
  public void onEntryChanged(RegistryEvent.EntryChanged event) {
    EntryKey key = new EntryKey(event.map(), event.key());
    Bytes value = event.value();
    Bytes old = value == null ? entries.remove(key) : entries.put(key, value);
    require(value == null ? old != null : !value.equals(old), "is no change", event);
  }

  @Override
  public void onCompleted(RegistryEvent.Completed event) {
    Outcome old = completed.put(event.ticket(), event.outcome());
    require(old == null, "comes twice", event);
  }

  @Override
  public void onReturned(RegistryEvent.Returned event) {
    require(!left, "comes after the end", event);
  }

  @Override
  public void onLeft(RegistryEvent.Left event) {
    left = true;
  }

  private SortedMap<Long, String> of(PeerId id) {
    return Objects.requireNonNull(registrations.get(id), "registrations");
  }

  private void requireUp(PeerId id, RegistryEvent event) {
    require(registrations.containsKey(id), "is of a node that is not up", event);
  }
}
