package org.hyparview.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.hyparview.HyParViewClient;
import org.hyparview.HyParViewOptions;
import org.hyparview.HyParViewVerticle;
import org.hyparview.micrometer.HyParViewMetrics;
import org.jspecify.annotations.Nullable;

/**
 * The CPU time that metrics cost: nodes in one JVM broadcast at a steady rate, in turns without
 * metrics and with the meters of all nodes in one registry that is scraped each second. Options:
 * {@code --nodes}, {@code --rate} of broadcasts a second, {@code --pairs} of turns,
 * {@code --seconds} of a turn.
 */
public final class MetricsCost {

  private static final int WARM_UP_TURNS = 2;
  private static final int WARM_UP_SCRAPES = 3_000;
  /** The meter that is registered last, twice for each node. */
  private static final String LAST_METER = "hyparview.questions.answered";

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final List<HyParViewVerticle> nodes = new ArrayList<>();
  private final List<HyParViewClient> clients = new ArrayList<>();
  private final long turnNanos;
  private int rate;
  private LongSupplier clock = PROCESS::getProcessCpuTime;
  private long scrapedBytes;

  private MetricsCost(int rate, int seconds) {
    this.rate = rate;
    turnNanos = seconds * SECOND_NANOS;
  }

  /** Prints both CPU times with their spread, and the difference in percent. */
  public static void main(String[] arguments) {
    Arguments given = new Arguments(arguments);
    int nodes = given.number("--nodes", 3);
    int pairs = given.number("--pairs", 10);
    MetricsCost cost =
        new MetricsCost(given.number("--rate", 10_000), given.number("--seconds", 5));
    given.checkNoneLeft();
    cost.start(nodes);
    cost.warmUp();
    double load = cost.compare(pairs);
    double alone = cost.alone(pairs);
    System.out.printf(
        Locale.ROOT, "these are %.2f %% of the CPU time under load%n", 100 * alone / load);
    cost.vertx.close().await();
  }

  private void start(int count) {
    for (int i = 0; i < count; i++) {
      HyParViewOptions options = new HyParViewOptions()
          .setNodeId("n" + i)
          .setHost("127.0.0.1")
          .setPort(0)
          .setEventBusPrefix("n" + i);
      if (i > 0) {
        options.addContact(clients.get(0).views().await().node().address());
      }
      HyParViewVerticle node = new HyParViewVerticle(options);
      vertx.deployVerticle(node).await();
      nodes.add(node);
      clients.add(HyParViewClient.create(vertx, "n" + i));
    }
  }

  private void warmUp() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    List<HyParViewMetrics> metrics = bind(registry);
    for (int i = 0; i < WARM_UP_SCRAPES; i++) {
      nodes.get(i % nodes.size()).counters().await();
      registry.scrape();
    }
    metrics.forEach(HyParViewMetrics::close);
    for (int i = 0; i < WARM_UP_TURNS; i++) {
      turn(null);
      with();
    }
  }

  /** Prints the cost under load, and returns the CPU time without metrics. */
  private double compare(int pairs) {
    double[] without = new double[pairs];
    double[] with = new double[pairs];
    double[] differences = new double[pairs];
    run(without, with);
    for (int i = 0; i < pairs; i++) {
      differences[i] = 100 * (with[i] / without[i] - 1);
    }
    print("without metrics, % of a core", without);
    print("with metrics, % of a core", with);
    print("difference, % of the former", differences);
    return mean(without);
  }

  /**
   * Prints the cost while nothing is broadcast, where noise hides less of it, and returns it. It is
   * that of the threads of Java, whose clocks are exact; the one of the process has ticks of 10 ms.
   */
  private double alone(int pairs) {
    rate = 0;
    clock = MetricsCost::cpuOfThreads;
    double[] without = new double[pairs];
    double[] with = new double[pairs];
    double[] differences = new double[pairs];
    run(without, with);
    for (int i = 0; i < pairs; i++) {
      differences[i] = with[i] - without[i];
    }
    print("metrics of " + nodes.size() + " nodes alone, % of a core", differences);
    System.out.println("bytes of a scrape: " + scrapedBytes);
    return median(differences);
  }

  private void run(double[] without, double[] with) {
    for (int i = 0; i < without.length; i++) {
      if (i % 2 == 0) {
        without[i] = turn(null);
      }
      with[i] = with();
      if (i % 2 != 0) {
        without[i] = turn(null);
      }
    }
  }

  private double with() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    List<HyParViewMetrics> metrics = bind(registry);
    while (registry.find(LAST_METER).meters().size() < 2 * nodes.size()) {
      LockSupport.parkNanos(TICK_NANOS);
    }
    registry.scrape();
    double cpu = turn(registry);
    metrics.forEach(HyParViewMetrics::close);
    return cpu;
  }

  private List<HyParViewMetrics> bind(PrometheusMeterRegistry registry) {
    List<HyParViewMetrics> metrics = new ArrayList<>();
    for (HyParViewVerticle node : nodes) {
      Tags tags = Tags.of("node", "n" + metrics.size());
      HyParViewMetrics each = new HyParViewMetrics(vertx, node::counters, tags);
      each.bindTo(registry);
      metrics.add(each);
    }
    return metrics;
  }

  /** Returns the CPU time of a turn, in percent of a core. */
  private double turn(@Nullable PrometheusMeterRegistry registry) {
    System.gc();
    long begin = System.nanoTime();
    long cpu = clock.getAsLong();
    long nextScrape = begin + SECOND_NANOS;
    long sent = 0;
    long now = begin;
    while (now - begin < turnNanos) {
      sent = send(sent, (now - begin) / TICK_NANOS * rate / TimeUnit.SECONDS.toMillis(1));
      if (registry != null && now - nextScrape >= 0) {
        nextScrape += SECOND_NANOS;
        scrapedBytes = registry.scrape().length();
      }
      LockSupport.parkNanos(TICK_NANOS);
      now = System.nanoTime();
    }
    double nanos = now - begin;
    return 100 * (clock.getAsLong() - cpu) / nanos;
  }

  private static long cpuOfThreads() {
    return LongStream.of(THREADS.getAllThreadIds())
        .map(THREADS::getThreadCpuTime)
        .filter(nanos -> nanos > 0)
        .sum();
  }

  /** Sends what is due, each from the next node. */
  private long send(long sent, long due) {
    for (long i = sent; i < due; i++) {
      clients.get((int) (i % clients.size())).broadcast("load", "0123456789");
    }
    return Math.max(sent, due);
  }

  private static void print(String what, double[] values) {
    System.out.printf(
        Locale.ROOT,
        "%s: mean %.2f, standard error %.2f, median %.2f, from %.2f to %.2f%n",
        what,
        mean(values),
        deviation(values) / Math.sqrt(values.length),
        median(values),
        DoubleStream.of(values).min().orElse(0),
        DoubleStream.of(values).max().orElse(0));
  }

  private static double median(double[] values) {
    return DoubleStream.of(values).sorted().skip(values.length / 2).findFirst().orElse(0);
  }

  private static double mean(double[] values) {
    return DoubleStream.of(values).average().orElse(0);
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    double squares =
        DoubleStream.of(values).map(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(squares / Math.max(1, values.length - 1));
  }
}
