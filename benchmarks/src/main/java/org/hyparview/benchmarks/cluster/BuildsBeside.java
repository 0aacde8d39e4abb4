package org.hyparview.benchmarks.cluster;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A clustered process of an earlier build beside one of a later build, in turns: the time until its
 * Vert.x has started, and the bytes of its live objects then. Each is the first of its cluster and
 * uses nothing. Arguments: the benchmarks.jar of both builds, and how often each is started.
 */
public final class BuildsBeside {

  private static final int SETTLE_MILLIS = 2_000;
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  private final String jar;
  private final List<Long> starts = new ArrayList<>();
  private final List<Long> heaps = new ArrayList<>();

  private BuildsBeside(String jar) {
    this.jar = jar;
  }

  /** Prints the medians of both builds. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    BuildsBeside earlier = new BuildsBeside(arguments[0]);
    BuildsBeside later = new BuildsBeside(arguments[1]);
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 20;
    for (int i = 0; i < rounds; i++) {
      for (BuildsBeside each : i % 2 == 0 ? List.of(earlier, later) : List.of(later, earlier)) {
        each.start();
      }
    }
    print("until it has started, ms", earlier.starts, later.starts, 1e6);
    print("live objects, kB", earlier.heaps, later.heaps, 1e3);
  }

  private void start() throws IOException, InterruptedException {
    JsonObject options = new JsonObject()
        .put("clusterName", "beside-" + UUID.randomUUID())
        .put("host", "127.0.0.1")
        .put("multicast", new JsonObject().put("enabled", false));
    long begin = System.nanoTime();
    try (MemberProcess member = MemberProcess.start(jar, options)) {
      starts.add(member.awaitStart().startedAt() - begin);
      Cluster.pause(SETTLE_MILLIS);
      heaps.add(liveBytes(member));
    }
  }

  /** Returns what the JDK's own tool says, after a collection. */
  private static long liveBytes(MemberProcess member) throws IOException, InterruptedException {
    String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process = new ProcessBuilder(tool, String.valueOf(member.pid()), "GC.class_histogram")
        .redirectErrorStream(true)
        .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher total = TOTAL.matcher(output);
    if (process.waitFor() != 0 || !total.find()) {
      throw new IllegalStateException("jcmd says: " + output);
    }
    return Long.parseLong(total.group(1));
  }

  private static void print(String what, List<Long> earlier, List<Long> later, double unit) {
    System.out.printf(
        Locale.ROOT,
        "%s: median %,.0f earlier, %,.0f later, of %d each (10th to 90th percentile %,.0f to %,.0f,"
            + " %,.0f to %,.0f)%n",
        what,
        Report.quantile(earlier, 0.5) / unit,
        Report.quantile(later, 0.5) / unit,
        earlier.size(),
        Report.quantile(earlier, 0.1) / unit,
        Report.quantile(earlier, 0.9) / unit,
        Report.quantile(later, 0.1) / unit,
        Report.quantile(later, 0.9) / unit);
  }
}
