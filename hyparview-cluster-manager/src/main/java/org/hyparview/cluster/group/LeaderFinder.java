package org.hyparview.cluster.group;

import java.util.ArrayList;
import java.util.List;
import org.hyparview.cluster.raft.Endpoint;
import org.jspecify.annotations.Nullable;

/** Which node to ask: the leader if it is known, else one replica after the other. */
final class LeaderFinder {

  private final Directory directory;
  private @Nullable Endpoint hint;
  private int failures;
  private int waits;

  LeaderFinder(Directory directory) {
    this.directory = directory;
  }

  /** The node to ask next, or null if there is no group, or no replica of it in the cluster. */
  @Nullable
  String next() {
    GroupDescriptor group = directory.current();
    if (group == null) {
      return null;
    }
    List<String> candidates = new ArrayList<>();
    add(candidates, hint);
    add(candidates, group.leader());
    group.voters().forEach(voter -> add(candidates, voter));
    return candidates.isEmpty() ? null : candidates.get(Math.floorMod(failures, candidates.size()));
  }

  private void add(List<String> candidates, @Nullable Endpoint replica) {
    if (replica != null && directory.has(replica.node()) && !candidates.contains(replica.node())) {
      candidates.add(replica.node());
    }
  }

  /** The leader has answered. */
  void answered() {
    failures = 0;
    waits = 0;
  }

  /** A moment has passed in which something was wanted of the leader. */
  void waited() {
    waits++;
  }

  /** For how many moments something was wanted and no leader has answered. */
  int waits() {
    return waits;
  }

  /**
   * The node that was asked doesn't lead; it may know who does. If it is said to lead itself, by
   * itself or by others, somebody else is asked.
   */
  void refused(String asked, @Nullable Endpoint leader) {
    if (leader == null || leader.node().equals(asked)) {
      failed();
    } else {
      hint = leader;
      failures = 0;
    }
  }

  void failed() {
    hint = null;
    failures++;
  }
}
