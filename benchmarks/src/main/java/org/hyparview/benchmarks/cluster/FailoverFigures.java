package org.hyparview.benchmarks.cluster;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The leader of the shared data is killed while another process counts: how long nothing is
 * counted, and whether all is counted once. Of two processes, it is killed or stopped.
 */
final class FailoverFigures implements Figures {

  private static final long COUNT_MILLIS = 1_500;
  private static final long SECOND = 1_000_000_000;
  private static final int TIMEOUT_MILLIS = 3_000;

  @Override
  public String name() {
    return "failover";
  }

  @Override
  public void measure(int rounds, Report report) throws Exception {
    for (int size : new int[] {2, 3, 5, 10}) {
      killLeaders(size, rounds, report);
    }
    stopLeader(report);
  }

  private static void killLeaders(int size, int rounds, Report report) throws Exception {
    List<Long> gaps = new ArrayList<>();
    long wrong = 0;
    long failed = 0;
    try (Cluster cluster = new Cluster().start(size)) {
      for (int i = 0; i < rounds; i++) {
        String counter = "counter-" + i;
        MemberProcess any = cluster.members().get(size - 1);
        hammer(any, counter);
        hammered(any);
        Shared.awaitReplicas(any, size < 3 ? size : size < 5 ? 3 : 5);
        MemberProcess leader = Shared.leader(cluster);
        MemberProcess counting = cluster.members().stream()
            .filter(member -> member != leader)
            .findFirst()
            .orElseThrow();
        hammer(counting, counter + "-killed");
        Cluster.pause(COUNT_MILLIS);
        cluster.kill(leader);
        Cluster.pause(COUNT_MILLIS + 1_000);
        JsonObject done = hammered(counting);
        gaps.add(done.getLong("gap"));
        long surplus = done.getLong("value") - done.getLong("acknowledged");
        wrong += surplus < 0 || surplus > done.getLong("unknown") ? 1 : 0;
        failed += done.getLong("unknown") + done.getLong("refused");
        cluster.add();
        cluster.awaitWhole();
      }
    }
    report.row(
        "kill -9 of the leader of " + size + " processes until another counts on",
        Report.seconds(gaps) + ", " + failed + " failed",
        "median < 1 s",
        Report.quantile(gaps, 0.5) < SECOND);
    report.row(
        "… rounds of which something was lost or counted twice",
        String.valueOf(wrong),
        "0",
        wrong == 0);
  }

  /** Silence proves nothing, so the other one waits, and its operations fail in time. */
  private static void stopLeader(Report report) throws Exception {
    JsonObject options = new JsonObject().put("operationTimeout", TIMEOUT_MILLIS);
    try (Cluster cluster = new Cluster(options).start(2)) {
      MemberProcess any = cluster.members().get(0);
      hammer(any, "counter");
      hammered(any);
      Shared.awaitReplicas(any, 2);
      MemberProcess leader = Shared.leader(cluster);
      MemberProcess other = cluster.members().stream()
          .filter(member -> member != leader)
          .findFirst()
          .orElseThrow();
      leader.signal("STOP");
      Cluster.until("it is held dead", () -> other.nodes().size() == 1);
      long start = System.nanoTime();
      String failure = other
          .ask(new JsonObject().put("do", "increment").put("counter", "counter"))
          .handle((done, why) -> why == null ? "none" : String.valueOf(why.getMessage()))
          .get(60, TimeUnit.SECONDS);
      long took = System.nanoTime() - start;
      leader.signal("CONT");
      Cluster.until("both see both", cluster::isWhole);
      Shared.awaitReplicas(other, 2);
      long value = other
          .ask(new JsonObject().put("do", "increment").put("counter", "after"))
          .join()
          .getLong("value");
      report.row(
          "SIGSTOP of the leader of 2: the other fails with \"" + failure + "\"",
          Report.seconds(List.of(took)),
          "within operationTimeout, 3 s, + 0.3 s",
          !failure.equals("none") && took < 3.3 * SECOND);
      report.row("… SIGCONT: they are one group again", "counts " + value, "1", value == 1);
    }
  }

  private static void hammer(MemberProcess member, String counter) {
    member.ask(new JsonObject().put("do", "hammer").put("counter", counter)).join();
  }

  private static JsonObject hammered(MemberProcess member) {
    return member.ask(new JsonObject().put("do", "hammered")).join();
  }
}
