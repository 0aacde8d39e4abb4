package org.hyparview.cluster.group;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.protocol.peer.Peer;
import org.jspecify.annotations.Nullable;

/** The members of the cluster and the group that has its shared data, as far as this node knows. */
final class Directory {

  private static final int MAX_GONE = 1_024;

  private static final Comparator<Peer> BY_AGE =
      Comparator.comparingLong(Peer::incarnation).thenComparing(Peer::id);

  private static final Comparator<Peer> OLDEST_FIRST = Comparator.nullsFirst(BY_AGE);

  private final Peer self;
  private final Map<String, Peer> members = new TreeMap<>();
  private final Map<String, Peer> gone = new LinkedHashMap<>();
  private final Map<String, Peer> strangers = new LinkedHashMap<>();
  private final Map<String, Placement> placements = new HashMap<>();
  private final GroupBook groups = new GroupBook(this::has, this::mayLead);
  private final BooleanSupplier leading;

  /**
   * Creates a directory that knows this node alone.
   *
   * @param leading whether this node leads the shared data
   */
  Directory(Peer self, BooleanSupplier leading) {
    this.self = self;
    this.leading = leading;
    members.put(nodeOf(self), self);
  }

  static String nodeOf(Peer peer) {
    return peer.id().toString();
  }

  String self() {
    return nodeOf(self);
  }

  // Members

  void up(Peer peer) {
    members.put(nodeOf(peer), peer);
    gone.remove(nodeOf(peer));
    strangers.remove(nodeOf(peer));
  }

  void down(String node) {
    Peer peer = members.remove(node);
    placements.remove(node);
    if (peer != null) {
      put(gone, peer);
    }
  }

  boolean has(String node) {
    return members.containsKey(node);
  }

  private boolean mayLead(String node) {
    return node.equals(self()) ? leading.getAsBoolean() : has(node);
  }

  /** Returns whether the node was a member and no longer is. */
  boolean isGone(String node) {
    return gone.containsKey(node);
  }

  /**
   * Returns a node that is or was a member, or that a group has named; null if it was never known.
   */
  @Nullable
  Peer peer(String node) {
    Peer peer = members.get(node);
    if (peer == null) {
      peer = gone.getOrDefault(node, strangers.get(node));
    }
    return peer != null ? peer : replicaNode(node);
  }

  private @Nullable Peer replicaNode(String node) {
    return groups.all().stream()
        .flatMap(group -> group.peers().stream())
        .filter(peer -> nodeOf(peer).equals(node))
        .findFirst()
        .orElse(null);
  }

  /** Returns the nodes of these replicas, as far as they are known. */
  List<Peer> peers(Collection<Endpoint> replicas) {
    return replicas.stream()
        .map(replica -> peer(replica.node()))
        .filter(Objects::nonNull)
        .toList();
  }

  /** Returns how many of these replicas are on members. */
  long present(Collection<Endpoint> replicas) {
    return replicas.stream().filter(replica -> has(replica.node())).count();
  }

  /** Returns whether any of these replicas is on a node that is or was a member. */
  boolean met(Collection<Endpoint> replicas) {
    return replicas.stream().anyMatch(replica -> has(replica.node()) || isGone(replica.node()));
  }

  /** Notes a node that has sent a message; it may not be a member yet. */
  void met(Peer peer) {
    if (!members.containsKey(nodeOf(peer))) {
      put(strangers, peer);
    }
  }

  private static void put(Map<String, Peer> bounded, Peer peer) {
    bounded.put(nodeOf(peer), peer);
    if (bounded.size() > MAX_GONE) {
      bounded.remove(bounded.keySet().iterator().next());
    }
  }

  int size() {
    return members.size();
  }

  /** Returns whether there is another member, or has been one. */
  boolean hasMetOthers() {
    return members.size() > 1 || !gone.isEmpty();
  }

  /** Orders nodes by age, the oldest member first; a node that is no member counts as older. */
  Comparator<String> byAge() {
    Comparator<String> byAge =
        (one, other) -> OLDEST_FIRST.compare(members.get(one), members.get(other));
    return byAge.thenComparing(Comparator.naturalOrder());
  }

  /** Returns all members but this one, oldest first. */
  List<String> others() {
    return members.keySet().stream()
        .filter(node -> !node.equals(self()))
        .sorted(byAge())
        .toList();
  }

  // Data members

  /** Notes what a node announces; ignored unless it is a member. */
  void place(String node, Placement placement) {
    if (has(node) && !placement.equals(Placement.DEFAULT)) {
      placements.put(node, placement);
    } else {
      placements.remove(node);
    }
  }

  private Placement placement(String node) {
    return placements.getOrDefault(node, Placement.DEFAULT);
  }

  /** Returns whether the node is a member that may have a replica. */
  boolean isDataMember(String node) {
    return has(node) && placement(node).dataMember();
  }

  /** Returns the domain of a member over which voters are spread. */
  Optional<String> domain(String node) {
    return placement(node).domain();
  }

  /** Returns the members that may have replicas, this one included, without these. */
  List<String> dataMembersWithout(Set<String> nodes) {
    return members.keySet().stream()
        .filter(node -> isDataMember(node) && !nodes.contains(node))
        .toList();
  }

  /** Returns whether any member may have a replica. */
  boolean hasDataMember() {
    return members.keySet().stream().anyMatch(this::isDataMember);
  }

  /** Returns whether any member keeps no shared data. */
  boolean hasMemberWithoutData() {
    return !members.keySet().stream().allMatch(this::isDataMember);
  }

  /** Returns the oldest member that may have a replica, or null if none may. */
  @Nullable
  String oldestDataMember() {
    return members.keySet().stream().filter(this::isDataMember).min(byAge()).orElse(null);
  }

  // Groups

  /** Returns what is known of the groups of the cluster. */
  GroupBook groups() {
    return groups;
  }

  /** Returns the group that has the shared data, or null if none is known. */
  @Nullable
  GroupDescriptor current() {
    return groups.current();
  }
}
