package org.hyparview.benchmarks.cluster;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * Three processes with a heap of 128 MB, one of which writes values of 1,000,000 bytes faster than
 * the others take them: some are refused, and nobody runs out of memory.
 */
final class MemoryFigures implements Figures {

  private static final int USERS = 32;
  private static final int KEYS = 12;
  private static final int BYTES = 1_000_000;
  private static final long MILLIS = 30_000;

  @Override
  public String name() {
    return "memory";
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
      JsonObject done = other.ask(work("put", USERS, MILLIS)).join();
      JsonObject after = other.ask(work("counter", 1, 1_000)).join();
      report.row(
          "puts of 1,000,000 bytes at -Xmx128m, " + USERS + " at a time, for 30 s",
          String.format(
              Locale.ROOT,
              "%,.1f/s, %d refused (%s)",
              done.getDouble("rate"),
              done.getInteger("failures"),
              done.getString("failure")),
          "no process ends, none is dropped",
          cluster.members().stream().allMatch(MemberProcess::isAlive) && cluster.isWhole());
      report.row(
          "… and then increments of a counter",
          String.format(Locale.ROOT, "%,.0f/s", after.getDouble("rate")),
          "none fails",
          after.getInteger("failures") == 0);
    }
  }

  private static JsonObject work(String what, int users, long millis) {
    return new JsonObject()
        .put("do", "work")
        .put("what", what)
        .put("users", users)
        .put("millis", millis)
        .put("keys", KEYS)
        .put("bytes", BYTES);
  }
}
