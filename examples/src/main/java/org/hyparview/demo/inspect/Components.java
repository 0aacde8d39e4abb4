package org.hyparview.demo.inspect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hyparview.inspect.ClusterSnapshot;
import org.hyparview.inspect.SnapshotNode;

/** The connected components of the nodes that answered. */
final class Components {

  private Components() {}

  /** Returns the ids of each component, the largest component first. */
  static List<List<String>> of(ClusterSnapshot snapshot) {
    Map<String, Set<String>> neighbors = new LinkedHashMap<>();
    snapshot.nodes().stream()
        .filter(SnapshotNode::reachable)
        .forEach(node -> neighbors.put(node.id(), new TreeSet<>()));
    for (ClusterSnapshot.Link link : snapshot.links()) {
      if (neighbors.containsKey(link.source()) && neighbors.containsKey(link.target())) {
        neighbors.get(link.source()).add(link.target());
        neighbors.get(link.target()).add(link.source());
      }
    }
    List<List<String>> components = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    for (String start : neighbors.keySet()) {
      if (seen.add(start)) {
        components.add(reachableFrom(start, neighbors, seen));
      }
    }
    components.sort((one, other) -> Integer.compare(other.size(), one.size()));
    return components;
  }

  private static List<String> reachableFrom(
      String start, Map<String, Set<String>> neighbors, Set<String> seen) {
    List<String> found = new ArrayList<>();
    ArrayDeque<String> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      String node = open.remove();
      found.add(node);
      neighbors.getOrDefault(node, Set.of()).stream().filter(seen::add).forEach(open::add);
    }
    found.sort(null);
    return found;
  }
}
