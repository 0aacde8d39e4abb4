package org.hyparview.simulation.metrics;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The hops between nodes.
 *
 * @param sources the number of nodes from which paths were searched
 * @param mean the mean length of the shortest paths to all other nodes in reach; 0 if there are
 *     none
 * @param meanEccentricity the mean over the sources of the hops to the farthest node in reach
 * @param maxEccentricity the most hops to a node in reach; the diameter, if all nodes were sources
 * @param unreachable the number of pairs of a source and another node that have no path
 */
public record ShortestPaths(
    int sources, double mean, double meanEccentricity, int maxEccentricity, long unreachable) {

  /**
   * Searches from all nodes; takes about 0.1 s for 10,000 nodes of degree 5, and 20 s for ten times
   * that.
   */
  public static ShortestPaths of(OverlayGraph graph) {
    int[] sources = new int[graph.size()];
    Arrays.setAll(sources, node -> node);
    return new MultiSourceSearch(graph).run(sources);
  }

  /**
   * Searches from a random choice of the nodes, or from all if there are no more.
   *
   * @param sources the number of nodes to search from
   */
  public static ShortestPaths sampled(OverlayGraph graph, int sources, RandomGenerator random) {
    if (sources >= graph.size()) {
      return of(graph);
    }
    int[] nodes = new int[graph.size()];
    Arrays.setAll(nodes, node -> node);
    for (int i = 0; i < sources; i++) {
      int chosen = random.nextInt(i, nodes.length);
      int node = nodes[chosen];
      nodes[chosen] = nodes[i];
      nodes[i] = node;
    }
    return new MultiSourceSearch(graph).run(Arrays.copyOf(nodes, sources));
  }
}
