package org.hyparview.benchmarks.paper;

import java.util.random.RandomGenerator;
import org.hyparview.simulation.Latency;

/**
 * How long a hop takes: no time while the nodes join, then what the policy says. So all joins are
 * over before any timer is due (§5.1: one after the other, with no membership round in between),
 * and the periodic steps afterwards stay spread over the cycle.
 */
final class Pace implements Latency {

  private final Latency afterwards;
  private boolean joining = true;

  Pace(Latency afterwards) {
    this.afterwards = afterwards;
  }

  void joinsAreOver() {
    joining = false;
  }

  @Override
  public long millis(int from, int to, RandomGenerator random) {
    return joining ? 0 : afterwards.millis(from, to, random);
  }
}
