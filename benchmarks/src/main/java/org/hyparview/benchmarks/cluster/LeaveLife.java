package org.hyparview.benchmarks.cluster;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.hyparview.cluster.HyParViewClusterOptions;
import org.hyparview.cluster.MulticastOptions;

/**
 * A cluster from its founding on, whose nodes close one or two at a time, at any moment, and are
 * replaced before, while or after they do.
 */
final class LeaveLife implements AutoCloseable {

  private static final int MAX_MILLIS = 300;
  private static final int MAX_VOTERS = 5;

  private record Event(int millis, Runnable what) {}

  private final int size;
  private final Random random;
  private final LeaveTally tally;
  private final Warnings warnings = new Warnings();
  private final Queue<String> events = new ConcurrentLinkedQueue<>();
  private final HyParViewClusterOptions options;
  private final List<CountingNode> all = new ArrayList<>();
  private final List<CountingNode> living = new ArrayList<>();
  private final List<Future<CountingNode>> starting = new ArrayList<>();
  private final List<Future<Long>> closing = new ArrayList<>();

  LeaveLife(int size, Random random, LeaveTally tally) {
    this.size = size;
    this.random = random;
    this.tally = tally;
    options = new HyParViewClusterOptions()
        .setClusterName("leave-" + UUID.randomUUID())
        .setHost("127.0.0.1")
        .setMulticast(new MulticastOptions().setEnabled(false));
  }

  /** Lets at least so many nodes close, then counts what was counted. */
  void run(int closes) {
    int end = tally.closes() + closes;
    join();
    awaitStarts();
    for (int i = 1; i < size; i++) {
      join();
    }
    while (tally.closes() < end) {
      replaceSome();
      settle();
    }
    living.forEach(node -> node.stop().await());
    long value = living.get(0).value();
    if (!tally.counted(all.stream().map(CountingNode::outcome).toList(), value)) {
      System.err.println("The counter is " + value + ", not as counted:\n" + warnings.story());
    }
  }

  private void replaceSome() {
    List<Event> plan = new ArrayList<>();
    for (int i = random.nextInt(3) == 0 ? 2 : 1; i > 0; i--) {
      plan.add(new Event(random.nextInt(MAX_MILLIS), this::join));
      plan.add(new Event(random.nextInt(MAX_MILLIS), this::closeAny));
    }
    plan.sort(Comparator.comparingInt(Event::millis));
    int now = 0;
    for (Event event : plan) {
      Cluster.pause(event.millis - now);
      now = event.millis;
      takeStarted();
      event.what.run();
    }
    awaitStarts();
    List<Long> took = closing.stream().map(close -> close.await()).toList();
    closing.clear();
    List<String> heard = new ArrayList<>(warnings.take());
    for (String event = events.poll(); event != null; event = events.poll()) {
      heard.add(event);
    }
    if (!tally.closed(took, heard)) {
      System.err.println("A quorum was lost, or a close took long:\n" + warnings.story());
    }
  }

  private void join() {
    warnings.note("starts another");
    starting.add(CountingNode.start(options, "counter", this::lost)
        .onSuccess(node -> warnings.note("started " + node.id())));
  }

  private void lost(JsonObject event) {
    events.add(event.encode());
  }

  /** One other at least must stay, and have joined: else nothing could be kept. */
  private void closeAny() {
    if (living.size() < 2) {
      awaitStarts();
    }
    if (living.size() < 2) {
      join();
      awaitStarts();
    }
    CountingNode leaver = living.remove(random.nextInt(living.size()));
    String id = leaver.id();
    warnings.note("closes " + id);
    closing.add(leaver.close().onSuccess(nanos -> warnings.note("closed " + id + " " + nanos)));
  }

  private void takeStarted() {
    for (Future<CountingNode> start : List.copyOf(starting)) {
      if (start.isComplete()) {
        take(start);
      }
    }
  }

  private void awaitStarts() {
    List.copyOf(starting).forEach(this::take);
  }

  private void take(Future<CountingNode> start) {
    CountingNode node = start.await();
    starting.remove(start);
    all.add(node);
    living.add(node);
  }

  /** What comes next meets a cluster that is not whole yet, or whole, or has all its replicas. */
  private void settle() {
    int how = random.nextInt(3);
    if (how > 0) {
      Cluster.until(
          "all see all", () -> living.stream().allMatch(node -> node.nodes() == living.size()));
    }
    if (how > 1) {
      int replicas = living.size() < 3 ? living.size() : living.size() < MAX_VOTERS ? 3 : 5;
      Cluster.until(
          "as many replicas as there are to be", () -> living.get(0).replicas().size() == replicas);
    }
  }

  @Override
  public void close() {
    living.forEach(node -> node.close().await());
    warnings.close();
  }
}
