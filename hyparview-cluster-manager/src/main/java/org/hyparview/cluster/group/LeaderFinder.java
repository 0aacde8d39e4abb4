package org.hyparview.cluster.group;

import java.util.ArrayList;
import java.util.List;
import org.hyparview.cluster.raft.Endpoint;
import org.jspecify.annotations.Nullable;

/** The choice of the node to ask: the leader if known, otherwise one replica after the other. */
final class LeaderFinder {

  private final Directory directory;
  private @Nullable Endpoint hint;
  private int failures;
  private int waits;

  LeaderFinder(Directory directory) {
    this.directory = directory;
  }

  /**
   * Returns the node to ask next, or null if there is no group or no replica of it in the cluster.
   */
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

  /** Notes that the leader has answered. */
  void answered() {
    failures = 0;
    waits = 0;
  }

  /** Notes one more interval in which the leader was needed. */
  void waited() {
    waits++;
  }

  /** Returns for how many intervals the leader was needed and none has answered. */
  int waits() {
    return waits;
  }

  /**
   * Handles the refusal of a node that doesn't lead and may know which one does. If the node itself
   * is named as the leader, by itself or by others, another node is asked.
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
