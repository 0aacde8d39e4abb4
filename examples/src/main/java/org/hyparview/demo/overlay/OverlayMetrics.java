package org.hyparview.demo.overlay;

import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The metrics of an overlay at one moment.
 *
 * @param nodes how many nodes live
 * @param components how many separate parts they form
 * @param oneWayEntries how often one has another as a neighbor, but not the other way round
 * @param deadEntries how often one has a dead neighbor
 * @param degrees how many nodes have how many neighbors, by the number of neighbors
 */
record OverlayMetrics(
    int nodes,
    int components,
    long oneWayEntries,
    long deadEntries,
    SortedMap<Integer, Integer> degrees) {

  OverlayMetrics {
    degrees = Collections.unmodifiableSortedMap(new TreeMap<>(degrees));
  }

  /** Whether it is one component without one-way and dead entries. */
  boolean isWhole() {
    return components == 1 && oneWayEntries == 0 && deadEntries == 0;
  }

  /** Links, if no entry is one-way or dead. */
  int links() {
    return entries() / 2;
  }

  /** How many neighbors a node has: the least, the mean, the most. */
  String degreeRange() {
    return String.format(
        Locale.ROOT,
        "%d / %.1f / %d",
        degrees.firstKey(),
        (double) entries() / nodes,
        degrees.lastKey());
  }

  /** How many nodes have how many neighbors, such as {@code 3x4 17x5}. */
  String degreeDistribution() {
    return degrees.entrySet().stream()
        .map(entry -> entry.getValue() + "x" + entry.getKey())
        .collect(Collectors.joining(" "));
  }

  private int entries() {
    return degrees.entrySet().stream()
        .mapToInt(entry -> entry.getKey() * entry.getValue())
        .sum();
  }
}
