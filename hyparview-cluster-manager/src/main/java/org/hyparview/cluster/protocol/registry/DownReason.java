package org.hyparview.cluster.protocol.registry;

/** The reason why a node is no longer in the cluster. */
public enum DownReason {
  /** It left gracefully. */
  LEFT,
  /** It was declared dead. */
  DEAD
}
