package org.hyparview.cluster;

/** The set of nodes that a node considers the cluster. */
public enum MembershipScope {
  /**
   * All nodes: every node reaches every node by the event bus, over as many connections as it uses.
   */
  CLUSTER,
  /**
   * The node and its neighbors in the overlay: the event bus is a partial mesh. A message reaches
   * only handlers of this node and of neighbors, and all other nodes count as absent, so it is for
   * applications that gossip. Nodes come and go as the overlay changes, while they live: don't use
   * it with high availability.
   */
  ACTIVE_VIEW
}
