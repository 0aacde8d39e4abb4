package org.hyparview.simulation.net;

import java.util.Objects;

/**
 * The constants of a simulated network. Times are in milliseconds.
 *
 * @param seed where all chance comes from
 * @param latency how long messages take; default 1..50
 * @param silence how long a link must be silent to count as lost, which is also what a dial takes
 *     that nobody answers; at least 1; default 4,000, as 3 heartbeats of 1 s missed
 * @param refusal how long a dial takes at least that is refused, because nothing runs at the
 *     address; 0 or more; default 0
 */
public record SimulationOptions(long seed, Latency latency, long silence, long refusal) {

  /** Checks the ranges. */
  public SimulationOptions {
    Objects.requireNonNull(latency, "latency");
    if (silence < 1) {
      throw new IllegalArgumentException("silence must be at least 1, but is " + silence);
    }
    if (refusal < 0) {
      throw new IllegalArgumentException("refusal must not be negative, but is " + refusal);
    }
  }

  /** The defaults, with a seed. */
  public static SimulationOptions seed(long seed) {
    return new SimulationOptions(seed, Latency.uniform(1, 50), 4_000, 0);
  }

  /** The same with another latency. */
  public SimulationOptions latency(Latency other) {
    return new SimulationOptions(seed, other, silence, refusal);
  }

  /** The same with another silence. */
  public SimulationOptions silence(long other) {
    return new SimulationOptions(seed, latency, other, refusal);
  }

  /** The same with another refusal. */
  public SimulationOptions refusal(long other) {
    return new SimulationOptions(seed, latency, silence, other);
  }
}
