package org.hyparview.benchmarks.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.hyparview.cluster.HyParViewClusterManager;
import org.hyparview.cluster.HyParViewClusterOptions;

/**
 * A handler whose registration is complete is found from any other node; how fast registrations
 * are.
 */
final class RegistrationFigures implements Figures {

  private static final int REGISTRATIONS = 10_000;
  private static final int LANES = 16;
  private static final int WARM_UP = 2_000;
  private static final int AT_ONCE = 64;

  @Override
  public String name() {
    return "registrations";
  }

  @Override
  public void measure(int rounds, Report report) throws Exception {
    for (int nodes : new int[] {3, 10, 30}) {
      misses(nodes, report);
    }
    rates(rounds, report);
  }

  private static Vertx vertx(JsonObject options) {
    return Vertx.builder()
        .withClusterManager(new HyParViewClusterManager(new HyParViewClusterOptions(options)))
        .buildClustered()
        .await();
  }

  /** All but one are in this process; that one is killed in the middle. */
  private static void misses(int nodes, Report report) throws Exception {
    List<Vertx> near = new ArrayList<>();
    AtomicInteger missed = new AtomicInteger();
    AtomicLong slowest = new AtomicLong();
    try (Cluster cluster = new Cluster()) {
      MemberProcess doomed = cluster.add().awaitStart();
      for (int i = 1; i < nodes; i++) {
        near.add(vertx(cluster.options()));
      }
      CountDownLatch done = new CountDownLatch(LANES);
      AtomicInteger next = new AtomicInteger();
      for (int lane = 0; lane < LANES; lane++) {
        new Lane(near, next, missed, slowest, doomed, done, new Random(lane)).go();
      }
      done.await();
    }
    report.row(
        REGISTRATIONS + " registrations at " + nodes + " nodes, one killed in the middle: misses",
        missed + " (slowest registration " + slowest.get() / 1_000_000 + " ms)",
        "0",
        missed.get() == 0);
    near.stream().map(Vertx::close).toList().forEach(closing -> closing.await());
  }

  /** Registers at one node, sends from another, and goes on. */
  private record Lane(
      List<Vertx> nodes,
      AtomicInteger next,
      AtomicInteger missed,
      AtomicLong slowest,
      MemberProcess doomed,
      CountDownLatch done,
      Random random) {

    void go() {
      int number = next.getAndIncrement();
      if (number >= REGISTRATIONS) {
        done.countDown();
        return;
      }
      if (number == REGISTRATIONS / 2) {
        doomed.kill();
      }
      int owner = random.nextInt(nodes.size());
      int other = (owner + 1 + random.nextInt(nodes.size() - 1)) % nodes.size();
      String address = "handler-" + number;
      long start = System.nanoTime();
      MessageConsumer<Object> consumer =
          nodes.get(owner).eventBus().consumer(address, message -> message.reply(""));
      consumer
          .completion()
          .onSuccess(complete -> slowest.accumulateAndGet(System.nanoTime() - start, Math::max))
          .compose(complete -> nodes.get(other).eventBus().request(address, ""))
          .onFailure(failure -> missed.incrementAndGet())
          .eventually(consumer::unregister)
          .onComplete(answered -> go());
    }
  }

  private static void rates(int rounds, Report report) throws Exception {
    try (Cluster cluster = new Cluster().start(2)) {
      Vertx vertx = vertx(cluster.options());
      Cluster.until(
          "three nodes",
          () -> cluster.members().stream().allMatch(member -> member.nodes().size() == 3));
      List<Long> times = new ArrayList<>();
      sequential(vertx, "warm", WARM_UP, new ArrayList<>());
      sequential(vertx, "one", WARM_UP, times);
      report.row(
          "one registration after the other, at 3 processes",
          String.format(
              Locale.ROOT,
              "p50 %.2f ms, p99 %.2f ms",
              Report.quantile(times, 0.5) * 1e-6,
              Report.quantile(times, 0.99) * 1e-6),
          "p50 < 1 ms",
          Report.quantile(times, 0.5) < 1_000_000);
      List<Long> rates = new ArrayList<>();
      for (int i = 0; i < Math.max(3, Math.min(rounds, 10)); i++) {
        rates.add(atOnce(vertx, "many" + i + "-"));
      }
      long median = Report.quantile(rates, 0.5);
      report.row(
          AT_ONCE + " registrations at a time, at 3 processes",
          median + " a second (median of " + rates + ")",
          ">= 20000",
          median >= 20_000);
      vertx.close().await();
    }
  }

  private static void sequential(Vertx vertx, String prefix, int count, List<Long> times) {
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      MessageConsumer<Object> consumer =
          vertx.eventBus().consumer(prefix + i, message -> message.reply(""));
      consumer.completion().await();
      times.add(System.nanoTime() - start);
      consumer.unregister().await();
    }
  }

  /** How many are registered in a second. */
  private static long atOnce(Vertx vertx, String prefix) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(AT_ONCE);
    Queue<MessageConsumer<Object>> consumers = new ConcurrentLinkedQueue<>();
    long start = System.nanoTime();
    for (int lane = 0; lane < AT_ONCE; lane++) {
      register(vertx, prefix, next, consumers, done);
    }
    done.await();
    long rate = (long) (REGISTRATIONS * 1e9 / (System.nanoTime() - start));
    Future.all(consumers.stream().map(MessageConsumer::unregister).toList()).await();
    return rate;
  }

  private static void register(
      Vertx vertx,
      String prefix,
      AtomicInteger next,
      Queue<MessageConsumer<Object>> consumers,
      CountDownLatch done) {
    int number = next.getAndIncrement();
    if (number >= REGISTRATIONS) {
      done.countDown();
      return;
    }
    MessageConsumer<Object> consumer =
        vertx.eventBus().consumer(prefix + number, message -> message.reply(""));
    consumers.add(consumer);
    consumer.completion().onComplete(complete -> register(vertx, prefix, next, consumers, done));
  }
}
