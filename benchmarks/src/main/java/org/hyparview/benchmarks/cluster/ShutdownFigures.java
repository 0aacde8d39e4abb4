package org.hyparview.benchmarks.cluster;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Clusters with many megabytes of shared data shrink to one node, or have all nodes replaced, with
 * no pauses: what is lost, and how long each graceful close takes.
 */
final class ShutdownFigures implements Figures {

  private static final int MILLION = 1_000_000;

  private final Random random = new Random(1);

  @Override
  public String name() {
    return "shutdown";
  }

  private static int[] megabytes() {
    String megabytes = System.getProperty("hyparview.megabytes", "10,100,400");
    return Stream.of(megabytes.split(",")).mapToInt(Integer::parseInt).toArray();
  }

  @Override
  public void measure(int rounds, Report report) throws Exception {
    for (int megabytes : megabytes()) {
      new Series(megabytes).shutDown(5, rounds, report);
      new Series(megabytes).roll(2, rounds, report);
      new Series(megabytes).roll(3, rounds, report);
    }
  }

  /** The same again and again, with the same data. */
  private final class Series {

    private final int megabytes;
    private final int values;
    private final List<Long> closes = new ArrayList<>();
    private long lost;

    Series(int megabytes) {
      this.megabytes = megabytes;
      values = megabytes * (MILLION / Ballast.VALUE_BYTES);
    }

    /** All but one close, one after the other, of which each is any of those that are left. */
    void shutDown(int size, int rounds, Report report) throws InterruptedException {
      try (Cluster cluster = new Cluster()) {
        for (int i = 0; i < rounds; i++) {
          while (cluster.members().size() < size) {
            add(cluster);
          }
          cluster.awaitWhole();
          fillIfNeeded(cluster, i);
          Shared.awaitReplicas(cluster.members().get(0), size);
          while (cluster.members().size() > 1) {
            int any = random.nextInt(cluster.members().size());
            closes.add(cluster.closeInOrder(cluster.members().get(any)));
          }
          verify(cluster);
        }
      }
      report(size + " nodes with " + megabytes + " MB close one by one", rounds, report);
    }

    /** Each node closes as soon as one that takes its place has joined. */
    void roll(int size, int rounds, Report report) throws InterruptedException {
      try (Cluster cluster = new Cluster()) {
        for (int i = 0; i < size; i++) {
          add(cluster);
        }
        cluster.awaitWhole();
        for (int i = 0; i < rounds; i++) {
          fillIfNeeded(cluster, i);
          for (MemberProcess old : List.copyOf(cluster.members())) {
            add(cluster).awaitStart();
            closes.add(cluster.closeInOrder(old));
          }
          verify(cluster);
        }
      }
      report(size + " nodes with " + megabytes + " MB are replaced one by one", rounds, report);
    }

    private MemberProcess add(Cluster cluster) {
      List<String> jvm =
          List.of("-Xmx" + (256 + 4 * megabytes) + "m", "-XX:+ExitOnOutOfMemoryError");
      MemberProcess member = MemberProcess.start(
          List.of(), jvm, System.getProperty("java.class.path"), cluster.options());
      cluster.add(member);
      return member;
    }

    private void fillIfNeeded(Cluster cluster, int round) {
      if (round == 0 || lost > 0) {
        cluster.members().get(0).ask(about("fill")).join();
      }
    }

    private void verify(Cluster cluster) {
      JsonObject found = cluster.members().get(0).ask(about("verify")).join();
      lost += values - found.getInteger("right");
    }

    private JsonObject about(String what) {
      return new JsonObject().put("do", what).put("count", values);
    }

    private void report(String what, int rounds, Report report) {
      report.row(
          what + ": lost",
          String.format(
              Locale.ROOT,
              "%,d of %d values, %,d bytes, in %d rounds",
              lost,
              values,
              lost * Ballast.VALUE_BYTES,
              rounds),
          "0",
          lost == 0);
      report.row("… until each has closed", Report.seconds(closes));
    }
  }
}
