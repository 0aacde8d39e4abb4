package org.hyparview.benchmarks.cluster;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** The memory that a clustered process needs beyond one that is not clustered. */
final class FootprintFigures implements Figures {

  private static final int MEMBERS = 3;
  private static final long SETTLING_MILLIS = 15_000;

  @Override
  public String name() {
    return "footprint";
  }

  @Override
  public void measure(int rounds, Report report) throws Exception {
    try (MemberProcess alone = MemberProcess.unclustered().awaitStart();
        Cluster cluster = new Cluster().start(MEMBERS)) {
      cluster.consumeAll();
      cluster.reachAll();
      Cluster.pause(SETTLING_MILLIS);
      List<MemberProcess> members = cluster.members();
      double rss = 0;
      double threads = 0;
      alone.ask(new JsonObject().put("do", "gc")).join();
      for (MemberProcess member : members) {
        member.ask(new JsonObject().put("do", "gc")).join();
        rss += member.status("VmRSS") / 1024.0 / MEMBERS;
        threads += (double) member.status("Threads") / MEMBERS;
      }
      double moreMemory = rss - alone.status("VmRSS") / 1024.0;
      double moreThreads = threads - alone.status("Threads");
      report.row(
          "resident memory of a process, over " + alone.status("VmRSS") / 1024 + " MB unclustered",
          String.format(Locale.ROOT, "%.1f MB", moreMemory),
          "< 25 MB",
          moreMemory < 25);
      report.row(
          "threads of a process, over " + alone.status("Threads") + " unclustered",
          String.format(Locale.ROOT, "%.1f", moreThreads),
          "<= 6",
          moreThreads <= 6);
    }
  }
}
