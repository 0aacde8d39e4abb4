package org.hyparview.protocol.hyparview;

import org.hyparview.protocol.peer.Ranges;

/** How many more hops a random walk may take: 0 to {@value #MAX}, never below zero. */
public final class TimeToLive {

  /** The longest walk; that is several times the diameter of any overlay of five neighbors. */
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
   * That many hops.
   *
   * @throws IllegalArgumentException unless in 0..{@value #MAX}
   */
  public static TimeToLive of(int hops) {
    return ALL[Ranges.check("A time to live", hops, 0, MAX)];
  }

  /** The hops as a number. */
  public int hops() {
    return hops;
  }

  /** Whether the walk ends here. */
  public boolean isExpired() {
    return hops == 0;
  }

  /** One hop less, or the same if expired. */
  public TimeToLive decremented() {
    return isExpired() ? this : ALL[hops - 1];
  }

  /** The smaller of this and a limit; what a peer sent never exceeds what we would send. */
  public TimeToLive clampedTo(int limit) {
    return hops <= limit ? this : of(limit);
  }

  @Override
  public String toString() {
    return Integer.toString(hops);
  }
}
