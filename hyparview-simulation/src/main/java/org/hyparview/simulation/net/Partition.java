package org.hyparview.simulation.net;

import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * What cuts the network: which nodes can't be heard by which.
 *
 * <p>An implementation must depend on its arguments alone.
 */
@FunctionalInterface
public interface Partition {

  /** Nothing is cut. */
  Partition NONE = (from, to) -> false;

  /** Whether nothing that the one sends reaches the other. */
  boolean cuts(int from, int to);

  /** Cuts everything between nodes of different sides, both ways. */
  static Partition sides(IntUnaryOperator sideOfNode) {
    return (from, to) -> sideOfNode.applyAsInt(from) != sideOfNode.applyAsInt(to);
  }

  /** Asymmetric: these nodes hear all, but nobody else hears them. */
  static Partition mute(IntPredicate muted) {
    return (from, to) -> muted.test(from) && !muted.test(to);
  }
}
