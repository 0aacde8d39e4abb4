package org.hyparview.benchmarks.cluster;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Three processes, of which one that doesn't lead works on maps, counters and locks: how much it
 * gets done, alone and with 64 at a time. The same with other cluster managers, if their jars are
 * there.
 */
final class SharedFigures implements Figures {

  /** Where the jars of the others are, if not in benchmarks/rivals/target/lib. */
  static final String RIVALS = "hyparview.rivals";

  private static final int MEMBERS = 3;
  private static final int USERS = 64;
  private static final long WARM_MILLIS = 8_000;
  private static final long MILLIS = 8_000;
  private static final int VALUE_BYTES = 100;
  private static final long MAX_ALONE_NANOS = 300_000;

  private record Bar(String work, String what, int rate) {}

  private static final List<Bar> BARS = List.of(
      new Bar("counter", "increments of a counter", 60_000),
      new Bar("put", "puts of 100 bytes", 60_000),
      new Bar("get", "gets", 100_000),
      new Bar("lock", "independent locks, acquired and released", 20_000));

  @Override
  public String name() {
    return "shared";
  }

  @Override
  public void measure(int rounds, Report report) throws Exception {
    try (Cluster cluster = new Cluster().start(MEMBERS)) {
      measure(notLeading(cluster), report);
    }
    Path jars = Path.of(System.getProperty(RIVALS, "benchmarks/rivals/target/lib"));
    if (Files.isDirectory(jars)) {
      for (Rival rival : Rival.values()) {
        measure(rival, jars, report);
      }
    }
  }

  /** Returns a member that does not lead, once all members are replicas. */
  static MemberProcess notLeading(Cluster cluster) {
    MemberProcess first = cluster.members().get(0);
    first.ask(work("counter", 1, 100)).join();
    Shared.awaitReplicas(first, cluster.members().size());
    String leader = Shared.leader(first);
    return cluster.members().stream()
        .filter(member -> !member.id().equals(leader))
        .findFirst()
        .orElseThrow();
  }

  private static void measure(MemberProcess member, Report report) {
    for (Bar bar : BARS) {
      JsonObject many = warm(member, bar);
      report.row(
          bar.what + ", " + USERS + " at a time",
          text(many),
          String.format(Locale.ROOT, "%,d/s", bar.rate),
          many.getDouble("rate") >= bar.rate && many.getInteger("failures") == 0);
      JsonObject one = member.ask(work(bar.work, 1, MILLIS / 2)).join();
      report.row(
          bar.what + ", one at a time",
          text(one),
          "p50 < 0.3 ms",
          one.getLong("p50") < MAX_ALONE_NANOS && one.getInteger("failures") == 0);
    }
  }

  private static void measure(Rival rival, Path jars, Report report) throws Exception {
    try (Cluster cluster = new Cluster()) {
      for (int i = 0; i < MEMBERS; i++) {
        cluster.add(rival.start(jars));
      }
      cluster.awaitWhole();
      MemberProcess last = cluster.members().get(MEMBERS - 1);
      for (Bar bar : BARS) {
        String title = rival.title() + ": " + bar.what;
        report.row(title + ", " + USERS + " at a time", text(warm(last, bar)));
        report.row(
            title + ", one at a time",
            text(last.ask(work(bar.work, 1, MILLIS / 2)).join()));
      }
    }
  }

  private static JsonObject warm(MemberProcess member, Bar bar) {
    member.ask(work(bar.work, USERS, WARM_MILLIS)).join();
    return member.ask(work(bar.work, USERS, MILLIS)).join();
  }

  /** Returns the command to work so long for so many callers. */
  static JsonObject work(String what, int users, long millis) {
    return new JsonObject()
        .put("do", "work")
        .put("what", what)
        .put("users", users)
        .put("millis", millis)
        .put("bytes", VALUE_BYTES);
  }

  private static String text(JsonObject done) {
    return String.format(
        Locale.ROOT,
        "%,.0f/s, p50 %.3f ms, p99 %.3f ms, %d failed",
        done.getDouble("rate"),
        done.getLong("p50") * 1e-6,
        done.getLong("p99") * 1e-6,
        done.getInteger("failures"));
  }
}
