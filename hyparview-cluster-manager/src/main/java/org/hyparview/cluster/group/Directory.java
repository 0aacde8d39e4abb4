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

/** Who is in the cluster, and which group has its shared data, as far as this node knows. */
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

  /** Whether the node was a member and is none any more. */
  boolean isGone(String node) {
    return gone.containsKey(node);
  }

  /** A node, present or gone, or one that a group has told of; null if it was never known. */
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

  /** The nodes of these replicas, as far as they are known. */
  List<Peer> peers(Collection<Endpoint> replicas) {
    return replicas.stream()
        .map(replica -> peer(replica.node()))
        .filter(Objects::nonNull)
        .toList();
  }

  /** How many of these replicas are on nodes that are in the cluster. */
  long present(Collection<Endpoint> replicas) {
    return replicas.stream().filter(replica -> has(replica.node())).count();
  }

  /** A node has said something, which may be no member yet. */
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

  /** How many nodes there are, this one included, without these. */
  int sizeWithout(Set<String> nodes) {
    return (int) members.keySet().stream().filter(node -> !nodes.contains(node)).count();
  }

  /** The nodes, this one included, those first that have been there for longest. */
  List<String> byAge() {
    return members.values().stream().sorted(BY_AGE).map(Directory::nodeOf).toList();
  }

  /** All nodes but this one, by age as well. */
  List<String> others() {
    return byAge().stream().filter(node -> !node.equals(self())).toList();
  }

  String oldest() {
    return byAge().get(0);
  }

  // Groups

  /** Takes news of a group. Gives whether another one is the cluster's now. */
  boolean announced(GroupDescriptor group) {
    GroupDescriptor before = groups.get(group.id());
    if (before == null || !before.isLaterThan(group)) {
      groups.put(group.id(), group);
    }
    return choose();
  }

  /**
   * A group was withdrawn, as happens to one that another has taken the place of. Until that one is
   * known here the group stays: else a node would take it that there is none, and found one.
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

  /** The group that has the shared data, or null if none is known. */
  @Nullable
  GroupDescriptor current() {
    return current;
  }

  /** The groups that lose against the current one. */
  List<GroupDescriptor> losers() {
    GroupDescriptor winner = current;
    return winner == null
        ? List.of()
        : groups.values().stream().filter(winner::wins).toList();
  }
}
