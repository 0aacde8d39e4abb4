package org.hyparview.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How this node stands in its cluster.
 *
 * @param cluster its name
 * @param active whether this node has joined, and not left
 * @param nodes how many nodes it knows, itself included
 * @param neighbours how many it has a link to in the overlay
 * @param replicas the nodes that keep the shared data, sorted; empty while nothing is shared
 * @param leader the one of them that leads, as far as is known here
 * @param settled whether nothing is shared, or there are as many replicas as there are to be, all
 *     on nodes that this one knows, and no change of them is under way
 */
public record ClusterHealth(
    String cluster,
    boolean active,
    int nodes,
    int neighbours,
    List<String> replicas,
    @Nullable String leader,
    boolean settled) {

  /** Copies the replicas. */
  public ClusterHealth {
    replicas = List.copyOf(replicas);
  }

  /** Whether the others, if there are any, can be reached. */
  public boolean isInCluster() {
    return active && (nodes == 1 || neighbours > 0);
  }

  /** Whether it is in its cluster, and the replicas of the shared data are settled. */
  public boolean isSettledInCluster() {
    return isInCluster() && settled;
  }
}
