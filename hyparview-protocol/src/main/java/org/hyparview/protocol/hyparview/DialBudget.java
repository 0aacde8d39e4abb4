package org.hyparview.protocol.hyparview;

/**
 * The budget of dials to addresses that others have announced as those of new nodes. Nothing proves
 * such an announcement, so a peer that invents them must not make this node dial one address for
 * each message. Some dials are free at any time; after them the budget grows steadily.
 */
final class DialBudget {

  private static final long SECOND = 1_000;

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
