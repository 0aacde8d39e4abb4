package org.hyparview.cluster.group;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

  /** A node, present or gone; null if it was never known, or long ago. */
  @Nullable
  Peer peer(String node) {
    Peer peer = members.get(node);
    return peer != null ? peer : gone.getOrDefault(node, strangers.get(node));
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

  /** The nodes, this one included, those first that have been there for longest. */
  List<String> byAge() {
    return members.values().stream().sorted(BY_AGE).map(Directory::nodeOf).toList();
  }

  String oldest() {
    return byAge().get(0);
  }

  // Groups

  /** Takes news of a group. Gives whether another one is the cluster's now. */
  boolean announced(GroupDescriptor group) {
    GroupDescriptor before = groups.get(group.id());
    if (before == null || group.isLaterThan(before)) {
      groups.put(group.id(), group);
    }
    return choose();
  }

  boolean withdrawn(String group) {
    groups.remove(group);
    return choose();
  }

  private boolean choose() {
    GroupDescriptor before = current;
    current = groups.values().stream()
        .reduce((one, other) -> one.wins(other) ? one : other)
        .orElse(null);
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
