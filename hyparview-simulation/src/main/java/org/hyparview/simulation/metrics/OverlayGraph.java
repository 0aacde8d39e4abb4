package org.hyparview.simulation.metrics;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;

/**
 * A snapshot of the nodes' views: a simple directed graph over the nodes 0..n−1. Immutable.
 *
 * <p>An edge leads from the owner of the view to the peer in it. All rows lie in one array, one
 * after the other, each in ascending order: 4 bytes per edge, so a million nodes with 35 entries
 * each fit into 140 MB.
 */
public final class OverlayGraph {

  /** The start of each node's row, and the end of the last row. */
  private final int[] start;

  private final int[] targets;

  private OverlayGraph(int[] start, int[] targets) {
    this.start = start;
    this.targets = targets;
  }

  /**
   * Returns the graph in which node i has the neighbors {@code views[i]}, in any order.
   *
   * @throws IllegalArgumentException if a node is its own neighbor, has one twice, or has one that
   *     is none of the nodes
   */
  public static OverlayGraph of(int[][] views) {
    int[] start = new int[views.length + 1];
    for (int node = 0; node < views.length; node++) {
      start[node + 1] = Math.addExact(start[node], views[node].length);
    }
    int[] targets = new int[start[views.length]];
    for (int node = 0; node < views.length; node++) {
      System.arraycopy(views[node], 0, targets, start[node], views[node].length);
    }
    return sorted(start, targets);
  }

  private static OverlayGraph sorted(int[] start, int[] targets) {
    OverlayGraph graph = new OverlayGraph(start, targets);
    for (int node = 0; node < graph.size(); node++) {
      Arrays.sort(targets, start[node], start[node + 1]);
      graph.checkRow(node);
    }
    return graph;
  }

  private void checkRow(int node) {
    for (int i = start[node]; i < start[node + 1]; i++) {
      int target = targets[i];
      if (target < 0 || target >= size() || target == node) {
        throw new IllegalArgumentException(
            "node " + node + " of " + size() + " can't have the neighbor " + target);
      }
      if (i > start[node] && target == targets[i - 1]) {
        throw new IllegalArgumentException("node " + node + " has " + target + " twice");
      }
    }
  }

  /** Returns the number of nodes. */
  public int size() {
    return start.length - 1;
  }

  /** Returns the number of entries in all views; a link with two ends counts twice. */
  public int edges() {
    return targets.length;
  }

  /** Returns the number of the node's neighbors. */
  public int outDegree(int node) {
    return start[node + 1] - start[node];
  }

  /** Returns one of the node's neighbors, by its place from 0 to the out-degree, exclusive. */
  public int neighbor(int node, int place) {
    return targets[start[node] + Objects.checkIndex(place, outDegree(node))];
  }

  /** Returns whether the first node has the second as its neighbor. */
  public boolean hasEdge(int from, int to) {
    return Arrays.binarySearch(targets, start[from], start[from + 1], to) >= 0;
  }

  /** Returns the distribution of view sizes. */
  public DegreeDistribution outDegrees() {
    int[] degrees = new int[size()];
    Arrays.setAll(degrees, this::outDegree);
    return DegreeDistribution.of(degrees);
  }

  /**
   * Returns the distribution of the number of views that a node is in: how well nodes are known,
   * and how likely they are reached.
   */
  public DegreeDistribution inDegrees() {
    int[] degrees = new int[size()];
    for (int target : targets) {
      degrees[target]++;
    }
    return DegreeDistribution.of(degrees);
  }

  /** Returns the number of entries without a counterpart: 0 if the views are symmetric. */
  public int oneWayEdges() {
    int count = 0;
    for (int node = 0; node < size(); node++) {
      for (int i = start[node]; i < start[node + 1]; i++) {
        if (!hasEdge(targets[i], node)) {
          count++;
        }
      }
    }
    return count;
  }

  /**
   * Returns the mean over all nodes of the share of possible edges that exist between a node's
   * neighbors, 0..1; a node with fewer than two neighbors counts as 0. In a symmetric graph this is
   * the clustering coefficient of the literature.
   */
  public double clusteringCoefficient() {
    double sum = 0;
    for (int node = 0; node < size(); node++) {
      sum += localClustering(node);
    }
    return size() == 0 ? 0 : sum / size();
  }

  private double localClustering(int node) {
    long degree = outDegree(node);
    if (degree < 2) {
      return 0;
    }
    int found = 0;
    for (int i = start[node]; i < start[node + 1]; i++) {
      found += commonTargets(node, targets[i]);
    }
    return (double) found / (degree * (degree - 1));
  }

  /** Counts the common entries of two rows in one pass, since both are ascending. */
  private int commonTargets(int one, int other) {
    int count = 0;
    int i = start[one];
    int j = start[other];
    while (i < start[one + 1] && j < start[other + 1]) {
      int difference = Integer.compare(targets[i], targets[j]);
      if (difference == 0) {
        count++;
      }
      if (difference <= 0) {
        i++;
      }
      if (difference >= 0) {
        j++;
      }
    }
    return count;
  }

  /**
   * Returns the accuracy of the views (§2.3): the share of live peers in a view, averaged over the
   * live nodes whose view isn't empty; 1 if there are none.
   */
  public double accuracy(BitSet live) {
    double sum = 0;
    int views = 0;
    for (int node = live.nextSetBit(0); node >= 0; node = live.nextSetBit(node + 1)) {
      if (outDegree(node) > 0) {
        sum += (double) kept(node, live) / outDegree(node);
        views++;
      }
    }
    return views == 0 ? 1 : sum / views;
  }

  private int kept(int node, BitSet chosen) {
    int count = 0;
    for (int i = start[node]; i < start[node + 1]; i++) {
      if (chosen.get(targets[i])) {
        count++;
      }
    }
    return count;
  }

  /**
   * Returns the graph without all nodes but the chosen ones, which are renumbered from 0 in their
   * order.
   *
   * @throws IndexOutOfBoundsException if one of the chosen is none of the nodes
   */
  public OverlayGraph subgraph(BitSet chosen) {
    int count = chosen.cardinality();
    int[] number = new int[size()];
    int[] newStart = new int[count + 1];
    int next = 0;
    for (int node = chosen.nextSetBit(0); node >= 0; node = chosen.nextSetBit(node + 1)) {
      number[Objects.checkIndex(node, size())] = next;
      newStart[next + 1] = newStart[next] + kept(node, chosen);
      next++;
    }
    int[] newTargets = new int[newStart[count]];
    int place = 0;
    for (int node = chosen.nextSetBit(0); node >= 0; node = chosen.nextSetBit(node + 1)) {
      for (int i = start[node]; i < start[node + 1]; i++) {
        if (chosen.get(targets[i])) {
          newTargets[place++] = number[targets[i]];
        }
      }
    }
    return new OverlayGraph(newStart, newTargets);
  }

  /** Returns the parts that the nodes form if an edge can be walked both ways. */
  public Components components() {
    return Components.of(this);
  }

  /** The builder of a graph, edge by edge, in any order. */
  public static final class Builder {

    private final int nodes;
    private int[] from = new int[16];
    private int[] to = new int[16];
    private int edges;

    /** Creates a builder of a graph with this number of nodes, without edges yet. */
    public Builder(int nodes) {
      this.nodes = nodes;
    }

    /** Makes the second node a neighbor of the first. */
    public Builder add(int source, int target) {
      Objects.checkIndex(source, nodes);
      Objects.checkIndex(target, nodes);
      if (edges == from.length) {
        from = Arrays.copyOf(from, 2 * edges);
        to = Arrays.copyOf(to, 2 * edges);
      }
      from[edges] = source;
      to[edges] = target;
      edges++;
      return this;
    }

    /**
     * Returns the graph of all edges so far.
     *
     * @throws IllegalArgumentException if a node is its own neighbor or has one twice
     */
    public OverlayGraph build() {
      int[] start = new int[nodes + 1];
      for (int i = 0; i < edges; i++) {
        start[from[i] + 1]++;
      }
      Arrays.parallelPrefix(start, Integer::sum);
      int[] targets = new int[edges];
      int[] next = start.clone();
      for (int i = 0; i < edges; i++) {
        targets[next[from[i]]++] = to[i];
      }
      return sorted(start, targets);
    }
  }
}
