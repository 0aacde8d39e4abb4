package org.hyparview.protocol.hyparview;

/**
 * The budget of dials to addresses that others have announced as those of new nodes. Nothing proves
 * such an announcement, so a peer that invents them must not make this node dial one address for
 * each message. Some dials are free at any time; after them the budget grows steadily.
 */
final class DialBudget {

  private static final long SECOND = 1_000;

  /** The dials that are free at once, and then in a second, for each possible neighbor. */
  private static final int PER_NEIGHBOR = 20;

  private final long cost;
  private final long credit;
  private long paidUntil = Long.MIN_VALUE;

  /**
   * Creates a full budget.
   *
   * @param perSecond how many dials a second there may be in the long run, 1..1,000, and how many
   *     at once
   */
  DialBudget(int perSecond) {
    cost = Math.max(1, SECOND / perSecond);
    credit = (perSecond - 1) * cost;
  }

  /** Returns the full budget of a node that may have so many neighbors. */
  static DialBudget of(int activeViewSize) {
    return new DialBudget(PER_NEIGHBOR * activeViewSize);
  }

  /** Takes one dial, if there is one left. */
  boolean take(long now) {
    long from = Math.max(paidUntil, now);
    if (from - now > credit) {
      return false;
    }
    paidUntil = from + cost;
    return true;
  }
}
