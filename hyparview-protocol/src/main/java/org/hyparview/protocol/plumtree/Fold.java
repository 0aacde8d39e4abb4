package org.hyparview.protocol.plumtree;

import java.util.Objects;
import org.hyparview.protocol.peer.Ranges;

/**
 * The way in which the answers to a question are combined at each node on their way back.
 *
 * <p>Numbers are 64-bit integers, since their folds are exact and the same in any order. The sum of
 * doubles would depend on the shape of the tree.
 *
 * @param limit the most bytes of {@link Kind#COLLECT}, the number of results of {@link Kind#TOP}; 1
 *     for {@link Kind#MIN} and {@link Kind#MAX}, else 0
 */
public record Fold(Kind kind, int limit) {

  /** The most results of {@link Kind#TOP}. */
  public static final int MAX_TOP = 100;

  /** The kind of a fold. */
  public enum Kind {
    /** All answers, each with its node. */
    COLLECT,
    /** The number of answers, whatever they are. */
    COUNT,
    /** The sum of all numbers. */
    SUM,
    /** The lowest number, and its node. */
    MIN,
    /** The highest number, and its node. */
    MAX,
    /** The highest numbers, and their nodes. */
    TOP
  }

  /** The number of answers. */
  public static final Fold COUNT = new Fold(Kind.COUNT, 0);

  /** The sum of all numbers. */
  public static final Fold SUM = new Fold(Kind.SUM, 0);

  /** The lowest number. */
  public static final Fold MIN = new Fold(Kind.MIN, 1);

  /** The highest number. */
  public static final Fold MAX = new Fold(Kind.MAX, 1);

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if it is out of the range of its kind
   */
  public Fold {
    Objects.requireNonNull(kind, "kind");
    switch (kind) {
      case COLLECT ->
        Ranges.check("The most bytes of all answers", limit, 1, PlumtreeMessage.MAX_PAYLOAD);
      case TOP -> Ranges.check("The number of results", limit, 1, MAX_TOP);
      case MIN, MAX -> Ranges.check("The number of results", limit, 1, 1);
      case COUNT, SUM -> Ranges.check("A limit", limit, 0, 0);
    }
  }

  /**
   * Returns the fold that keeps all answers, each with its node, while they have at most this
   * number of bytes with the ids of the nodes.
   */
  public static Fold collect(int bytes) {
    return new Fold(Kind.COLLECT, bytes);
  }

  /** Returns the fold that keeps this number of highest numbers. */
  public static Fold top(int results) {
    return new Fold(Kind.TOP, results);
  }

  /** Returns whether an answer can be folded in this way. */
  public boolean accepts(Answer answer) {
    return switch (answer.kind()) {
      case NONE, FAILED -> true;
      case BYTES -> kind == Kind.COLLECT || kind == Kind.COUNT;
      case NUMBER -> kind != Kind.COLLECT;
    };
  }
}
