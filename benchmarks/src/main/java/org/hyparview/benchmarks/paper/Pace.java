package org.hyparview.benchmarks.paper;

import java.util.random.RandomGenerator;
import org.hyparview.simulation.net.Latency;

/**
 * The time of a hop: none while the nodes join if cycles are short, otherwise the time of the
 * policy. So all joins are over before any periodic step is due (§5.1: one after the other, with no
 * membership round in between), and the steps afterwards stay spread over the cycle.
 */
final class Pace implements Latency {

  private final Policy policy;
  private boolean joining = true;

  Pace(Policy policy) {
    this.policy = policy;
  }

  void joinsAreOver() {
    joining = false;
  }

  @Override
  public long millis(int from, int to, RandomGenerator random) {
    return joining && !policy.hasLongCycles() ? 0 : policy.hop().millis(from, to, random);
  }
}
