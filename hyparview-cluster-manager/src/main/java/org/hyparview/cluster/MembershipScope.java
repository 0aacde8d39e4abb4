package org.hyparview.cluster;

/** Which nodes a node counts as the cluster. */
public enum MembershipScope {
  /** All: every node reaches every node by the event bus. */
  CLUSTER,
  /** Itself and its neighbours in the overlay: the event bus is a partial mesh. */
  ACTIVE_VIEW
}
