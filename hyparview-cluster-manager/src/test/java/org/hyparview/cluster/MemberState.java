package org.hyparview.cluster;

import java.util.List;

/**
 * The state of a process of a test, as a line of its output.
 *
 * @param at its {@link System#nanoTime}, which is that of all processes of a machine
 * @param nodes how many it sees
 * @param replicas how many of these have a replica that votes
 * @param leads whether its replica is the leader
 */
record MemberState(long at, int nodes, int replicas, boolean leads) {

  private static final String WORD = "state";

  /** Returns what a node sees now. */
  static MemberState of(HyParViewClusterManager manager, ClusterHealth health) {
    List<String> nodes = manager.getNodes();
    long replicas = health.replicas().stream().filter(nodes::contains).count();
    return new MemberState(
        System.nanoTime(),
        nodes.size(),
        (int) replicas,
        manager.getNodeId().equals(health.leader()));
  }

  /** Returns whether the words of a line are those of a state. */
  static boolean isIn(String[] words) {
    return words[0].equals(WORD) && words.length == 5;
  }

  /** Reads a {@link #line}. */
  static MemberState parse(String[] words) {
    return new MemberState(
        Long.parseLong(words[1]),
        Integer.parseInt(words[2]),
        Integer.parseInt(words[3]),
        Boolean.parseBoolean(words[4]));
  }

  String line() {
    return WORD + " " + at + " " + nodes + " " + replicas + " " + leads;
  }

  /** Returns whether it equals another, apart from the moment. */
  boolean isLike(MemberState other) {
    return nodes == other.nodes && replicas == other.replicas && leads == other.leads;
  }
}
