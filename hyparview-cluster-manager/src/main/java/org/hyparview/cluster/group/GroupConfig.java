package org.hyparview.cluster.group;

import org.hyparview.cluster.QuorumLossPolicy;

/**
 * What can be set about shared data.
 *
 * @param maxVoters how many replicas there are at most: 1, 3 or 5
 * @param snapshotInterval after so many batches a replica takes a snapshot, 10 or more
 * @param maxRequests so many requests of a node may be on their way at a time, 1..4,096
 * @param maxWaitingBytes so much may wait behind them; more is refused
 * @param maxFrameBytes the longest frame that the links take
 */
public record GroupConfig(
    int maxVoters,
    int snapshotInterval,
    int maxRequests,
    int maxWaitingBytes,
    int maxFrameBytes,
    QuorumLossPolicy onQuorumLoss) {

  /** What a frame needs beside what it carries. */
  private static final int FRAME_ROOM = 16 << 10;

  /** The biggest request, with its keys, values and names. */
  public int maxRequestBytes() {
    return maxFrameBytes - FRAME_ROOM;
  }

  /** How many replicas a cluster of so many nodes is to have. */
  int voters(int nodes) {
    int wanted = nodes < 3 ? nodes : nodes < 5 ? 3 : 5;
    return Math.min(wanted, maxVoters);
  }
}
