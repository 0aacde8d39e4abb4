package org.hyparview.cluster.roster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.hyparview.cluster.ClusterMember;
import org.hyparview.cluster.ClusterMembers;
import org.hyparview.cluster.MemberEvent;
import org.hyparview.cluster.MemberEvent.Reason;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.registry.DownReason;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * The members of the cluster as one node knows them, and the events by which that changes: the
 * registry's events folded into a list with a version.
 *
 * <p><b>Use.</b> Pass in the registry's events in their order, call {@link #settle} at the end of
 * each turn of the registry, and take the {@link #events} after each call. What one turn reports of
 * one member becomes one event, so that a member joins with its tags and its event bus. A departure
 * is an event at once.
 *
 * <p><b>Invariants</b>: each event has the next version; the events up to a version, applied to an
 * empty list, give the members of that version without their own node, whose presence from the
 * start is no event.
 *
 * <p>Not safe for concurrent use.
 */
public final class Roster {

  /** The most departed members that are remembered, to tell a return from a join. */
  static final int MAX_DEAD = 4_096;

  /**
   * A change that becomes an event at the end of the turn.
   *
   * @param before the member as the last event has it; null for one that appears or returns
   */
  private record Pending(MemberEvent.Type type, @Nullable ClusterMember before) {}

  private final String self;
  private final MemberFacts facts;
  private final NavigableMap<String, ClusterMember> members = new TreeMap<>();
  private final Map<String, Pending> pending = new LinkedHashMap<>();
  private final Set<String> dead = new LinkedHashSet<>();
  private final ArrayDeque<MemberEvent> events = new ArrayDeque<>();
  private long version;

  /** The number of members after the last event. */
  private int count = 1;

  /**
   * Creates a roster of its own node alone.
   *
   * @param now the wall clock, in milliseconds since 1970
   */
  public Roster(Peer self, MemberFacts facts, long now) {
    this.self = self.id().toString();
    this.facts = facts;
    members.put(this.self, memberOf(self, now));
  }

  private static ClusterMember memberOf(Peer node, long now) {
    return new ClusterMember(
        node.id().toString(), node.incarnation(), node.host(), node.port(), null, Map.of(), now);
  }

  // Events of the registry

  /** Notes that another node is in the cluster. */
  public void nodeUp(Peer node, long now) {
    String id = node.id().toString();
    members.put(id, memberOf(node, now));
    pending.put(
        id,
        new Pending(
            dead.remove(id) ? MemberEvent.Type.MEMBER_RETURNED : MemberEvent.Type.MEMBER_JOINED,
            null));
  }

  /** Notes that another node is no longer in the cluster. */
  public void nodeDown(PeerId node, DownReason reason) {
    settle();
    String id = node.toString();
    ClusterMember member = members.remove(id);
    if (member != null) {
      count--;
      if (reason == DownReason.DEAD) {
        remember(id);
      }
      report(
          MemberEvent.Type.MEMBER_LEFT,
          member,
          reason == DownReason.DEAD ? Reason.FAILED : Reason.LEFT);
    }
  }

  private void remember(String id) {
    dead.add(id);
    if (dead.size() > MAX_DEAD) {
      dead.remove(dead.iterator().next());
    }
  }

  /** Notes the info of a node, this one included. */
  public void infoChanged(PeerId node, Bytes info) {
    change(node, member -> member.withEventBus(facts.eventBus(info)));
  }

  /** Notes the metadata of a node, this one included. */
  public void metadataChanged(PeerId node, Bytes metadata) {
    change(node, member -> member.withTags(facts.tags(metadata)));
  }

  private void change(PeerId node, UnaryOperator<ClusterMember> change) {
    String id = node.toString();
    ClusterMember before = members.get(id);
    if (before != null) {
      members.put(id, change.apply(before));
      pending.putIfAbsent(id, new Pending(MemberEvent.Type.MEMBER_CHANGED, before));
    }
  }

  /** Notes that this node was held dead, and has announced itself again. */
  public void returned(Peer node) {
    ClusterMember before = members.get(self);
    if (before != null) {
      members.put(
          self,
          new ClusterMember(
              self,
              node.incarnation(),
              before.host(),
              before.port(),
              before.eventBus(),
              before.tags(),
              before.since()));
      pending.put(self, new Pending(MemberEvent.Type.MEMBER_RETURNED, null));
    }
  }

  /** Ends a turn of the registry. */
  public void settle() {
    if (pending.isEmpty()) {
      return;
    }
    Map<String, Pending> changes = new LinkedHashMap<>(pending);
    pending.clear();
    changes.forEach(this::report);
  }

  private void report(String id, Pending change) {
    ClusterMember member = members.get(id);
    if (member != null && !member.equals(change.before())) {
      count += change.before() == null && !id.equals(self) ? 1 : 0;
      report(change.type(), member, null);
    }
  }

  private void report(MemberEvent.Type type, ClusterMember member, @Nullable Reason reason) {
    version++;
    events.add(new MemberEvent(type, member, reason, count, version, self));
  }

  // What follows

  /** Returns the events that were not taken yet, in their order; each call takes them. */
  public List<MemberEvent> events() {
    List<MemberEvent> taken = new ArrayList<>(events);
    events.clear();
    return taken;
  }

  /** Returns the number of members, this node included. */
  public int size() {
    return members.size();
  }

  /** Returns the members. What is in the list but no event yet becomes one before. */
  public ClusterMembers members() {
    settle();
    return new ClusterMembers(self, version, List.copyOf(members.values()));
  }
}
