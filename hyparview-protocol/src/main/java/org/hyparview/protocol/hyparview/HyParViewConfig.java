package org.hyparview.protocol.hyparview;

/**
 * The settings of one membership machine, checked. The paper's symbols stand in brackets; its
 * values (§5.1, for 10,000 nodes) are the {@linkplain #DEFAULT defaults}. Times are in
 * milliseconds.
 *
 * @param activeViewSize most neighbours, 1..32 (fanout + 1); default 5
 * @param passiveViewSize most candidates in reserve, 0..1024; default 30
 * @param activeRandomWalkLength hops of a forwarded join, 0..64 (ARWL); default 6
 * @param passiveRandomWalkLength time to live at which a forwarded join leaves a trace in the
 *     passive view, 0..ARWL (PRWL); default 3
 * @param shuffleActive active peers in a shuffle, 0..31 (ka); default 3
 * @param shufflePassive passive peers in a shuffle, 0..31 (kp); default 4
 * @param shuffleTimeToLive hops of a shuffle, 1..64; not given in the paper; default 6, as ARWL
 * @param shuffleInterval between two periodic steps, 1 or more; default 30,000
 * @param requestTimeout from the wish for a neighbour to its answer, dial included, 1 or more;
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
  public static final HyParViewConfig DEFAULT = new HyParViewConfig(
      5, 30, 6, 3, 3, 4, 6, 30_000, 5_000, 30_000, 500, 30_000, 24 * 3_600_000L);

  /**
   * Checks every range.
   *
   * @throws IllegalArgumentException naming the setting, its range and its value
   */
  public HyParViewConfig {
    check("activeViewSize", activeViewSize, 1, MAX_ACTIVE_VIEW_SIZE);
    check("passiveViewSize", passiveViewSize, 0, MAX_PASSIVE_VIEW_SIZE);
    check("activeRandomWalkLength", activeRandomWalkLength, 0, TimeToLive.MAX);
    check("passiveRandomWalkLength", passiveRandomWalkLength, 0, activeRandomWalkLength);
    check("shuffleActive", shuffleActive, 0, MAX_SHUFFLE_PART);
    check("shufflePassive", shufflePassive, 0, MAX_SHUFFLE_PART);
    check("shuffleTimeToLive", shuffleTimeToLive, 1, TimeToLive.MAX);
    check("shuffleInterval", shuffleInterval, 1, Integer.MAX_VALUE);
    check("requestTimeout", requestTimeout, 1, Integer.MAX_VALUE);
    check("healInterval", healInterval, 1, Integer.MAX_VALUE);
    check("rejoinMinDelay", rejoinMinDelay, 1, Integer.MAX_VALUE);
    check("rejoinMaxDelay", rejoinMaxDelay, rejoinMinDelay, Integer.MAX_VALUE);
    check("failedPeerRetention", failedPeerRetention, 0, Long.MAX_VALUE / 4);
  }

  private static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be in " + min + ".." + max + ", but is " + value);
    }
  }

  /** The most peers that a shuffle of ours carries, and the most that we take from one: 1+ka+kp. */
  int sampleSize() {
    return 1 + shuffleActive + shufflePassive;
  }
}
