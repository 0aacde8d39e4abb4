package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Counts what chance picks, and says whether it picks evenly. */
final class ChiSquare<T> {

  private final Map<T, Long> counts = new HashMap<>();

  ChiSquare(Collection<T> possible) {
    possible.forEach(value -> counts.put(value, 0L));
  }

  void count(T value) {
    assertThat(counts).as("what is possible").containsKey(value);
    counts.merge(value, 1L, Long::sum);
  }

  /**
   * Requires chi-square to lie within four standard deviations of its mean: even picks are beyond
   * that with a probability of about 1 in 1,000.
   */
  void assertEven() {
    long[] seen = counts.values().stream().mapToLong(Long::longValue).toArray();
    double expected = Arrays.stream(seen).average().orElseThrow();
    double chiSquare = Arrays.stream(seen)
        .mapToDouble(n -> (n - expected) * (n - expected) / expected)
        .sum();
    int freedom = seen.length - 1;
    assertThat(chiSquare)
        .as("chi-square of %s", counts)
        .isLessThan(freedom + 4 * Math.sqrt(2.0 * freedom));
  }
}
