package org.hyparview.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The health of this node in its cluster.
 *
 * @param cluster its name
 * @param active whether this node has joined, and not left
 * @param nodes how many nodes it knows, itself included
 * @param minMembers how many it has to know to be in its cluster, itself included: the option
 *     {@code minMembers}; if that is 0, then 2 while it knows a contact but has met no node since
 *     its start, otherwise 1
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
    int minMembers,
    int neighbors,
    List<String> replicas,
    @Nullable String leader,
    boolean settled) {

  /** Copies the replicas. */
  public ClusterHealth {
    replicas = List.copyOf(replicas);
  }

  /**
   * Returns whether the node sees as many members as it should, and has a neighbor if there is any
   * other.
   */
  public boolean isInCluster() {
    return active && nodes >= minMembers && (nodes == 1 || neighbors > 0);
  }

  /**
   * Returns whether the node is in its cluster, and the replicas of the shared data are settled.
   */
  public boolean isSettledInCluster() {
    return isInCluster() && settled;
  }
}
