package org.hyparview.demo.simulate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hyparview.simulation.net.Latency;

/**
 * The range of the latencies of a simulation, in milliseconds; each message takes its own time.
 *
 * @param min the least
 * @param max the most
 */
record LatencyRange(long min, long max) {

  static final LatencyRange DEFAULT = new LatencyRange(1, 50);

  private static final Pattern FORM = Pattern.compile("(\\d{1,6})(?:\\.\\.(\\d{1,6}))?");

  /**
   * Reads {@code 1..50}, or {@code 20} for messages that all take the same time.
   *
   * @throws IllegalArgumentException if it is something else, or empty
   */
  static LatencyRange parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "--latency must have the form MIN..MAX in milliseconds, but is \"" + text + "\"");
    }
    long min = Long.parseLong(form.group(1));
    long max = form.group(2) == null ? min : Long.parseLong(form.group(2));
    if (min > max) {
      throw new IllegalArgumentException("--latency " + text + " has no values");
    }
    return new LatencyRange(min, max);
  }

  /** The same for the simulator. */
  Latency toLatency() {
    return min == max ? Latency.fixed(min) : Latency.uniform(min, max);
  }

  @Override
  public String toString() {
    return min == max ? String.valueOf(min) : min + ".." + max;
  }
}
