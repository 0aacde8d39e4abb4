package org.hyparview.simulation.metrics;

/**
 * The separate parts of an overlay: the weakly connected components of its graph.
 *
 * @param count the number of components; 1 if the overlay is connected
 * @param largest the number of nodes in the largest
 */
public record Components(int count, int largest) {

  static Components of(OverlayGraph graph) {
    int[] parent = new int[graph.size()];
    int[] members = new int[graph.size()];
    for (int node = 0; node < parent.length; node++) {
      parent[node] = node;
      members[node] = 1;
    }
    int count = parent.length;
    int largest = Math.min(1, count);
    for (int node = 0; node < parent.length; node++) {
      for (int place = graph.outDegree(node) - 1; place >= 0; place--) {
        int one = rootOf(node, parent);
        int other = rootOf(graph.neighbor(node, place), parent);
        if (one != other) {
          largest = Math.max(largest, unite(one, other, parent, members));
          count--;
        }
      }
    }
    return new Components(count, largest);
  }

  /** Joins the smaller tree to the root of the other; returns the number of nodes in the result. */
  private static int unite(int one, int other, int[] parent, int[] members) {
    int upper = members[one] < members[other] ? other : one;
    int lower = upper == one ? other : one;
    parent[lower] = upper;
    members[upper] += members[lower];
    return members[upper];
  }

  private static int rootOf(int node, int[] parent) {
    int at = node;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }
}
