package org.hyparview.simulation.net;

import java.util.Objects;

/**
 * The constants of a simulated network. Times are in milliseconds.
 *
 * @param seed the origin of all randomness
 * @param latency the time that messages take; default 1..50
 * @param silence the silence after which a link counts as lost, and the time of an unanswered dial;
 *     at least 1; default 4,000, as 3 heartbeats of 1 s missed
 * @param refusal the least time of a dial that is refused because no host runs at the address; 0 or
 *     more; default 0
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

  /** Returns the defaults, with a seed. */
  public static SimulationOptions seed(long seed) {
    return new SimulationOptions(seed, Latency.uniform(1, 50), 4_000, 0);
  }

  /** Returns these options with another latency. */
  public SimulationOptions latency(Latency other) {
    return new SimulationOptions(seed, other, silence, refusal);
  }

  /** Returns these options with another silence. */
  public SimulationOptions silence(long other) {
    return new SimulationOptions(seed, latency, other, refusal);
  }

  /** Returns these options with another refusal. */
  public SimulationOptions refusal(long other) {
    return new SimulationOptions(seed, latency, silence, other);
  }
}
