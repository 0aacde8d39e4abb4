package org.hyparview.cluster;

/** Which nodes a node counts as the cluster. */
public enum MembershipScope {
  /** All: every node reaches every node by the event bus, over as many connections as it uses. */
  CLUSTER,
  /**
   * Itself and its neighbours in the overlay: the event bus is a partial mesh. A message reaches
   * handlers of this node and of neighbours only, and whoever is no neighbour counts as absent, so
   * it is for applications that gossip. Nodes come and go as the overlay changes, while they live:
   * high availability must not be used with it.
   */
  ACTIVE_VIEW
}
