package org.hyparview.benchmarks.cluster;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hyparview.HyParViewClient;
import org.hyparview.cluster.HyParViewClusterManager;
import org.hyparview.cluster.HyParViewClusterOptions;

/** All start at once, with no configuration: how long until each sees all. */
final class FormationFigures implements Figures {

  private static final double SECOND = 1e9;
  private static final int PORT = 20_000;
  private static final long SETTLING_MILLIS = 15_000;

  /** The local port, in hexadecimal, of a connection that is established. */
  private static final Pattern ROW =
      Pattern.compile("\\s*\\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} 01 ");

  @Override
  public String name() {
    return "formation";
  }

  @Override
  public void measure(int rounds, Report report) throws Exception {
    for (int processes : new int[] {3, 5, 10}) {
      processes(processes, rounds, report);
    }
    cold(30, Math.min(rounds, 20), report);
    for (int nodes : new int[] {10, 30, 100}) {
      inOneProcess(nodes, Math.min(rounds, 5), report);
    }
  }

  private static void processes(int count, int rounds, Report report) throws Exception {
    List<Long> alone = new ArrayList<>();
    List<Long> lone = new ArrayList<>();
    List<Long> clustered = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      alone.add(start(count, MemberProcess::unclustered));
      lone.add(start(count, MemberProcess::lone));
      clustered.add(startClustered(count));
    }
    report.row(count + " unclustered processes until all have started", Report.seconds(alone));
    report.row(count + " with a cluster manager that does nothing", Report.seconds(lone));
    double more = (Report.quantile(clustered, 0.5) - Report.quantile(alone, 0.5)) / SECOND;
    report.row(
        count + " processes until each sees all",
        Report.seconds(clustered),
        "median within 1 s of unclustered",
        more < 1);
  }

  private static long start(int count, Supplier<MemberProcess> kind) throws InterruptedException {
    long start = System.nanoTime();
    List<MemberProcess> members = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        members.add(kind.get());
      }
      long last = start;
      for (MemberProcess member : members) {
        last = Math.max(last, member.awaitStart().startedAt());
      }
      return last - start;
    } finally {
      members.forEach(MemberProcess::close);
    }
  }

  private static long startClustered(int count) throws InterruptedException {
    long start = System.nanoTime();
    try (Cluster cluster = new Cluster().start(count)) {
      return Cluster.lastChange(cluster.members()) - start;
    }
  }

  private static void cold(int nodes, int rounds, Report report) throws Exception {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      times.add(ColdStart.measure(nodes));
    }
    report.row(
        nodes + " nodes as the first thing that a process does, until each sees all",
        Report.seconds(times),
        "median < 3 s",
        Report.quantile(times, 0.5) < 3 * SECOND);
  }

  private static void inOneProcess(int nodes, int rounds, Report report) throws Exception {
    List<Long> times = new ArrayList<>();
    Map<Integer, Integer> views = new TreeMap<>();
    double links = 0;
    for (int i = 0; i < rounds; i++) {
      List<Vertx> started = new CopyOnWriteArrayList<>();
      times.add(startAll(nodes, started));
      Cluster.pause(SETTLING_MILLIS);
      links += (double) controlLinks(PORT, 2 * nodes) / rounds;
      for (Vertx vertx : started) {
        int size = HyParViewClient.create(vertx).views().await().active().size();
        views.merge(size, 1, Integer::sum);
      }
      started.stream().map(Vertx::close).toList().forEach(closing -> closing.await());
    }
    row(nodes, times, report);
    report.row(nodes + " nodes: sizes of the active views, and how many have them", "" + views);
    report.row(
        nodes + " nodes: control connections of a node, at both ends",
        String.format(Locale.ROOT, "%.2f", 2 * links / nodes));
  }

  /** Starts so many clustered Vert.x at once; the time until each sees all. */
  static long startAll(int nodes, List<Vertx> started) {
    List<HyParViewClusterManager> managers = new ArrayList<>();
    HyParViewClusterOptions options = new HyParViewClusterOptions(new Cluster().options())
        .setPort(PORT)
        .setPortRange(2 * nodes)
        .setViewEvents(true);
    long start = System.nanoTime();
    for (int n = 0; n < nodes; n++) {
      HyParViewClusterManager manager = new HyParViewClusterManager(options);
      managers.add(manager);
      Vertx.builder()
          .withClusterManager(manager)
          .buildClustered()
          .onSuccess(started::add)
          .onFailure(Throwable::printStackTrace);
    }
    Cluster.until(
        "all see all",
        () -> started.size() == nodes
            && managers.stream().allMatch(manager -> manager.getNodes().size() == nodes));
    return System.nanoTime() - start;
  }

  private static void row(int nodes, List<Long> times, Report report) {
    int bar = nodes > 30 ? 60 : 3;
    report.row(
        nodes + " nodes in one process until each sees all",
        Report.seconds(times),
        "< " + bar + " s",
        Report.quantile(times, 1) < bar * SECOND);
  }

  /** The established connections that were accepted at one of the ports. */
  private static int controlLinks(int port, int range) throws IOException {
    int count = 0;
    for (String file : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : Files.readAllLines(Path.of(file))) {
        Matcher row = ROW.matcher(line);
        if (row.lookingAt()) {
          int local = Integer.parseInt(row.group(1), 16);
          count += local >= port && local < port + range ? 1 : 0;
        }
      }
    }
    return count;
  }
}
