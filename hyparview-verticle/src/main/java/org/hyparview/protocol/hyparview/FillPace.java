package org.hyparview.protocol.hyparview;

import java.util.random.RandomGenerator;
import org.hyparview.protocol.machine.Machine;

/**
 * How often a node with free slots asks its candidates. The paper goes on until one agrees (§4.3);
 * where nearly all views are full that floods the overlay with requests that must be refused. So
 * there are rounds: each has a budget of refusals, and the pause between them doubles up to the
 * interval of the periodic step, which starts a round anyway.
 */
final class FillPace {

  private static final int REFUSALS_PER_SLOT = 2;

  private final long minDelay;
  private final long maxDelay;
  private final RandomGenerator random;
  private int budget;
  private long delay;
  private long nextRound = Machine.NEVER;

  FillPace(long minDelay, long maxDelay, RandomGenerator random) {
    this.minDelay = minDelay;
    this.maxDelay = maxDelay;
    this.random = random;
    this.delay = minDelay;
  }

  boolean hasBudget() {
    return budget > 0;
  }

  void beginRound(int freeSlots) {
    budget = REFUSALS_PER_SLOT * freeSlots;
    nextRound = Machine.NEVER;
  }

  boolean isRoundDue(long now) {
    return now >= nextRound;
  }

  long deadline() {
    return nextRound;
  }

  void refused() {
    budget--;
  }

  /** A neighbour was found: if more are needed, look for them soon. */
  void succeeded() {
    delay = minDelay;
  }

  /** The walks of our own join are about to fill the slots (§4.2). */
  void waitForWalks(long now) {
    budget = 0;
    nextRound = now + minDelay;
  }

  /** The round got nowhere; the next comes later, if not with the periodic step. */
  void retryLater(long now) {
    if (nextRound == Machine.NEVER && delay < maxDelay) {
      nextRound = now + 1 + delay / 2 + random.nextLong(delay);
      delay *= 2;
    }
  }
}
