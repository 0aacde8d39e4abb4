package org.hyparview.benchmarks.paper;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.hyparview.simulation.metrics.Statistics;

/**
 * The distribution of one value over several runs.
 *
 * @param runs how many, 1 or more
 * @param deviation the standard deviation, as of a sample; 0 of a single run
 */
record Spread(long runs, double mean, double deviation, double min, double max) {

  /** Of one value of each run. */
  static <R> Spread of(List<R> runs, ToDoubleFunction<R> value) {
    Statistics statistics = new Statistics();
    runs.forEach(run -> statistics.add(value.applyAsDouble(run)));
    return new Spread(
        statistics.count(),
        statistics.mean(),
        statistics.standardDeviation(),
        statistics.min(),
        statistics.max());
  }

  /** The mean and the deviation, as in {@code 6.360 ± 0.001}. */
  String text(int digits) {
    return number(mean, digits) + " ± " + number(deviation, digits);
  }

  String mean(int digits) {
    return number(mean, digits);
  }

  /** A number as in all tables, whatever the machine's language. */
  static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
