package org.hyparview.benchmarks.cluster;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The requests that fail while five processes, each with a handler, are replaced one after the
 * other: a new one starts, sees all others and has its handler; then the old one closes in good
 * order. A sixth process sends the requests. The same with Hazelcast, if its jars are there.
 */
final class RollingFigures implements Figures {

  private static final int SERVERS = 5;
  private static final int REQUESTS_PER_SECOND = 1_000;
  private static final int SETTLE_MILLIS = 2_000;
  private static final String ADDRESS = "rolling";

  @Override
  public String name() {
    return "rolling";
  }

  @Override
  public void measure(int rounds, Report report) throws Exception {
    try (Cluster cluster = new Cluster()) {
      JsonObject done = roll(cluster, cluster::add, rounds);
      report.row(
          title("", rounds), text(done), "0", done.getJsonObject("failures").isEmpty());
    }
    Path jars = Path.of(System.getProperty(SharedFigures.RIVALS, "benchmarks/rivals/target/lib"));
    if (Files.isDirectory(jars)) {
      try (Cluster cluster = new Cluster()) {
        Runnable start = () -> cluster.add(Rival.HAZELCAST.start(jars));
        String title = title(Rival.HAZELCAST.title() + ": ", rounds);
        report.row(title, text(roll(cluster, start, rounds)));
      }
    }
  }

  private static String title(String who, int rounds) {
    return who + "requests that failed in " + rounds + " rolling restarts of five processes, "
        + REQUESTS_PER_SECOND + " requests a second";
  }

  private static JsonObject roll(Cluster cluster, Runnable start, int rounds)
      throws InterruptedException {
    for (int i = 0; i < SERVERS + 1; i++) {
      start.run();
    }
    cluster.awaitWhole();
    MemberProcess sender = cluster.members().get(0);
    List.copyOf(cluster.members().subList(1, SERVERS + 1)).forEach(RollingFigures::serve);
    Cluster.pause(SETTLE_MILLIS);
    sender
        .ask(new JsonObject()
            .put("do", "request")
            .put("address", ADDRESS)
            .put("rate", REQUESTS_PER_SECOND))
        .join();
    Cluster.pause(SETTLE_MILLIS);
    for (int i = 0; i < rounds * SERVERS; i++) {
      MemberProcess old = cluster.members().get(1);
      start.run();
      cluster.awaitWhole();
      serve(cluster.members().get(SERVERS + 1));
      cluster.closeInOrder(old);
    }
    return sender.ask(new JsonObject().put("do", "requested")).join();
  }

  private static void serve(MemberProcess member) {
    member.ask(new JsonObject().put("do", "serve").put("address", ADDRESS)).join();
  }

  private static String text(JsonObject done) {
    JsonObject failures = done.getJsonObject("failures");
    return String.format(
        Locale.ROOT,
        "%,d of %,d%s; slowest answer %.3f s",
        done.getLong("sent") - done.getLong("answered"),
        done.getLong("sent"),
        failures.isEmpty() ? "" : " " + failures.encode().replace("\"", ""),
        done.getLong("slowest") * 1e-9);
  }
}
