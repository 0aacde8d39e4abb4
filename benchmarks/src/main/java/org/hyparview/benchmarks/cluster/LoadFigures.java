package org.hyparview.benchmarks.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The check that no live node is declared dead while other threads keep all processors busy, and
 * when a process pauses for three seconds.
 */
final class LoadFigures implements Figures {

  private static final int MEMBERS = 5;
  private static final int PAUSES = 5;

  @Override
  public String name() {
    return "load";
  }

  /** Minutes, rather than rounds. */
  @Override
  public void measure(int rounds, Report report) throws Exception {
    try (Cluster cluster = new Cluster().start(MEMBERS)) {
      report.row(
          "nodes dropped in " + rounds + " minutes of all processors at 100 %",
          String.valueOf(underLoad(cluster, rounds)),
          "0",
          cluster.isWhole());
      int dropped = 0;
      for (int i = 0; i < PAUSES; i++) {
        dropped += pause(cluster, cluster.members().get(i % MEMBERS));
      }
      report.row(
          "nodes dropped in " + PAUSES + " pauses of 3 s, each of one process",
          String.valueOf(dropped),
          "0",
          dropped == 0);
    }
  }

  private static int underLoad(Cluster cluster, int minutes) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
    List<Thread> burners = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread burner = new Thread(() -> burn(end), "burner-" + i);
      burner.start();
      burners.add(burner);
    }
    int drops = countDrops(cluster, end);
    burners.forEach(Thread::interrupt);
    return drops;
  }

  private static void burn(long end) {
    double value = 1;
    while (System.nanoTime() < end && value > 0) {
      value = Math.sqrt(value + 1);
    }
  }

  /** How often it was seen that a member didn't see all. */
  private static int countDrops(Cluster cluster, long end) {
    int drops = 0;
    boolean whole = true;
    while (System.nanoTime() < end) {
      boolean now = cluster.isWhole();
      drops += whole && !now ? 1 : 0;
      whole = now;
      Cluster.pause(1);
    }
    return drops;
  }

  private static int pause(Cluster cluster, MemberProcess member) throws Exception {
    Cluster.pause(5_000);
    member.signal("STOP");
    int before = countDrops(cluster, System.nanoTime() + TimeUnit.SECONDS.toNanos(3));
    member.signal("CONT");
    return before + countDrops(cluster, System.nanoTime() + TimeUnit.SECONDS.toNanos(5));
  }
}
