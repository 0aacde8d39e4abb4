package org.hyparview.cluster.group;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.protocol.peer.Peer;
import org.jspecify.annotations.Nullable;

/** The members of the cluster and the group that has its shared data, as far as this node knows. */
final class Directory {

  private static final int MAX_GONE = 1_024;

  private static final Comparator<Peer> BY_AGE =
      Comparator.comparingLong(Peer::incarnation).thenComparing(Peer::id);

  private final Peer self;
  private final Map<String, Peer> members = new TreeMap<>();
  private final Map<String, Peer> gone = new LinkedHashMap<>();
  private final Map<String, Peer> strangers = new LinkedHashMap<>();
  private final Map<String, GroupDescriptor> groups = new TreeMap<>();
  private @Nullable GroupDescriptor current;
  private @Nullable String withdrawn;

  Directory(Peer self) {
    this.self = self;
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
    if (peer != null) {
      put(gone, peer);
    }
  }

  boolean has(String node) {
    return members.containsKey(node);
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
    return groups.values().stream()
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

  /** Returns the number of members, this one included, without these. */
  int sizeWithout(Set<String> nodes) {
    return (int) members.keySet().stream().filter(node -> !nodes.contains(node)).count();
  }

  /** Returns the members, this one included, oldest first. */
  List<String> byAge() {
    return members.values().stream().sorted(BY_AGE).map(Directory::nodeOf).toList();
  }

  /** Returns all members but this one, oldest first. */
  List<String> others() {
    return byAge().stream().filter(node -> !node.equals(self())).toList();
  }

  String oldest() {
    return byAge().get(0);
  }

  // Groups

  /**
   * Takes news of a group, and returns whether it changes the cluster's current group to another.
   */
  boolean announced(GroupDescriptor group) {
    GroupDescriptor before = groups.get(group.id());
    if (before == null || !before.isLaterThan(group)) {
      groups.put(group.id(), group);
    }
    return choose();
  }

  /**
   * Handles the withdrawal of a group, which follows its replacement by another. The group stays
   * until its replacement is known here: otherwise this node would conclude that there is none and
   * bootstrap one.
   */
  boolean withdrawn(String group) {
    if (current == null || !current.id().equals(group)) {
      groups.remove(group);
    } else {
      withdrawn = group;
    }
    return choose();
  }

  private boolean choose() {
    GroupDescriptor before = current;
    current = groups.values().stream()
        .reduce((one, other) -> one.wins(other) ? one : other)
        .orElse(null);
    if (withdrawn != null && current != null && !current.id().equals(withdrawn)) {
      groups.remove(withdrawn);
      withdrawn = null;
    }
    return before == null ? current != null : current == null || !current.id().equals(before.id());
  }

  /** Returns the group that has the shared data, or null if none is known. */
  @Nullable
  GroupDescriptor current() {
    return current;
  }

  /** Returns the groups that lose against the current one. */
  List<GroupDescriptor> losers() {
    GroupDescriptor winner = current;
    return winner == null
        ? List.of()
        : groups.values().stream().filter(winner::wins).toList();
  }
}
