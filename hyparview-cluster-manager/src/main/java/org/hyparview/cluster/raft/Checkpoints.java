package org.hyparview.cluster.raft;

import java.util.OptionalLong;

/** The digests of a replica's state at the last indexes of the log. */
final class Checkpoints {

  /** So many are kept: about two seconds' worth under as many small batches as can be agreed on. */
  private static final int SIZE = 1 << 13;

  private final long[] digests = new long[SIZE];
  private long first;
  private long last = -1;
  private long reportedTo = -1;

  /** The state is another one from here on. */
  void restart(long index, long digest) {
    first = index;
    last = index;
    digests[slot(index)] = digest;
    reportedTo = index - 1;
  }

  /**
   * The entry at an index was applied; those before it that are no batches have changed nothing.
   */
  void add(long index, long digest) {
    if (last < 0) {
      restart(index, digest);
      return;
    }
    long unchanged = digests[slot(last)];
    for (long skipped = Math.max(last + 1, index - SIZE); skipped < index; skipped++) {
      digests[slot(skipped)] = unchanged;
    }
    digests[slot(index)] = digest;
    last = index;
    first = Math.max(first, last - SIZE + 1);
  }

  private static int slot(long index) {
    return (int) (index & (SIZE - 1));
  }

  /** The digest at an index, unless it is not known here: not yet, or no more. */
  OptionalLong at(long index) {
    return index < first || index > last
        ? OptionalLong.empty()
        : OptionalLong.of(digests[slot(index)]);
  }

  /**
   * What to report next, which should be comparable to what others report: of the indexes since the
   * last call, the one that the highest power of two divides. So any two replicas report the same
   * index in one of a few calls, whatever their pace. If there is nothing new, the last one.
   */
  Checkpoint next() {
    long from = Math.max(reportedTo + 1, first);
    reportedTo = last;
    long index = from > last ? last : roundest(from, last);
    return new Checkpoint(index, digests[slot(index)]);
  }

  /** Of the numbers from one to another, the one that ends in most zeros. */
  private static long roundest(long from, long to) {
    long differing = from - 1 ^ to;
    return to & -Long.highestOneBit(differing);
  }

  boolean isEmpty() {
    return last < 0;
  }
}
