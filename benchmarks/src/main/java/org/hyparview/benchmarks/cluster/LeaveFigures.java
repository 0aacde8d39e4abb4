package org.hyparview.benchmarks.cluster;

import java.util.Random;
import java.util.stream.Stream;

/**
 * Nodes close in good order at any moment, while others join and all increment a counter: how long
 * it takes, and whether the others lose their quorum or anything else by it. All are in this JVM,
 * on real sockets, since a thousand processes would take hours to start.
 */
final class LeaveFigures implements Figures {

  private static final int CLOSES_OF_A_CLUSTER = 10;

  @Override
  public String name() {
    return "leave";
  }

  private static int[] sizes() {
    String sizes = System.getProperty("hyparview.sizes", "2,3,5");
    return Stream.of(sizes.split(",")).mapToInt(Integer::parseInt).toArray();
  }

  @Override
  public void measure(int rounds, Report report) {
    for (int size : sizes()) {
      long seed = Long.getLong("hyparview.seed", System.nanoTime());
      System.err.println("Closing nodes of " + size + ", -Dhyparview.seed=" + seed);
      Random random = new Random(seed);
      run(size, new Random(seed), new LeaveTally(), CLOSES_OF_A_CLUSTER); // loads the classes
      LeaveTally tally = new LeaveTally();
      while (tally.closes() < rounds) {
        run(size, random, tally, Math.min(CLOSES_OF_A_CLUSTER, rounds - tally.closes()));
      }
      tally.report(size, report);
    }
  }

  private static void run(int size, Random random, LeaveTally tally, int closes) {
    try (LeaveLife life = new LeaveLife(size, random, tally)) {
      life.run(closes);
    }
  }
}
