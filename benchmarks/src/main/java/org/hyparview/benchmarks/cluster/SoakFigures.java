package org.hyparview.benchmarks.cluster;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Five processes with a heap of 64 MB that do their {@link Chores} all the time. Three of them are
 * replaced again and again: killed, or closed gracefully before or after another one joins. What
 * the other two hold must not grow.
 */
final class SoakFigures implements Figures {

  private static final List<String> JVM =
      List.of("-Xms16m", "-Xmx64m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");
  private static final int MEMBERS = 5;
  private static final int OLD = 2;
  private static final long PERIOD_MILLIS = 10_000;
  private static final double WARM_UP = 0.1;
  private static final double TOLERANCE = 1.1;
  private static final int MORE = 4;
  private static final List<String> KINDS = List.of("heap", "threads", "descriptors", "sockets");

  private final Random random = new Random(1);
  private int killed;
  private int closed;

  @Override
  public String name() {
    return "soak";
  }

  /** Minutes, rather than rounds. */
  @Override
  public void measure(int rounds, Report report) throws Exception {
    long length = TimeUnit.MINUTES.toNanos(rounds);
    try (Cluster cluster = new Cluster()) {
      for (int i = 0; i < MEMBERS; i++) {
        add(cluster);
      }
      long start = System.nanoTime();
      List<JsonObject> first = footprints(cluster, start + (long) (WARM_UP * length));
      List<JsonObject> middle = footprints(cluster, start + length / 2);
      List<JsonObject> last = footprints(cluster, start + length);
      for (int i = 0; i < OLD; i++) {
        report(i, List.of(first.get(i), middle.get(i), last.get(i)), report);
      }
      reportChores(cluster, report);
    }
  }

  private List<JsonObject> footprints(Cluster cluster, long until) throws InterruptedException {
    while (System.nanoTime() < until) {
      replaceOne(cluster);
      Cluster.pause(PERIOD_MILLIS);
    }
    List<JsonObject> footprints = new ArrayList<>();
    for (MemberProcess member : cluster.members().subList(0, OLD)) {
      footprints.add(member.ask(new JsonObject().put("do", "footprint")).join());
    }
    return footprints;
  }

  private void replaceOne(Cluster cluster) throws InterruptedException {
    MemberProcess leaver =
        cluster.members().get(OLD + random.nextInt(cluster.members().size() - OLD));
    switch (random.nextInt(3)) {
      case 0 -> {
        cluster.kill(leaver);
        killed++;
        add(cluster);
      }
      case 1 -> {
        cluster.closeInOrder(leaver);
        closed++;
        add(cluster);
      }
      default -> {
        add(cluster);
        cluster.closeInOrder(leaver);
        closed++;
      }
    }
    cluster.awaitWhole();
  }

  private static void add(Cluster cluster) throws InterruptedException {
    MemberProcess member = MemberProcess.start(
        List.of(), JVM, System.getProperty("java.class.path"), cluster.options());
    cluster.add(member);
    member.awaitStart();
    member.ask(new JsonObject().put("do", "chores")).join();
  }

  private static void report(int number, List<JsonObject> samples, Report report) {
    for (String kind : KINDS) {
      long middle = samples.get(1).getLong(kind);
      long last = samples.get(2).getLong(kind);
      boolean isHeap = kind.equals("heap");
      report.row(
          "old process " + (number + 1) + ": " + kind + (isHeap ? " after a collection, KB" : "")
              + " after the warm-up, in the middle, at the end",
          String.format(
              Locale.ROOT,
              "%,d, %,d, %,d",
              scaled(isHeap, samples.get(0).getLong(kind)),
              scaled(isHeap, middle),
              scaled(isHeap, last)),
          "no growth from the middle on",
          isHeap ? last <= TOLERANCE * middle : last <= middle + MORE);
    }
  }

  private static long scaled(boolean isHeap, long value) {
    return isHeap ? value >> 10 : value;
  }

  private void reportChores(Cluster cluster, Report report) {
    report.row("processes killed, closed gracefully", killed + ", " + closed);
    Map<String, Long> done = new TreeMap<>();
    Map<String, Long> failed = new TreeMap<>();
    for (MemberProcess member : cluster.members().subList(0, OLD)) {
      JsonObject tally = member.ask(new JsonObject().put("do", "tally")).join();
      add(tally.getJsonObject("done"), done);
      add(tally.getJsonObject("failed"), failed);
      System.err.println("The last failures: " + tally.getJsonObject("lastFailure"));
    }
    done.forEach((kind, count) -> report.row(
        "old processes: " + kind,
        String.format(Locale.ROOT, "%,d, %,d failed", count, failed.getOrDefault(kind, 0L))));
  }

  private static void add(JsonObject counts, Map<String, Long> sums) {
    counts.forEach(
        count -> sums.merge(count.getKey(), ((Number) count.getValue()).longValue(), Long::sum));
  }
}
