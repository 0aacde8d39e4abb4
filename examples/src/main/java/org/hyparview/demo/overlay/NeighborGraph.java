package org.hyparview.demo.overlay;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hyparview.PeerEvent;

/**
 * The graph of the active views, as far as the events of the living nodes tell.
 *
 * <p>A living node is one that was {@link #add}ed and not {@link #remove}d.
 */
public final class NeighborGraph {

  private final Map<String, Set<String>> neighbors = new HashMap<>();

  /** A node lives, as yet without neighbors. */
  void add(String node) {
    neighbors.put(node, new HashSet<>());
  }

  /** A node is dead; the others don't know it yet. */
  public void remove(String node) {
    neighbors.remove(node);
  }

  /** Whether the node lives. */
  boolean contains(String node) {
    return neighbors.containsKey(node);
  }

  /** A neighbor came or went. What a dead node says doesn't count. */
  void apply(PeerEvent event) {
    neighbors.computeIfPresent(event.node(), (node, view) -> {
      if (event.isUp()) {
        view.add(event.peer().id());
      } else {
        view.remove(event.peer().id());
      }
      return view;
    });
  }

  /** Whether the living nodes are one component, without one-way and dead entries. */
  boolean isWhole() {
    return deadEntries() == 0 && oneWayEntries() == 0 && components() == 1;
  }

  /** How many separate parts the living nodes form. */
  int components() {
    Map<String, Set<String>> links = undirected();
    Set<String> seen = new HashSet<>();
    int components = 0;
    for (String node : links.keySet()) {
      if (seen.add(node)) {
        components++;
        reachFrom(node, links, seen);
      }
    }
    return components;
  }

  private Map<String, Set<String>> undirected() {
    Map<String, Set<String>> links = new HashMap<>();
    neighbors.keySet().forEach(node -> links.put(node, new HashSet<>()));
    neighbors.forEach((node, view) -> view.stream().filter(this::contains).forEach(peer -> {
      links.computeIfAbsent(node, none -> new HashSet<>()).add(peer);
      links.computeIfAbsent(peer, none -> new HashSet<>()).add(node);
    }));
    return links;
  }

  private static void reachFrom(String start, Map<String, Set<String>> links, Set<String> seen) {
    ArrayDeque<String> open = new ArrayDeque<>(Set.of(start));
    while (!open.isEmpty()) {
      links.getOrDefault(open.remove(), Set.of()).stream().filter(seen::add).forEach(open::add);
    }
  }

  /** How often a living node has a living neighbor that doesn't have it. */
  long oneWayEntries() {
    return entries((node, peer) -> contains(peer) && !of(peer).contains(node));
  }

  /** How often a living node has a dead neighbor. */
  long deadEntries() {
    return entries((node, peer) -> !contains(peer));
  }

  private long entries(Entry wanted) {
    return neighbors.entrySet().stream()
        .mapToLong(view -> view.getValue().stream()
            .filter(peer -> wanted.test(view.getKey(), peer))
            .count())
        .sum();
  }

  private Set<String> of(String node) {
    return neighbors.getOrDefault(node, Set.of());
  }

  /** The figures of the graph as it is now. */
  OverlayMetrics shape() {
    SortedMap<Integer, Integer> degrees = new TreeMap<>();
    neighbors.values().forEach(view -> degrees.merge(view.size(), 1, Integer::sum));
    return new OverlayMetrics(
        neighbors.size(), components(), oneWayEntries(), deadEntries(), degrees);
  }

  /** Tells entries of views apart. */
  @FunctionalInterface
  private interface Entry {
    boolean test(String node, String peer);
  }
}
