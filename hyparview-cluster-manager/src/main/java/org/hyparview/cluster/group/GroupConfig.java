package org.hyparview.cluster.group;

import java.util.Objects;
import org.hyparview.cluster.QuorumLossPolicy;
import org.hyparview.protocol.peer.Ranges;
import org.jspecify.annotations.Nullable;

/**
 * The settings of shared data, checked.
 *
 * @param maxVoters how many replicas there are at most: 1, 3 or 5; default 5
 * @param snapshotInterval after so many batches a replica takes a snapshot, 10 or more; default 200
 * @param maxRequests so many requests of a node may be on their way at a time, 1..4,096; default
 *     1,024
 * @param maxWaitingBytes so much may wait behind them, 1 or more; more is refused; default 16 MiB
 * @param maxFrameBytes the longest frame that the links take, 64 KiB or more; default 1 MiB
 * @param onQuorumLoss what happens when too many replicas are lost at once; default
 *     {@code RECOVER_IF_PROVEN}
 * @param dataMember whether this node may have a replica; default true
 * @param spreadVotersBy the key of the tag over whose values this node spreads the voters while it
 *     leads; null, the default, if it doesn't
 */
public record GroupConfig(
    int maxVoters,
    int snapshotInterval,
    int maxRequests,
    int maxWaitingBytes,
    int maxFrameBytes,
    QuorumLossPolicy onQuorumLoss,
    boolean dataMember,
    @Nullable String spreadVotersBy) {

  /** What a frame needs beside what it carries. */
  private static final int FRAME_ROOM = 16 << 10;

  /**
   * Checks every range.
   *
   * @throws IllegalArgumentException naming the setting, its range and its value
   */
  public GroupConfig {
    Ranges.check("maxVoters", maxVoters, 1, 5);
    if (maxVoters % 2 == 0) {
      throw new IllegalArgumentException("maxVoters must be 1, 3 or 5, but is " + maxVoters);
    }
    Ranges.check("snapshotInterval", snapshotInterval, 10, Integer.MAX_VALUE);
    Ranges.check("maxRequests", maxRequests, 1, 4_096);
    Ranges.check("maxWaitingBytes", maxWaitingBytes, 1, Integer.MAX_VALUE);
    Ranges.check("maxFrameBytes", maxFrameBytes, 4 * FRAME_ROOM, Integer.MAX_VALUE);
    Objects.requireNonNull(onQuorumLoss, "onQuorumLoss must not be null");
  }

  /** Returns a builder that begins with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** The biggest request, with its keys, values and names. */
  public int maxRequestBytes() {
    return maxFrameBytes - FRAME_ROOM;
  }

  /** How many replicas a cluster of so many nodes is to have. */
  int voters(int nodes) {
    int wanted = nodes < 3 ? nodes : nodes < 5 ? 3 : 5;
    return Math.min(wanted, maxVoters);
  }

  /** Whether this node spreads the voters while it leads. */
  boolean spreadsVoters() {
    return spreadVotersBy != null;
  }

  /** The settings of a config to be, by name, each with its default; {@link #build} checks them. */
  public static final class Builder {

    private int maxVoters = 5;
    private int snapshotInterval = 200;
    private int maxRequests = 1_024;
    private int maxWaitingBytes = 16 << 20;
    private int maxFrameBytes = 1 << 20;
    private QuorumLossPolicy onQuorumLoss = QuorumLossPolicy.RECOVER_IF_PROVEN;
    private boolean dataMember = true;
    private @Nullable String spreadVotersBy;

    private Builder() {}

    /** Sets {@link GroupConfig#maxVoters}. */
    public Builder maxVoters(int value) {
      maxVoters = value;
      return this;
    }

    /** Sets {@link GroupConfig#snapshotInterval}. */
    public Builder snapshotInterval(int value) {
      snapshotInterval = value;
      return this;
    }

    /** Sets {@link GroupConfig#maxRequests}. */
    public Builder maxRequests(int value) {
      maxRequests = value;
      return this;
    }

    /** Sets {@link GroupConfig#maxWaitingBytes}. */
    public Builder maxWaitingBytes(int value) {
      maxWaitingBytes = value;
      return this;
    }

    /** Sets {@link GroupConfig#maxFrameBytes}. */
    public Builder maxFrameBytes(int value) {
      maxFrameBytes = value;
      return this;
    }

    /** Sets {@link GroupConfig#onQuorumLoss}. */
    public Builder onQuorumLoss(QuorumLossPolicy value) {
      onQuorumLoss = value;
      return this;
    }

    /** Sets {@link GroupConfig#dataMember}. */
    public Builder dataMember(boolean value) {
      dataMember = value;
      return this;
    }

    /** Sets {@link GroupConfig#spreadVotersBy}. */
    public Builder spreadVotersBy(@Nullable String value) {
      spreadVotersBy = value;
      return this;
    }

    /**
     * Returns the config.
     *
     * @throws IllegalArgumentException naming a setting that is out of range, its range and its
     *     value
     */
    public GroupConfig build() {
      return new GroupConfig(
          maxVoters,
          snapshotInterval,
          maxRequests,
          maxWaitingBytes,
          maxFrameBytes,
          onQuorumLoss,
          dataMember,
          spreadVotersBy);
    }
  }
}
