package org.hyparview.demo.overlay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The nodes of a demonstration, and those of them that are killed.
 *
 * @param nodes their names; the first is the contact of all others, and may be killed as any other
 * @param doomed those that are killed, in the order of their names
 */
public record OverlayPlan(List<String> nodes, List<String> doomed) {

  private static final int MAX_NAMES = 10;

  public OverlayPlan {
    nodes = List.copyOf(nodes);
    doomed = List.copyOf(doomed);
  }

  /**
   * Picks the nodes to kill.
   *
   * @param nodes how many nodes there are
   * @param kill which part of them is killed
   * @param seed the same one picks the same nodes
   * @throws IllegalArgumentException if no node would be killed, or fewer than two survive
   */
  public static OverlayPlan of(int nodes, double kill, long seed) {
    long doomed = Math.round(nodes * kill);
    if (doomed < 1 || nodes - doomed < 2) {
      throw new IllegalArgumentException("--kill " + kill + " of --nodes " + nodes + " kills "
          + doomed + " nodes, but must kill at least 1 and leave at least 2");
    }
    int digits = String.valueOf(nodes).length();
    List<String> names = IntStream.rangeClosed(1, nodes)
        .mapToObj(number -> "n" + "0".repeat(digits - String.valueOf(number).length()) + number)
        .toList();
    List<String> shuffled = new ArrayList<>(names);
    Collections.shuffle(shuffled, new Random(seed));
    return new OverlayPlan(names, shuffled.stream().limit(doomed).sorted().toList());
  }

  /** The node through which all others join. */
  public String contact() {
    return nodes.get(0);
  }

  /** All but the contact. */
  public List<String> others() {
    return nodes.subList(1, nodes.size());
  }

  /** How many are killed, and the first of them. */
  public String describeDoomed() {
    int rest = doomed.size() - MAX_NAMES;
    return doomed.size() + " of " + nodes.size() + " nodes: "
        + doomed.stream().limit(MAX_NAMES).collect(Collectors.joining(" "))
        + (rest > 0 ? " and " + rest + " more" : "");
  }

  public boolean isDoomed(String node) {
    return doomed.contains(node);
  }
}
