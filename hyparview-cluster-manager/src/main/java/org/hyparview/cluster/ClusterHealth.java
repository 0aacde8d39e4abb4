package org.hyparview.cluster;

/**
 * How this node stands in its cluster.
 *
 * @param cluster its name
 * @param active whether this node has joined, and not left
 * @param nodes how many nodes it knows, itself included
 * @param neighbours how many it has a link to in the overlay
 */
record ClusterHealth(String cluster, boolean active, int nodes, int neighbours) {

  /** Whether the others, if there are any, can be reached. */
  boolean isInCluster() {
    return active && (nodes == 1 || neighbours > 0);
  }
}
