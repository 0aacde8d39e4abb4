package org.hyparview.cluster.raft;

import java.util.OptionalLong;

/** The digests of a replica's state at the last indexes of the log. */
final class Checkpoints {

  /** The number of digests kept: about two seconds' worth at the highest rate of small batches. */
  private static final int SIZE = 1 << 13;

  private final long[] digests = new long[SIZE];
  private long first;
  private long last = -1;
  private long reportedTo = -1;

  /** Restarts from another state. */
  void restart(long index, long digest) {
    first = index;
    last = index;
    digests[slot(index)] = digest;
    reportedTo = index - 1;
  }

  /**
   * Adds the digest after the entry at an index was applied; earlier entries that are not batches
   * have changed nothing.
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

  /** Returns the digest at an index, unless it is unknown here: not reached yet, or dropped. */
  OptionalLong at(long index) {
    return index < first || index > last
        ? OptionalLong.empty()
        : OptionalLong.of(digests[slot(index)]);
  }

  /**
   * Returns the next checkpoint to report, chosen to be comparable with those of others: of the
   * indexes since the last call, the one that the highest power of two divides. So any two replicas
   * report the same index in one of a few calls, whatever their pace. If there is nothing new, the
   * last one.
   */
  Checkpoint next() {
    long from = Math.max(reportedTo + 1, first);
    reportedTo = last;
    long index = from > last ? last : roundest(from, last);
    return new Checkpoint(index, digests[slot(index)]);
  }

  /** Returns the number with the most trailing zero bits of a range. */
  private static long roundest(long from, long to) {
    long differing = from - 1 ^ to;
    return to & -Long.highestOneBit(differing);
  }

  boolean isEmpty() {
    return last < 0;
  }
}
