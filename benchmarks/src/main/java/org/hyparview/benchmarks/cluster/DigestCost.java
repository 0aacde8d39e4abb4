package org.hyparview.benchmarks.cluster;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * The cost of the digest of shared data, in two ways. A cluster of three processes works beside one
 * whose classes for the digest do nothing, in turns: a node that doesn't lead, for {@value #USERS}
 * callers. As two JVMs of the same code differ by more than the digest costs, for as long as they
 * run, there are several pairs of clusters, and then the samples of a profiler tell which share of
 * the CPU time it takes. Arguments: pairs of clusters, turns of each, seconds of a turn, and
 * {@code counter} or {@code put}, for both of them if it is omitted.
 */
public final class DigestCost {

  private static final int NODES = 3;
  private static final int USERS = 64;
  private static final int WARM_UP_SECONDS = 10;
  private static final int SHARE_SECONDS = 30;

  /** Where the digest is made. */
  private static final List<String> METHODS = List.of(
      "org.hyparview.cluster.protocol.store.StoreDigest.",
      "org.hyparview.cluster.protocol.store.Session.update",
      "org.hyparview.cluster.protocol.store.Store.digest",
      "org.hyparview.cluster.protocol.data.Bytes.digest",
      "org.hyparview.cluster.raft.Checkpoints.",
      "org.hyparview.cluster.group.Divergence.");

  /** The digest, of which nothing is left but its methods. */
  private static final String NO_DIGEST = """
      package org.hyparview.cluster.protocol.store;

      import org.hyparview.cluster.protocol.data.Bytes;

      final class StoreDigest {
        static final long MAP = 0;
        static final long COUNTER = 0;
        static final long SESSION = 0;
        static final long LOCK = 0;

        long sum() {
          return 0;
        }

        void add(long hash) {}

        void remove(long hash) {}

        long ofEntry(long map, Bytes key, Bytes value, long expiresAt) {
          return 0;
        }

        static long ofName(long kind, String name) {
          return 0;
        }

        static long of(long base, long first, long second, long third) {
          return 0;
        }
      }
      """;

  /** Checkpoints that are never kept and never sent. */
  private static final String NO_CHECKPOINTS = """
      package org.hyparview.cluster.raft;

      import java.util.OptionalLong;

      final class Checkpoints {
        void restart(long index, long digest) {}

        void add(long index, long digest) {}

        OptionalLong at(long index) {
          return OptionalLong.empty();
        }

        Checkpoint next() {
          throw new IllegalStateException("There are none");
        }

        boolean isEmpty() {
          return true;
        }
      }
      """;

  private record Turn(double rate, double cpuMicros) {}

  private record Pair(List<Turn> without, List<Turn> with) {

    double more(ToDoubleFunction<Turn> figure) {
      return 100 * (median(with, figure) / median(without, figure) - 1);
    }
  }

  private final int pairs;
  private final int turns;
  private final int seconds;
  private final String classPath = System.getProperty("java.class.path");
  private final String withoutDigest;

  private DigestCost(int pairs, int turns, int seconds, Path classes) {
    this.pairs = pairs;
    this.turns = turns;
    this.seconds = seconds;
    withoutDigest = classes + File.pathSeparator + classPath;
  }

  /** Prints both figures for each kind of work, and the difference with its spread. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path classes = Files.createTempDirectory("without-digest");
    try {
      compile(classes, "StoreDigest", NO_DIGEST);
      compile(classes, "Checkpoints", NO_CHECKPOINTS);
      DigestCost cost = new DigestCost(
          number(arguments, 0, 5), number(arguments, 1, 10), number(arguments, 2, 2), classes);
      for (String work : arguments.length > 3 ? List.of(arguments[3]) : List.of("counter", "put")) {
        cost.measure(work);
      }
    } finally {
      delete(classes);
    }
  }

  private static int number(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }

  private static void compile(Path classes, String name, String source) throws IOException {
    Path file = Files.writeString(classes.resolve(name + ".java"), source);
    int exit = ToolProvider.getSystemJavaCompiler()
        .run(null, null, null, "-proc:none", "-d", classes.toString(), file.toString());
    if (exit != 0) {
      throw new IllegalStateException(name + " does not compile");
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void measure(String work) throws InterruptedException {
    List<Pair> measured = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      measured.add(pair(work, i));
    }
    print(work + ", operations a second", measured, Turn::rate);
    print(work + ", µs of CPU time each", measured, Turn::cpuMicros);
    try (Cluster cluster = start(classPath)) {
      turn(cluster, work, WARM_UP_SECONDS);
      share(cluster, work);
    }
  }

  private static void share(Cluster cluster, String work) {
    JsonObject command = new JsonObject()
        .put("do", "share")
        .put("methods", new JsonArray(METHODS))
        .put("millis", SHARE_SECONDS * 1_000L);
    List<CompletableFuture<JsonObject>> shares =
        cluster.members().stream().map(member -> member.ask(command.copy())).toList();
    turn(cluster, work, SHARE_SECONDS);
    long samples = sum(shares, "samples");
    System.out.printf(
        Locale.ROOT,
        "%s: %.2f %% of %,d samples of Java code in all three processes are in the digest%n",
        work,
        100.0 * sum(shares, "hits") / samples,
        samples);
  }

  private static long sum(List<CompletableFuture<JsonObject>> shares, String figure) {
    return shares.stream().mapToLong(share -> share.join().getLong(figure)).sum();
  }

  private Pair pair(String work, int number) throws InterruptedException {
    Pair pair = new Pair(new ArrayList<>(), new ArrayList<>());
    boolean isWithFirst = number % 2 != 0;
    try (Cluster first = start(isWithFirst ? classPath : withoutDigest);
        Cluster second = start(isWithFirst ? withoutDigest : classPath)) {
      turn(first, work, WARM_UP_SECONDS);
      turn(second, work, WARM_UP_SECONDS);
      Cluster with = isWithFirst ? first : second;
      Cluster without = isWithFirst ? second : first;
      for (int i = 0; i < turns; i++) {
        if (i % 2 == 0) {
          pair.without.add(turn(without, work, seconds));
        }
        pair.with.add(turn(with, work, seconds));
        if (i % 2 != 0) {
          pair.without.add(turn(without, work, seconds));
        }
      }
    }
    return pair;
  }

  private static Cluster start(String path) throws InterruptedException {
    Cluster cluster = new Cluster();
    for (int i = 0; i < NODES; i++) {
      cluster.add(MemberProcess.start(path, cluster.options()));
    }
    cluster.awaitWhole();
    return cluster;
  }

  private static Turn turn(Cluster cluster, String work, int seconds) {
    MemberProcess worker = SharedFigures.notLeading(cluster);
    double before = cpuMicros(cluster);
    JsonObject done =
        worker.ask(SharedFigures.work(work, USERS, seconds * 1_000L)).join();
    if (done.getInteger("failures") > 0) {
      throw new IllegalStateException("Failed: " + done);
    }
    double cpu = cpuMicros(cluster) - before;
    return new Turn(done.getDouble("rate"), cpu / (done.getDouble("rate") * seconds));
  }

  private static double cpuMicros(Cluster cluster) {
    return cluster.members().stream().mapToLong(MemberProcess::cpuNanos).sum() / 1e3;
  }

  private static double median(List<Turn> turns, ToDoubleFunction<Turn> figure) {
    return turns.stream()
        .mapToDouble(figure)
        .sorted()
        .skip(turns.size() / 2)
        .findFirst()
        .orElseThrow();
  }

  private static void print(String what, List<Pair> pairs, ToDoubleFunction<Turn> figure) {
    List<Turn> without = pairs.stream().flatMap(pair -> pair.without.stream()).toList();
    List<Turn> with = pairs.stream().flatMap(pair -> pair.with.stream()).toList();
    double[] more = pairs.stream().mapToDouble(pair -> pair.more(figure)).toArray();
    double mean = DoubleStream.of(more).average().orElseThrow();
    double squares =
        DoubleStream.of(more).map(each -> (each - mean) * (each - mean)).sum();
    System.out.printf(
        Locale.ROOT,
        "%s: median %,.1f without a digest, %,.1f with it; difference of %d pairs of clusters:"
            + " mean %+.1f %%, standard error %.1f %%%n",
        what,
        median(without, figure),
        median(with, figure),
        more.length,
        mean,
        Math.sqrt(squares / Math.max(1, more.length - 1) / more.length));
  }
}
