package org.hyparview.benchmarks.paper;

import java.util.Locale;

/**
 * The size of a reproduction.
 *
 * @param nodes of each overlay, 100 or more
 * @param runs of each experiment, 1 or more
 * @param seed of the first run; the others follow
 * @param cycles before anything is measured, 1 or more; the paper's are 50
 * @param messages after each failure, 10 or more; the paper's are 1,000
 */
record Settings(int nodes, int runs, long seed, int cycles, int messages) {

  static final int PAPER_NODES = 10_000;
  static final int PAPER_CYCLES = 50;
  static final int PAPER_MESSAGES = 1_000;

  Settings {
    checkAtLeast("nodes", nodes, 100);
    checkAtLeast("runs", runs, 1);
    checkAtLeast("cycles", cycles, 1);
    checkAtLeast("messages", messages, 10);
  }

  private static void checkAtLeast(String name, long value, long min) {
    if (value < min) {
      throw new IllegalArgumentException(name + " must be at least " + min + ", but is " + value);
    }
  }

  /** These settings as the line above a section. */
  String sentence() {
    return String.format(
        Locale.ROOT,
        "%,d nodes, %d runs, seeds %d to %d, %d cycles before, means ± standard deviations.",
        nodes,
        runs,
        seed,
        seed + runs - 1,
        cycles);
  }

  /** Whether these are the paper's, so that its values can be compared with. */
  boolean areThePapers() {
    return nodes == PAPER_NODES && cycles == PAPER_CYCLES && messages == PAPER_MESSAGES;
  }
}
