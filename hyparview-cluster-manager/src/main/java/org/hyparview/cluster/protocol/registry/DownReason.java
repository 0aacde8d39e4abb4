package org.hyparview.cluster.protocol.registry;

/** Why a node is in the cluster no more. */
public enum DownReason {
  /** It said farewell. */
  LEFT,
  /** It was declared dead. */
  DEAD
}
