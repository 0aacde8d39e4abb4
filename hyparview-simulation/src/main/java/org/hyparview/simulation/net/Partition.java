package org.hyparview.simulation.net;

import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * The relation that cuts the network: the pairs of nodes that can't reach each other.
 *
 * <p>An implementation must depend on its arguments alone.
 */
@FunctionalInterface
public interface Partition {

  /** The undivided network. */
  Partition NONE = (from, to) -> false;

  /** Returns whether nothing that the one node sends reaches the other. */
  boolean cuts(int from, int to);

  /** Cuts all connections between nodes of different sides, both ways. */
  static Partition sides(IntUnaryOperator sideOfNode) {
    return (from, to) -> sideOfNode.applyAsInt(from) != sideOfNode.applyAsInt(to);
  }

  /** Cuts one way: these nodes receive everything, but no other node receives from them. */
  static Partition mute(IntPredicate muted) {
    return (from, to) -> muted.test(from) && !muted.test(to);
  }
}
