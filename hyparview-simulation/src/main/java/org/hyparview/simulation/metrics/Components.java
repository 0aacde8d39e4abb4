package org.hyparview.simulation.metrics;

/**
 * The separate parts of an overlay: the weakly connected components of its graph.
 *
 * @param count how many there are; 1 if the overlay is whole
 * @param largest how many nodes the largest has
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

  /** The root of the smaller tree comes under the other; the number of nodes under that. */
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
