package org.hyparview.benchmarks.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Five processes: one is killed, or stopped and continued; how long until all others know. */
final class FailureFigures implements Figures {

  private static final int MEMBERS = 5;
  private static final long SECOND = 1_000_000_000;

  private final Random random = new Random(1);

  @Override
  public String name() {
    return "failure";
  }

  @Override
  public void measure(int rounds, Report report) throws Exception {
    List<Long> killed = new ArrayList<>();
    List<Long> stopped = new ArrayList<>();
    List<Long> continued = new ArrayList<>();
    try (Cluster cluster = new Cluster().start(MEMBERS)) {
      for (int i = 0; i < rounds; i++) {
        killed.add(kill(cluster));
        cluster.add();
        cluster.awaitWhole();
      }
      cluster.consumeAll();
      for (int i = 0; i < rounds; i++) {
        stop(cluster, stopped, continued);
      }
    }
    report.row(
        "kill -9 until all survivors have dropped it",
        Report.seconds(killed),
        "median < 0.3 s, max < 0.6 s",
        Report.quantile(killed, 0.5) < 0.3 * SECOND && Report.quantile(killed, 1) < 0.6 * SECOND);
    report.row(
        "SIGSTOP until all others have dropped it",
        Report.seconds(stopped),
        "< 6 s",
        Report.quantile(stopped, 1) < 6 * SECOND);
    report.row(
        "SIGCONT until each reaches the handler of each",
        Report.seconds(continued),
        "< 5 s",
        Report.quantile(continued, 1) < 5 * SECOND);
  }

  private MemberProcess any(Cluster cluster) {
    Cluster.pause(1_000 + random.nextInt(1_000));
    return cluster.members().get(random.nextInt(cluster.members().size()));
  }

  private long kill(Cluster cluster) {
    MemberProcess victim = any(cluster);
    long start = System.nanoTime();
    cluster.kill(victim);
    return untilDropped(cluster.members(), victim) - start;
  }

  private static long untilDropped(List<MemberProcess> others, MemberProcess victim) {
    Cluster.until(
        "all have dropped it",
        () -> others.stream().noneMatch(other -> other.nodes().contains(victim.id())));
    return Cluster.lastChange(others);
  }

  private void stop(Cluster cluster, List<Long> stopped, List<Long> continued) throws Exception {
    MemberProcess victim = any(cluster);
    List<MemberProcess> others = new ArrayList<>(cluster.members());
    others.remove(victim);
    long stop = System.nanoTime();
    victim.signal("STOP");
    stopped.add(untilDropped(others, victim) - stop);
    Cluster.pause(2_000);
    long start = System.nanoTime();
    victim.signal("CONT");
    Cluster.until("all see all again", cluster::isWhole);
    cluster.reachAll();
    continued.add(System.nanoTime() - start);
  }
}
