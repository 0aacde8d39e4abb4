package org.hyparview.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;
import org.hyparview.HyParViewClient;
import org.hyparview.HyParViewOptions;
import org.hyparview.HyParViewVerticle;
import org.hyparview.micrometer.HyParViewMetrics;

/**
 * The CPU time that metrics cost: nodes in one JVM broadcast at a steady rate, in turns without
 * metrics and with the meters of all nodes in one registry that is scraped each second. Arguments:
 * nodes, broadcasts a second, pairs of turns, seconds of a turn.
 */
public final class MetricsCost {

  private static final int WARM_UP_TURNS = 2;
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** One turn: its CPU time as a share of one core, and the broadcasts a second that were sent. */
  private record Turn(double cpu, double rate) {}

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final List<HyParViewVerticle> nodes = new ArrayList<>();
  private final List<HyParViewClient> clients = new ArrayList<>();
  private final int rate;
  private final long turnNanos;
  private long scrapedBytes;

  private MetricsCost(int rate, int seconds) {
    this.rate = rate;
    turnNanos = seconds * SECOND_NANOS;
  }

  /** Prints both CPU times with their spread, and the difference in percent. */
  public static void main(String[] arguments) {
    Arguments numbers = new Arguments(arguments);
    int nodes = numbers.at(0, 3);
    MetricsCost cost = new MetricsCost(numbers.at(1, 10_000), numbers.at(3, 5));
    cost.start(nodes);
    cost.compare(numbers.at(2, 10));
    cost.vertx.close().await();
  }

  /** The arguments, each with a default. */
  private record Arguments(String[] given) {
    int at(int index, int otherwise) {
      return given.length > index ? Integer.parseInt(given[index]) : otherwise;
    }
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

  private void compare(int pairs) {
    for (int i = 0; i < WARM_UP_TURNS; i++) {
      without();
      with();
    }
    List<Turn> without = new ArrayList<>();
    List<Turn> with = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      boolean firstWithout = i % 2 == 0;
      if (firstWithout) {
        without.add(without());
      }
      with.add(with());
      if (!firstWithout) {
        without.add(without());
      }
    }
    print("without metrics", without);
    print("with metrics", with);
    double[] differences = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      differences[i] = 100 * (with.get(i).cpu / without.get(i).cpu - 1);
    }
    System.out.printf(
        Locale.ROOT,
        "difference: mean %+.2f %%, standard error %.2f %%, from %+.2f to %+.2f %%; %d bytes a"
            + " scrape%n",
        DoubleStream.of(differences).average().orElse(0),
        deviation(differences) / Math.sqrt(pairs),
        DoubleStream.of(differences).min().orElse(0),
        DoubleStream.of(differences).max().orElse(0),
        scrapedBytes);
  }

  private Turn without() {
    return turn(null);
  }

  private Turn with() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    List<HyParViewMetrics> metrics = new ArrayList<>();
    for (HyParViewVerticle node : nodes) {
      Tags tags = Tags.of("node", "n" + metrics.size());
      HyParViewMetrics each = new HyParViewMetrics(vertx, node::counters, tags);
      each.bindTo(registry);
      metrics.add(each);
    }
    Turn turn = turn(registry);
    metrics.forEach(HyParViewMetrics::close);
    return turn;
  }

  private Turn turn(@org.jspecify.annotations.Nullable PrometheusMeterRegistry registry) {
    System.gc();
    long begin = System.nanoTime();
    long cpu = PROCESS.getProcessCpuTime();
    long nextScrape = begin + SECOND_NANOS;
    long sent = 0;
    long now = begin;
    while (now - begin < turnNanos) {
      long due = (now - begin) / TICK_NANOS * rate / TimeUnit.SECONDS.toMillis(1);
      for (; sent < due; sent++) {
        clients.get((int) (sent % clients.size())).broadcast("load", "0123456789");
      }
      if (registry != null && now - nextScrape >= 0) {
        nextScrape += SECOND_NANOS;
        scrapedBytes = registry.scrape().length();
      }
      LockSupport.parkNanos(TICK_NANOS);
      now = System.nanoTime();
    }
    double nanos = now - begin;
    return new Turn((PROCESS.getProcessCpuTime() - cpu) / nanos, sent * SECOND_NANOS / nanos);
  }

  private static void print(String what, List<Turn> turns) {
    double[] cpu = turns.stream().mapToDouble(turn -> 100 * turn.cpu).toArray();
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f %% of a core, deviation %.1f, at %.0f broadcasts/s%n",
        what,
        DoubleStream.of(cpu).average().orElse(0),
        deviation(cpu),
        turns.stream().mapToDouble(Turn::rate).average().orElse(0));
  }

  private static double deviation(double[] values) {
    double mean = DoubleStream.of(values).average().orElse(0);
    double squares = DoubleStream.of(values).map(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(squares / Math.max(1, values.length - 1));
  }
}
