package org.hyparview.protocol.hyparview;

import java.util.random.RandomGenerator;
import org.hyparview.protocol.machine.Machine;

/**
 * How often a node with free slots asks its candidates. The paper goes on until one agrees (§4.3);
 * where nearly all views are full that floods the overlay with requests that must be refused. So
 * there are rounds, each with a budget of refusals: one with every periodic step and every lost
 * neighbor, and between them shorter ones at pauses that double.
 */
final class FillPace {

  private final long minDelay;
  private final long maxDelay;
  private final RandomGenerator random;
  private int budget;
  private boolean refused;
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

  void beginRound(int refusals) {
    budget = refusals;
    nextRound = Machine.NEVER;
  }

  boolean isRoundDue(long now) {
    return now >= nextRound;
  }

  /** When the next short round begins. */
  long deadline() {
    return nextRound;
  }

  void refused() {
    budget--;
    refused = true;
  }

  /** Whether the last request that was answered was refused. */
  boolean isRefused() {
    return refused;
  }

  /** A neighbor was found: if more are needed, look for them soon. */
  void succeeded() {
    delay = minDelay;
    refused = false;
  }

  /** The walks of our own join are about to fill the slots (§4.2). */
  void waitForWalks(long now) {
    budget = 0;
    nextRound = now + minDelay;
  }

  /** The round got nowhere: try a short one later, if that is before the next periodic step. */
  void retryLater(long now) {
    if (nextRound == Machine.NEVER && delay < maxDelay) {
      nextRound = now + 1 + delay / 2 + random.nextLong(delay);
      delay *= 2;
    }
  }
}
