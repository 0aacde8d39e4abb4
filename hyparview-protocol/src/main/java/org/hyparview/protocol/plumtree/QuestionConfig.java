package org.hyparview.protocol.plumtree;

import org.hyparview.protocol.peer.Ranges;

/**
 * The limits of questions at one node, checked.
 *
 * @param open the questions, of any node, that are open at a time, 1 or more; a node that has more
 *     counts as failed for the others; default 1,024
 * @param maxAnswer bytes of the longest answer of one node, 1 or more; default 64 KiB
 * @param maxResult bytes of the collected answers in one message, with their nodes' ids,
 *     1..{@value PlumtreeMessage#MAX_PAYLOAD}; must fit a frame; default 256 KiB
 * @param space bytes of all answers that are held at a time, 0 or more; further answers are omitted
 *     or count as failed; default 16 MiB
 */
public record QuestionConfig(int open, int maxAnswer, int maxResult, long space) {

  /** The most bytes of a message with answers besides the collected ones. */
  public static final int MAX_OVERHEAD = 48 << 10;

  /** Our defaults; the paper has no questions. */
  public static final QuestionConfig DEFAULT =
      new QuestionConfig(1_024, 64 << 10, 256 << 10, 16 << 20);

  /**
   * Checks every range.
   *
   * @throws IllegalArgumentException naming the setting, its range and its value
   */
  public QuestionConfig {
    Ranges.check("open", open, 1, Integer.MAX_VALUE);
    Ranges.check("maxAnswer", maxAnswer, 1, PlumtreeMessage.MAX_PAYLOAD);
    Ranges.check("maxResult", maxResult, 1, PlumtreeMessage.MAX_PAYLOAD);
    Ranges.check("space", space, 0, Long.MAX_VALUE / 4);
  }

  /**
   * Checks the fold of a question of this node.
   *
   * @throws IllegalArgumentException if it collects more than {@code maxResult}
   */
  void check(Fold fold) {
    if (fold.kind() == Fold.Kind.COLLECT) {
      Ranges.check("The most bytes of all answers", fold.limit(), 1, maxResult);
    }
  }

  /** Returns the fold as this node executes it: with at most its own bytes. */
  Fold limited(Fold fold) {
    return fold.kind() == Fold.Kind.COLLECT && fold.limit() > maxResult
        ? Fold.collect(maxResult)
        : fold;
  }
}
