package org.hyparview.protocol.plumtree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.Fold.Kind;
import org.hyparview.protocol.plumtree.FoldResult.Collected;
import org.hyparview.protocol.plumtree.FoldResult.Ranked;

/**
 * The fold of one attempt at one node: of the node's own answer and of the results of its children.
 * Whatever these contain, it stays within the limit of the fold and the node's {@link AnswerSpace}.
 */
final class Folding {

  private static final Comparator<Ranked> LOWEST_FIRST =
      Comparator.comparingLong(Ranked::number).thenComparing(Ranked::node);
  private static final Comparator<Ranked> HIGHEST_FIRST =
      Comparator.comparingLong(Ranked::number).reversed().thenComparing(Ranked::node);

  private final Fold fold;
  private final AnswerSpace space;
  private final List<PeerId> failures = new ArrayList<>(0);
  private final List<Ranked> ranked = new ArrayList<>(0);
  private final List<Collected> collected = new ArrayList<>(0);
  private long nodes;
  private long answered;
  private long failed;
  private long omitted;
  private long sum;
  private int bytes;

  Folding(Fold fold, AnswerSpace space) {
    this.fold = fold;
    this.space = space;
  }

  /** Adds the answer of one node, which the fold {@linkplain Fold#accepts accepts}. */
  void add(PeerId node, Answer answer) {
    switch (answer.kind()) {
      case NONE -> count(1, 0, 0);
      case FAILED -> {
        count(1, 0, 1);
        name(node);
      }
      case NUMBER -> {
        count(1, 1, 0);
        addNumber(node, answer.number());
      }
      case BYTES -> {
        count(1, 1, 0);
        collect(new Collected(node, answer.bytes()));
      }
    }
  }

  private void count(long more, long moreAnswered, long moreFailed) {
    nodes = sum(nodes, more);
    answered = Math.min(nodes, sum(answered, moreAnswered));
    failed = Math.min(nodes - answered, sum(failed, moreFailed));
  }

  private void addNumber(PeerId node, long number) {
    if (fold.kind() == Kind.SUM) {
      addToSum(number, 1);
    } else if (isRanking()) {
      ranked.add(new Ranked(node, number));
      keepBest();
    }
  }

  /** Adds the result of other nodes. What does not belong to the fold is ignored. */
  void add(FoldResult part) {
    count(part.nodes(), part.answered(), part.failed());
    omitted = sum(omitted, part.omitted());
    part.failures().forEach(this::name);
    if (fold.kind() == Kind.SUM) {
      addToSum(part.sum(), part.answered() - part.omitted());
    } else if (isRanking()) {
      ranked.addAll(part.ranked());
      keepBest();
    } else if (fold.kind() == Kind.COLLECT) {
      part.collected().forEach(this::collect);
    }
  }

  private static long sum(long one, long other) {
    return Math.min(FoldResult.MAX_COUNT, one + other);
  }

  private void name(PeerId node) {
    if (failures.size() < PlumtreeMessage.MAX_MISSING && !failures.contains(node)) {
      failures.add(node);
    }
  }

  private boolean isRanking() {
    return fold.kind() == Kind.MIN || fold.kind() == Kind.MAX || fold.kind() == Kind.TOP;
  }

  /** Adds a number, or leaves its answers out if the sum would leave the range of a long. */
  private void addToSum(long number, long answers) {
    long result = sum + number;
    boolean overflows = ((sum ^ result) & (number ^ result)) < 0;
    if (overflows) {
      omitted = sum(omitted, answers);
    } else {
      sum = result;
    }
  }

  private void keepBest() {
    ranked.sort(fold.kind() == Kind.MIN ? LOWEST_FIRST : HIGHEST_FIRST);
    if (ranked.size() > fold.limit()) {
      ranked.subList(fold.limit(), ranked.size()).clear();
    }
  }

  private void collect(Collected answer) {
    if (fold.kind() != Kind.COLLECT) {
      return;
    }
    int size = answer.size();
    if (size <= fold.limit() - bytes
        && collected.size() < FoldResult.MAX_COLLECTED
        && space.take(size)) {
      bytes += size;
      collected.add(answer);
    } else {
      omitted = sum(omitted, 1);
    }
  }

  /** Returns the fold so far. */
  FoldResult result() {
    List<PeerId> named = failures.subList(0, (int) Math.min(failures.size(), failed));
    return new FoldResult(
        nodes, answered, failed, Math.min(omitted, answered), sum, named, ranked, collected);
  }

  /** Returns the space that the answers take; nothing is added any more. */
  void release() {
    space.free(bytes);
    bytes = 0;
    collected.clear();
  }
}
