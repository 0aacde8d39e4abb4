package org.hyparview.protocol.hyparview;

import org.hyparview.protocol.peer.Ranges;

/**
 * The settings of one membership machine, checked. The paper's symbols stand in brackets; its
 * values (§5.1, for 10,000 nodes) are the {@linkplain #DEFAULT defaults}. Times are in
 * milliseconds.
 *
 * @param activeViewSize most neighbors, 1..32 (fanout + 1); default 5
 * @param passiveViewSize most candidates in reserve, 0..1024; default 30
 * @param activeRandomWalkLength hops of a forwarded join, 0..64 (ARWL); default 6
 * @param passiveRandomWalkLength time to live at which a forwarded join leaves a trace in the
 *     passive view, 0..ARWL (PRWL); default 3
 * @param shuffleActive active peers in a shuffle, 0..31 (ka); default 3
 * @param shufflePassive passive peers in a shuffle, 0..31 (kp); default 4
 * @param shuffleTimeToLive hops of a shuffle, 1..64; not given in the paper; default 6, as ARWL
 * @param shuffleInterval between two periodic steps, 1 or more; default 30,000
 * @param requestTimeout from the wish for a neighbor to its answer, dial included, 1 or more;
 *     default 5,000
 * @param healInterval between two heal probes, 1 or more; default 30,000
 * @param rejoinMinDelay before an isolated node tries its contacts again, 1 or more; doubles up to
 *     {@code rejoinMaxDelay}; also the time that the walks of a join are given; default 500
 * @param rejoinMaxDelay at least {@code rejoinMinDelay}; default 30,000
 * @param failedPeerRetention how long a failed peer is probed in case it comes back, 0 or more;
 *     default 24 h
 */
public record HyParViewConfig(
    int activeViewSize,
    int passiveViewSize,
    int activeRandomWalkLength,
    int passiveRandomWalkLength,
    int shuffleActive,
    int shufflePassive,
    int shuffleTimeToLive,
    long shuffleInterval,
    long requestTimeout,
    long healInterval,
    long rejoinMinDelay,
    long rejoinMaxDelay,
    long failedPeerRetention) {

  /** The largest active view. */
  public static final int MAX_ACTIVE_VIEW_SIZE = 32;

  /** The largest passive view. */
  public static final int MAX_PASSIVE_VIEW_SIZE = 1024;

  /** The most peers of one view in a shuffle: with the origin both fit into one sample. */
  public static final int MAX_SHUFFLE_PART = 31;

  /** The paper's values, and ours where it gives none. */
  public static final HyParViewConfig DEFAULT = builder().build();

  /**
   * Checks every range.
   *
   * @throws IllegalArgumentException naming the setting, its range and its value
   */
  public HyParViewConfig {
    Ranges.check("activeViewSize", activeViewSize, 1, MAX_ACTIVE_VIEW_SIZE);
    Ranges.check("passiveViewSize", passiveViewSize, 0, MAX_PASSIVE_VIEW_SIZE);
    Ranges.check("activeRandomWalkLength", activeRandomWalkLength, 0, TimeToLive.MAX);
    Ranges.check("passiveRandomWalkLength", passiveRandomWalkLength, 0, activeRandomWalkLength);
    Ranges.check("shuffleActive", shuffleActive, 0, MAX_SHUFFLE_PART);
    Ranges.check("shufflePassive", shufflePassive, 0, MAX_SHUFFLE_PART);
    Ranges.check("shuffleTimeToLive", shuffleTimeToLive, 1, TimeToLive.MAX);
    Ranges.check("shuffleInterval", shuffleInterval, 1, Integer.MAX_VALUE);
    Ranges.check("requestTimeout", requestTimeout, 1, Integer.MAX_VALUE);
    Ranges.check("healInterval", healInterval, 1, Integer.MAX_VALUE);
    Ranges.check("rejoinMinDelay", rejoinMinDelay, 1, Integer.MAX_VALUE);
    Ranges.check("rejoinMaxDelay", rejoinMaxDelay, rejoinMinDelay, Integer.MAX_VALUE);
    Ranges.check("failedPeerRetention", failedPeerRetention, 0, Long.MAX_VALUE / 4);
  }

  /** The most peers that a shuffle of ours carries, and the most that we take from one: 1+ka+kp. */
  int sampleSize() {
    return 1 + shuffleActive + shufflePassive;
  }

  /** Returns a builder that begins with the {@linkplain #DEFAULT defaults}. */
  public static Builder builder() {
    return new Builder();
  }

  /** The settings of a config to be, by name, each with its default; {@link #build} checks them. */
  public static final class Builder {

    private int activeViewSize = 5;
    private int passiveViewSize = 30;
    private int activeRandomWalkLength = 6;
    private int passiveRandomWalkLength = 3;
    private int shuffleActive = 3;
    private int shufflePassive = 4;
    private int shuffleTimeToLive = 6;
    private long shuffleInterval = 30_000;
    private long requestTimeout = 5_000;
    private long healInterval = 30_000;
    private long rejoinMinDelay = 500;
    private long rejoinMaxDelay = 30_000;
    private long failedPeerRetention = 24 * 3_600_000L;

    private Builder() {}

    /** Sets {@link HyParViewConfig#activeViewSize}. */
    public Builder activeViewSize(int value) {
      activeViewSize = value;
      return this;
    }

    /** Sets {@link HyParViewConfig#passiveViewSize}. */
    public Builder passiveViewSize(int value) {
      passiveViewSize = value;
      return this;
    }

    /** Sets {@link HyParViewConfig#activeRandomWalkLength}. */
    public Builder activeRandomWalkLength(int value) {
      activeRandomWalkLength = value;
      return this;
    }

    /** Sets {@link HyParViewConfig#passiveRandomWalkLength}. */
    public Builder passiveRandomWalkLength(int value) {
      passiveRandomWalkLength = value;
      return this;
    }

    /** Sets {@link HyParViewConfig#shuffleActive}. */
    public Builder shuffleActive(int value) {
      shuffleActive = value;
      return this;
    }

    /** Sets {@link HyParViewConfig#shufflePassive}. */
    public Builder shufflePassive(int value) {
      shufflePassive = value;
      return this;
    }

    /** Sets {@link HyParViewConfig#shuffleTimeToLive}. */
    public Builder shuffleTimeToLive(int value) {
      shuffleTimeToLive = value;
      return this;
    }

    /** Sets {@link HyParViewConfig#shuffleInterval}. */
    public Builder shuffleInterval(long value) {
      shuffleInterval = value;
      return this;
    }

    /** Sets {@link HyParViewConfig#requestTimeout}. */
    public Builder requestTimeout(long value) {
      requestTimeout = value;
      return this;
    }

    /** Sets {@link HyParViewConfig#healInterval}. */
    public Builder healInterval(long value) {
      healInterval = value;
      return this;
    }

    /** Sets {@link HyParViewConfig#rejoinMinDelay}. */
    public Builder rejoinMinDelay(long value) {
      rejoinMinDelay = value;
      return this;
    }

    /** Sets {@link HyParViewConfig#rejoinMaxDelay}. */
    public Builder rejoinMaxDelay(long value) {
      rejoinMaxDelay = value;
      return this;
    }

    /** Sets {@link HyParViewConfig#failedPeerRetention}. */
    public Builder failedPeerRetention(long value) {
      failedPeerRetention = value;
      return this;
    }

    /**
     * Returns the config.
     *
     * @throws IllegalArgumentException naming a setting that is out of range, its range and its
     *     value
     */
    public HyParViewConfig build() {
      return new HyParViewConfig(
          activeViewSize,
          passiveViewSize,
          activeRandomWalkLength,
          passiveRandomWalkLength,
          shuffleActive,
          shufflePassive,
          shuffleTimeToLive,
          shuffleInterval,
          requestTimeout,
          healInterval,
          rejoinMinDelay,
          rejoinMaxDelay,
          failedPeerRetention);
    }
  }
}
