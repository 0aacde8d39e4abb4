package org.hyparview.protocol.plumtree;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.peer.Ranges;
import org.jspecify.annotations.Nullable;

/**
 * The folded answers of some nodes: those of a part of the tree, or of all.
 *
 * <p>Each node counts once, under {@code nodes}, and there as answered, as failed or as neither,
 * since the question does not concern it.
 *
 * @param nodes the number of nodes; like all counts 0..{@value #MAX_COUNT}
 * @param answered the number of those that have answered
 * @param failed the number of those whose handler has failed, was late, or could not be called
 * @param omitted the number of answers that are not in the result: beyond the bytes of
 *     {@link Fold.Kind#COLLECT}, or beyond the range of a sum
 * @param sum the result of {@link Fold.Kind#SUM}, else 0
 * @param failures some of the nodes that have failed; at most {@value PlumtreeMessage#MAX_MISSING}
 * @param ranked the result of {@link Fold.Kind#MIN}, {@link Fold.Kind#MAX} and
 *     {@link Fold.Kind#TOP}, best first; at most {@value Fold#MAX_TOP}
 * @param collected the result of {@link Fold.Kind#COLLECT}; at most {@value #MAX_COLLECTED}
 */
public record FoldResult(
    long nodes,
    long answered,
    long failed,
    long omitted,
    long sum,
    List<PeerId> failures,
    List<Ranked> ranked,
    List<Collected> collected) {

  /** The highest count. */
  public static final long MAX_COUNT = 1L << 40;

  /** The most collected answers. */
  public static final int MAX_COLLECTED = 65_535;

  /** The result without any node. */
  public static final FoldResult EMPTY =
      new FoldResult(0, 0, 0, 0, 0, List.of(), List.of(), List.of());

  /** A number with its node. */
  public record Ranked(PeerId node, long number) {

    /** Checks that the node isn't null. */
    public Ranked {
      Objects.requireNonNull(node, "node");
    }
  }

  /**
   * An answer with its node.
   *
   * @param bytes not copied; must not change
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by content, see below
  public record Collected(PeerId node, byte[] bytes) {

    /** Checks that nothing is null. */
    public Collected {
      Objects.requireNonNull(node, "node");
      Objects.requireNonNull(bytes, "bytes");
    }

    /** Returns the most bytes that the answer takes in a message. */
    int size() {
      String id = node.toString();
      int size = 1 + Integer.BYTES + bytes.length;
      for (int i = 0; i < id.length(); i++) {
        size += id.charAt(i) < 0x80 ? 1 : 3;
      }
      return size;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Collected that
          && node.equals(that.node)
          && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return 31 * node.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return node + ": " + bytes.length + " bytes";
    }
  }

  /**
   * Checks all, and copies the lists.
   *
   * @throws IllegalArgumentException naming what is out of its range
   */
  public FoldResult {
    Ranges.check("The number of nodes", nodes, 0, MAX_COUNT);
    Ranges.check("The number of answers", answered, 0, nodes);
    Ranges.check("The number of failures", failed, 0, nodes - answered);
    Ranges.check("The number of omitted answers", omitted, 0, answered);
    int mostFailures = (int) Math.min(failed, PlumtreeMessage.MAX_MISSING);
    Ranges.check("The number of named failures", failures.size(), 0, mostFailures);
    int mostRanked = (int) Math.min(answered, Fold.MAX_TOP);
    Ranges.check("The number of ranked answers", ranked.size(), 0, mostRanked);
    int mostCollected = (int) Math.min(answered, MAX_COLLECTED);
    Ranges.check("The number of collected answers", collected.size(), 0, mostCollected);
    failures = List.copyOf(failures);
    ranked = List.copyOf(ranked);
    collected = List.copyOf(collected);
  }

  /** Returns whether each node that the question concerns has its answer in the result. */
  public boolean isComplete() {
    return failed == 0 && omitted == 0;
  }
}
