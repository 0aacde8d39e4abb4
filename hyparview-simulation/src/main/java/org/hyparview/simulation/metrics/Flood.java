package org.hyparview.simulation.metrics;

import java.util.Arrays;

/**
 * A broadcast by flooding an overlay that doesn't change meanwhile (§4.1): a node that receives the
 * message for the first time forwards it to all neighbors but its sender. All hops take equally
 * long.
 *
 * <p>Made for many broadcasts over one graph: its arrays are reused. Not thread-safe.
 */
public final class Flood {

  private static final int NO_NODE = -1;

  private final OverlayGraph graph;
  private final int[] cameFrom;
  private final int[] hops;
  private final int[] reached;

  /** Creates floods over this graph. */
  public Flood(OverlayGraph graph) {
    this.graph = graph;
    cameFrom = new int[graph.size()];
    hops = new int[graph.size()];
    reached = new int[graph.size()];
  }

  /** Returns the outcome of a message from this node. */
  public BroadcastMetrics from(int source) {
    Arrays.fill(hops, NO_NODE);
    hops[source] = 0;
    cameFrom[source] = NO_NODE;
    reached[0] = source;
    int count = 1;
    long payloads = 0;
    for (int i = 0; i < count; i++) {
      int node = reached[i];
      for (int place = graph.outDegree(node) - 1; place >= 0; place--) {
        int neighbor = graph.neighbor(node, place);
        if (neighbor == cameFrom[node]) {
          continue;
        }
        payloads++;
        if (hops[neighbor] == NO_NODE) {
          hops[neighbor] = hops[node] + 1;
          cameFrom[neighbor] = node;
          reached[count++] = neighbor;
        }
      }
    }
    return new BroadcastMetrics(graph.size(), count, payloads, hops[reached[count - 1]]);
  }
}
