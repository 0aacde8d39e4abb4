package org.hyparview.protocol.hyparview;

import java.util.Objects;
import org.hyparview.protocol.peer.PeerId;

/**
 * The mark by which the nodes of one connected component recognize each other: its oldest member,
 * the <em>root</em>, and the number of the root's beats.
 *
 * <p>Not in the paper, whose overlays stay apart once a partition has split them. Only the root
 * raises {@code beat}; all others pass on the highest beat that they received, in messages that
 * travel anyway. Two nodes whose labels name different roots, or whose beats lie far apart, are in
 * different components.
 *
 * @param root the member with the lowest incarnation, ties settled by id
 * @param incarnation the root's incarnation
 * @param beat the root's count, 0 or more
 */
public record ComponentLabel(PeerId root, long incarnation, long beat) {

  /** Checks the ranges. */
  public ComponentLabel {
    Objects.requireNonNull(root, "root");
    if (incarnation < 0 || beat < 0) {
      throw new IllegalArgumentException(
          "A label must not be negative, but has incarnation " + incarnation + " and beat " + beat);
    }
  }

  boolean hasSameRoot(ComponentLabel other) {
    return incarnation == other.incarnation && root.equals(other.root);
  }

  /** Returns whether the other is to be adopted: an older root, or a later beat of the same one. */
  boolean yieldsTo(ComponentLabel other) {
    if (hasSameRoot(other)) {
      return other.beat > beat;
    }
    return other.incarnation < incarnation
        || (other.incarnation == incarnation && other.root.compareTo(root) < 0);
  }

  /** Returns whether a root has beats left to go on from this one: no more than half are used. */
  boolean isPlausible() {
    return beat <= Long.MAX_VALUE >> 1;
  }

  ComponentLabel next() {
    return new ComponentLabel(root, incarnation, beat + 1);
  }
}
