package org.hyparview.protocol.hyparview;

import org.hyparview.protocol.peer.Ranges;

/** The remaining hops of a random walk: 0 to {@value #MAX}, never below zero. */
public final class TimeToLive {

  /** The longest walk: several times the diameter of any overlay with five neighbors per node. */
  public static final int MAX = 64;

  private static final TimeToLive[] ALL = new TimeToLive[MAX + 1];

  static {
    for (int hops = 0; hops <= MAX; hops++) {
      ALL[hops] = new TimeToLive(hops);
    }
  }

  private final int hops;

  private TimeToLive(int hops) {
    this.hops = hops;
  }

  /**
   * Returns a time to live of this many hops.
   *
   * @throws IllegalArgumentException unless in 0..{@value #MAX}
   */
  public static TimeToLive of(int hops) {
    return ALL[Ranges.check("A time to live", hops, 0, MAX)];
  }

  /** Returns the hops as a number. */
  public int hops() {
    return hops;
  }

  /** Returns whether the walk ends here. */
  public boolean isExpired() {
    return hops == 0;
  }

  /** Returns one hop less, or the same if expired. */
  public TimeToLive decremented() {
    return isExpired() ? this : ALL[hops - 1];
  }

  /** Returns the smaller of this and a limit: a peer's value never exceeds the local setting. */
  public TimeToLive clampedTo(int limit) {
    return hops <= limit ? this : of(limit);
  }

  @Override
  public String toString() {
    return Integer.toString(hops);
  }
}
