package org.hyparview.benchmarks.cluster;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Some processes that are one cluster, with a name of its own. */
final class Cluster implements AutoCloseable {

  private static final long LOOK_NANOS = 200_000;
  private static final int PATIENCE_SECONDS = 120;

  private final JsonObject options;
  private final List<MemberProcess> members = new ArrayList<>();

  /** A cluster whose members find each other without configuration. */
  Cluster() {
    this(new JsonObject());
  }

  /** A cluster whose members have these options, and a name. */
  Cluster(JsonObject options) {
    this.options = options.copy().put("clusterName", "figures-" + UUID.randomUUID());
  }

  /** The options of a member. */
  JsonObject options() {
    return options.copy();
  }

  /** Starts one more, and doesn't wait. */
  MemberProcess add() {
    return add(List.of(), options);
  }

  MemberProcess add(List<String> prefix, JsonObject memberOptions) {
    MemberProcess member = MemberProcess.start(prefix, memberOptions);
    members.add(member);
    return member;
  }

  /** Closes it in good order, and forgets it. Gives how many nanoseconds that took. */
  long closeInOrder(MemberProcess member) {
    long nanos = member.ask(new JsonObject().put("do", "close")).join().getLong("nanos");
    member.close();
    members.remove(member);
    return nanos;
  }

  /** Takes a member that was started. */
  void add(MemberProcess member) {
    members.add(member);
  }

  /** Starts so many at once, and waits until all see all. */
  Cluster start(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      add();
    }
    awaitWhole();
    return this;
  }

  void awaitWhole() throws InterruptedException {
    for (MemberProcess member : members) {
      member.awaitStart();
    }
    until("all see all", this::isWhole);
  }

  boolean isWhole() {
    return members.stream().allMatch(member -> member.nodes().size() == members.size());
  }

  List<MemberProcess> members() {
    return members;
  }

  /** Kills it, as with kill -9, and forgets it. */
  void kill(MemberProcess member) {
    member.kill();
    members.remove(member);
  }

  /** When the last of the members has last told of a change. */
  static long lastChange(Collection<MemberProcess> members) {
    return members.stream().mapToLong(MemberProcess::nodesSince).max().orElseThrow();
  }

  /** Waits for something. */
  static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("Not within " + PATIENCE_SECONDS + " s: " + what);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  static void pause(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  /** Each member registers a handler at an address that its id is in. */
  void consumeAll() {
    members.stream()
        .map(member -> member.ask(new JsonObject().put("do", "consume").put("address", at(member))))
        .toList()
        .forEach(CompletableFuture::join);
  }

  static String at(MemberProcess member) {
    return "at-" + member.id();
  }

  /** Waits until each member has had an answer from the handler of each. */
  void reachAll() {
    JsonArray addresses =
        new JsonArray(new ArrayList<>(members.stream().map(Cluster::at).toList()));
    members.stream()
        .map(member -> member.ask(new JsonObject().put("do", "reach").put("addresses", addresses)))
        .toList()
        .forEach(CompletableFuture::join);
  }

  @Override
  public void close() {
    members.forEach(MemberProcess::close);
    members.clear();
  }
}
