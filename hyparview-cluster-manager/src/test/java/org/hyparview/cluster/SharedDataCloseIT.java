package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.cluster.Waits.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.core.shareddata.Counter;
import io.vertx.core.shareddata.Lock;
import io.vertx.core.spi.cluster.NodeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every request on a closing node has an outcome. */
class SharedDataCloseIT {

  private static final long LOCK_MILLIS = 600_000;
  private static final int MAX_OPERATIONS = 200_000;

  private final String cluster = "close-" + UUID.randomUUID();
  private final Vertx clock = Vertx.vertx();
  private final List<Vertx> started = new ArrayList<>();
  private final Queue<Future<?>> outcomes = new ConcurrentLinkedQueue<>();
  private int asked;

  private HyParViewClusterManager manager(boolean ownThread) {
    return new HyParViewClusterManager(options(ownThread));
  }

  private HyParViewClusterOptions options(boolean ownThread) {
    return new HyParViewClusterOptions()
        .setClusterName(cluster)
        .setHost("127.0.0.1")
        .setOperationTimeout(Waits.PATIENCE_MILLIS / 2)
        .with(HyParViewClusterOptions.SHARED_DATA, shared -> shared.setSharedDataThread(ownThread))
        .setMulticast(new MulticastOptions().setEnabled(false));
  }

  private Vertx start(HyParViewClusterManager manager) throws Exception {
    Vertx vertx = await(Vertx.builder().withClusterManager(manager).buildClustered());
    started.add(vertx);
    return vertx;
  }

  @AfterEach
  void close() throws Exception {
    for (Vertx vertx : started) {
      await(vertx.close());
    }
    await(clock.close());
  }

  /** Futures of a closed Vert.x notify no listeners, so the test polls them. */
  private void awaitOutcomes() throws Exception {
    Waits.until(
        clock,
        () -> "the outcomes of " + outcomes.size() + " operations",
        () -> outcomes.stream().allMatch(Future::isComplete));
  }

  private static final class User {

    private final Vertx vertx;
    private final AsyncMap<String, Integer> map;
    private final Counter counter;

    User(Vertx vertx) throws Exception {
      this.vertx = vertx;
      map = await(vertx.sharedData().getClusterWideMap("map"));
      counter = await(vertx.sharedData().getCounter("counter"));
    }
  }

  /** Submits one operation of each kind. No lock is requested twice, so none has to wait. */
  private void ask(User user, String prefix, int number) {
    outcomes.add(user.map.put(prefix + number % 100, number));
    outcomes.add(user.map.get(prefix + number % 100));
    outcomes.add(user.map.remove(prefix + number % 100));
    outcomes.add(user.map.size());
    outcomes.add(user.counter.incrementAndGet());
    outcomes.add(user.counter.get());
    outcomes.add(user.vertx.sharedData().getLockWithTimeout(prefix + number, LOCK_MILLIS));
  }

  private void ask(User user, int rounds) {
    for (int i = 0; i < rounds; i++) {
      ask(user, "main", asked++);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyOperationOfANodeThatClosesHasAnOutcome(boolean ownThread) throws Exception {
    User other = new User(start(manager(ownThread)));
    start(manager(ownThread));
    Vertx vertx = start(manager(ownThread));
    User user = new User(vertx);
    await(other.counter.incrementAndGet());
    ask(user, 300);
    vertx.runOnContext(go -> {
      for (int i = 0; i < 300; i++) {
        ask(user, "context", i);
      }
    });
    Future<Void> closing = vertx.close();
    while (!closing.isComplete() && asked < MAX_OPERATIONS) {
      ask(user, 1);
    }
    await(closing);
    awaitOutcomes();
    List<Future<?>> afterwards = List.of(
        user.map.put("key", 1),
        user.map.get("key"),
        user.map.entries(),
        user.counter.incrementAndGet(),
        vertx.sharedData().getLockWithTimeout("late", Long.MAX_VALUE));
    assertThat(afterwards).allMatch(Future::failed);
    assertThat(user.counter.get().cause())
        .isInstanceOfSatisfying(
            SharedDataException.class,
            gone -> assertThat(gone.isOutcomeUnknown()).isFalse())
        .hasMessageContaining("has left the cluster");
    assertThat(await(other.counter.incrementAndGet())).isPositive();
  }

  /** The first operations find nothing running, and later ones do: these must not overtake. */
  @Test
  void theFirstOperationsOfAThreadAreDoneInTheirOrder() throws Exception {
    List<Future<Vertx>> starting = IntStream.range(0, 20)
        .mapToObj(i -> Vertx.builder().withClusterManager(alone(i)).buildClustered())
        .toList();
    List<List<Future<Long>>> sums = new ArrayList<>();
    for (Future<Vertx> vertx : starting) {
      started.add(await(vertx));
      Counter counter = new User(vertx.result()).counter;
      sums.add(Stream.generate(counter::incrementAndGet).limit(5_000).toList());
    }
    for (List<Future<Long>> ofNode : sums) {
      await(Future.join(ofNode));
      assertThat(IntStream.range(0, ofNode.size()).filter(k -> ofNode.get(k).result() != k + 1))
          .as("operations out of their order")
          .isEmpty();
    }
  }

  /** Returns a node of a cluster of its own. */
  private HyParViewClusterManager alone(int number) {
    return new HyParViewClusterManager(options(number % 2 == 0).setClusterName(cluster + number));
  }

  @Test
  void operationsOfANodeThatClosesBeforeAnythingRunsHaveAnOutcome() throws Exception {
    User user = new User(start(manager(true)));
    Future<Void> closing = user.vertx.close();
    ask(user, 200);
    await(closing);
    ask(user, 200);
    awaitOutcomes();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void locksThatAreWaitedForFailWhenTheirNodeCloses(boolean ownThread) throws Exception {
    Vertx holder = start(manager(ownThread));
    await(holder.sharedData().getLock("held"));
    User user = new User(start(manager(ownThread)));
    for (int i = 0; i < 100; i++) {
      outcomes.add(user.vertx.sharedData().getLockWithTimeout("held", Long.MAX_VALUE - i));
    }
    await(user.counter.incrementAndGet());
    await(user.vertx.close());
    awaitOutcomes();
    assertThat(outcomes).hasSize(100).allMatch(Future::failed);
  }

  @Test
  void aLockMayBeReleasedTwiceByAnyThreadAndAfterItsNodeHasLeft() throws Exception {
    Vertx vertx = start(manager(true));
    Lock lock = await(vertx.sharedData().getLock("lock"));
    Lock other = await(vertx.sharedData().getLock("other"));
    await(clock.executeBlocking(() -> {
      lock.release();
      lock.release();
      return null;
    }));
    await(vertx.close());
    other.release();
    other.release();
    lock.release();
  }

  private static <T> Future<T> outcome(Consumer<Promise<T>> operation) {
    Promise<T> result = Promise.promise();
    operation.accept(result);
    return result.future();
  }

  private static Future<Lock> lock(HyParViewClusterManager manager, String name, long timeout) {
    return outcome(result -> manager.getLockWithTimeout(name, timeout, result));
  }

  private static Future<NodeInfo> unknownNode(HyParViewClusterManager manager) {
    return outcome(result -> manager.getNodeInfo("unknown", result));
  }

  private static List<Future<?>> named(HyParViewClusterManager manager, String name) {
    Future<AsyncMap<String, String>> map = outcome(result -> manager.getAsyncMap(name, result));
    Future<Counter> counter = outcome(result -> manager.getCounter(name, result));
    return List.of(map, counter, lock(manager, name, 10_000));
  }

  @Test
  void namesThatCantBeSentFailTheFuture() throws Exception {
    HyParViewClusterManager manager = manager(false);
    assertThat(named(manager, "name"))
        .extracting(Future::cause)
        .allSatisfy(cause -> assertThat(cause).hasMessageContaining("has not joined"));
    start(manager);
    for (String name : new String[] {null, "", "half\uD83D"}) {
      assertThat(named(manager, name))
          .extracting(Future::cause)
          .allSatisfy(cause -> assertThat(cause)
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("The name of a "));
    }
    assertThat(lock(manager, "name", -1).cause()).isInstanceOf(IllegalArgumentException.class);
    named(manager, "whole\uD83D\uDE00").forEach(outcomes::add);
    awaitOutcomes();
    assertThat(outcomes).allMatch(Future::succeeded);
  }

  @Test
  void aLeavingNodeAnswersThoseThatWaitForANode() throws Exception {
    HyParViewClusterManager manager = manager(false);
    Vertx vertx = start(manager);
    outcomes.add(unknownNode(manager));
    await(vertx.close());
    Future<NodeInfo> late = unknownNode(manager);
    outcomes.add(late);
    awaitOutcomes();
    assertThat(late.cause()).hasMessageContaining("Not a member");
    assertThat(manager.health().failed()).isTrue();
  }
}
