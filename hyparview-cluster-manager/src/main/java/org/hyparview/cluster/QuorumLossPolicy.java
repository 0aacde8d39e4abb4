package org.hyparview.cluster;

/** What becomes of shared data when so many replicas are lost that the others can't agree. */
public enum QuorumLossPolicy {
  /**
   * The replicas that are left go on from what they hold, once the process of each lost one is
   * proven to be gone: its host answers that nobody listens at its address, or another node does.
   * If a lost one is merely silent, as in a partition, operations fail until it comes back.
   */
  RECOVER_IF_PROVEN,
  /** Operations fail until enough replicas are back. */
  WAIT,
  /**
   * The replicas that are left go on as soon as the cluster holds the lost ones dead. In a
   * partition both sides may go on, and one of them loses what it did.
   */
  RECOVER
}
