package org.hyparview.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The health of this node in its cluster.
 *
 * @param cluster its name
 * @param active whether this node has joined, and not left
 * @param nodes how many nodes it knows, itself included
 * @param neighbors how many neighbors it has in the overlay
 * @param replicas the nodes with the replicas of the shared data, sorted; empty while nothing is
 *     shared
 * @param leader the one of them that leads, as far as this node knows
 * @param settled whether nothing is shared, or the group has its target number of replicas, all on
 *     nodes that this one knows, and no change of them is under way
 */
public record ClusterHealth(
    String cluster,
    boolean active,
    int nodes,
    int neighbors,
    List<String> replicas,
    @Nullable String leader,
    boolean settled) {

  /** Copies the replicas. */
  public ClusterHealth {
    replicas = List.copyOf(replicas);
  }

  /** Returns whether the others, if there are any, can be reached. */
  public boolean isInCluster() {
    return active && (nodes == 1 || neighbors > 0);
  }

  /**
   * Returns whether the node is in its cluster, and the replicas of the shared data are settled.
   */
  public boolean isSettledInCluster() {
    return isInCluster() && settled;
  }
}
