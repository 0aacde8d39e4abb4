package org.hyparview.benchmarks.cluster;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/**
 * Three processes, of which one that doesn't lead works on maps, counters and locks: how much it
 * gets done, alone and with 64 at a time.
 */
final class SharedFigures implements Figures {

  private static final long WARM_MILLIS = 8_000;
  private static final long MILLIS = 8_000;
  private static final int VALUE_BYTES = 100;

  private record Bar(String work, String what, int rate) {}

  private static final List<Bar> BARS = List.of(
      new Bar("counter", "increments of a counter", 60_000),
      new Bar("put", "puts of 100 bytes", 60_000),
      new Bar("get", "linearizable gets", 100_000),
      new Bar("lock", "independent locks, acquired and released", 20_000));

  @Override
  public String name() {
    return "shared";
  }

  @Override
  public void measure(int rounds, Report report) throws Exception {
    try (Cluster cluster = new Cluster().start(3)) {
      MemberProcess first = cluster.members().get(0);
      first.ask(work("counter", 1, 100)).join();
      Shared.awaitReplicas(first, 3);
      String leader = Shared.leader(first);
      MemberProcess other = cluster.members().stream()
          .filter(member -> !member.id().equals(leader))
          .findFirst()
          .orElseThrow();
      for (Bar bar : BARS) {
        other.ask(work(bar.work, 64, WARM_MILLIS)).join();
        JsonObject many = other.ask(work(bar.work, 64, MILLIS)).join();
        report.row(
            bar.what + ", 64 at a time",
            text(many),
            String.format(Locale.ROOT, "%,d/s", bar.rate),
            many.getDouble("rate") >= bar.rate && many.getInteger("failures") == 0);
        JsonObject one = other.ask(work(bar.work, 1, MILLIS / 2)).join();
        report.row(
            bar.what + ", one at a time",
            text(one),
            "p50 < 0.3 ms",
            one.getLong("p50") < 300_000 && one.getInteger("failures") == 0);
      }
    }
  }

  private static JsonObject work(String what, int users, long millis) {
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
