package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The outcomes of what the processes of a test have done. Safe for use by any thread. */
final class VersionHistory {

  private final Map<String, Set<Long>> values = new HashMap<>();
  private final Map<String, Integer> troubles = new TreeMap<>();
  private int doubled;

  /** Notes the value that an increment has led to. */
  synchronized void added(String counter, long value) {
    if (!values.computeIfAbsent(counter, none -> new HashSet<>()).add(value)) {
      doubled++;
    }
  }

  synchronized void count(String trouble) {
    troubles.merge(trouble, 1, Integer::sum);
  }

  synchronized int increments(String counter) {
    return values.getOrDefault(counter, Set.of()).size();
  }

  /** Returns what did not succeed, and how often. */
  synchronized Map<String, Integer> troubles() {
    return new TreeMap<>(troubles);
  }

  /** Returns how often something has happened whose name begins so. */
  synchronized int troubles(String prefix) {
    return troubles.entrySet().stream()
        .filter(trouble -> trouble.getKey().startsWith(prefix))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /**
   * Checks that no increment was lost or done twice: the values are those up to the highest, but
   * for increments whose outcome is unknown.
   */
  synchronized void check(String counter) {
    assertThat(doubled).as("increments with the same outcome").isZero();
    Set<Long> all = values.getOrDefault(counter, Set.of());
    long highest = all.stream().mapToLong(value -> value).max().orElse(0);
    assertThat(highest - all.size())
        .as("increments of " + counter + " without an outcome")
        .isBetween(0L, (long) troubles("unknown " + counter));
  }
}
