package org.hyparview.cluster;

/** The policy for shared data when so many replicas are lost that the others can't agree. */
public enum QuorumLossPolicy {
  /**
   * The remaining replicas go on from what they hold, once the process of each lost one is proven
   * to have ended: its host answers that no process listens at its address, or another node does.
   * If a lost one is merely silent, as in a partition, operations fail until it returns.
   */
  RECOVER_IF_PROVEN,
  /** Operations fail until enough replicas are back. */
  WAIT,
  /**
   * The remaining replicas go on as soon as the cluster declares the lost ones dead. In a partition
   * both sides may go on, and one of them loses what it did.
   */
  RECOVER
}
