package org.hyparview.protocol.hyparview;

import java.util.random.RandomGenerator;
import org.hyparview.protocol.machine.Machine;

/**
 * The pace at which a node with free slots asks its candidates: refill rounds with backoff. The
 * paper continues until one agrees (§4.3); where nearly all views are full, that floods the overlay
 * with requests that must be refused. So there are rounds, each with a budget of refusals: one with
 * every periodic step and every lost neighbor, and between them shorter ones at pauses that double.
 */
final class RefillBackoff {

  private final long minDelay;
  private final long maxDelay;
  private final RandomGenerator random;
  private int budget;
  private boolean refused;
  private long delay;
  private long nextRound = Machine.NEVER;

  RefillBackoff(long minDelay, long maxDelay, RandomGenerator random) {
    this.minDelay = minDelay;
    this.maxDelay = maxDelay;
    this.random = random;
    this.delay = minDelay;
  }

  boolean hasBudget() {
    return budget > 0;
  }

  void beginRound(int refusals) {
    budget = refusals;
    nextRound = Machine.NEVER;
  }

  boolean isRoundDue(long now) {
    return now >= nextRound;
  }

  /** Returns the start of the next short round. */
  long deadline() {
    return nextRound;
  }

  void refused() {
    budget--;
    refused = true;
  }

  /** Returns whether the last answered request was refused. */
  boolean isRefused() {
    return refused;
  }

  /** Records a new neighbor; if more are needed, the next round is soon. */
  void succeeded() {
    delay = minDelay;
    refused = false;
  }

  /** Waits for the walks of the own join, which are about to fill the slots (§4.2). */
  void waitForWalks(long now) {
    budget = 0;
    nextRound = now + minDelay;
  }

  /**
   * Schedules a short round after an unsuccessful one, if that is before the next periodic step.
   */
  void retryLater(long now) {
    if (nextRound == Machine.NEVER && delay < maxDelay) {
      nextRound = now + 1 + delay / 2 + random.nextLong(delay);
      delay *= 2;
    }
  }
}
