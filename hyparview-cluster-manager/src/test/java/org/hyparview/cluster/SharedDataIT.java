package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.core.shareddata.Counter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Shared data of two processes, of which the leader is killed, or stopped. */
class SharedDataIT {

  private static final int TIMEOUT_MILLIS = 2_000;

  private final HyParViewClusterOptions options = new HyParViewClusterOptions()
      .setClusterName("shared-" + UUID.randomUUID())
      .setHost("127.0.0.1")
      .setOperationTimeout(TIMEOUT_MILLIS)
      .setMulticast(new MulticastOptions().setEnabled(false));
  private final HyParViewClusterManager manager = new HyParViewClusterManager(options);
  private Vertx vertx = Vertx.vertx();

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private void join() throws Exception {
    await(vertx.close());
    vertx = await(Vertx.builder().withClusterManager(manager).buildClustered());
  }

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  private void awaitReplicas(int count) throws Exception {
    while (await(manager.health()).replicas().size() != count) {
      await(vertx.timer(10, TimeUnit.MILLISECONDS));
    }
  }

  /** The process founds the group, so it leads. */
  private Counter joinSecond() throws Exception {
    join();
    Counter counter = await(vertx.sharedData().getCounter("c"));
    assertThat(await(counter.incrementAndGet())).isEqualTo(1);
    awaitReplicas(2);
    assertThat(await(manager.health()).leader()).isNotEqualTo(manager.getNodeId());
    return counter;
  }

  @Test
  void ofTwoTheOneThatIsLeftGoesOnAtOnce() throws Exception {
    try (MemberProcess leader = MemberProcess.start(options)) {
      Counter counter = joinSecond();
      leader.kill();
      assertThat(await(counter.incrementAndGet())).isEqualTo(2);
      assertThat(await(await(vertx.sharedData().getCounter("started")).get())).isEqualTo(1);
      awaitReplicas(1);
    }
  }

  /** Silence proves nothing: who is left waits, fails in time, and goes on when it is over. */
  @Test
  void aSilentLeaderIsNotReplacedByTheOtherOfTwo() throws Exception {
    try (MemberProcess leader = MemberProcess.start(options)) {
      Counter counter = joinSecond();
      leader.signal("STOP");
      long start = System.nanoTime();
      assertThatThrownBy(() -> await(counter.incrementAndGet()))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              SharedDataException.class,
              failure -> assertThat(failure.isOutcomeUnknown()).isTrue());
      assertThat(System.nanoTime() - start)
          .isBetween(
              TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS),
              TimeUnit.MILLISECONDS.toNanos(2 * TIMEOUT_MILLIS));
      leader.signal("CONT");
      long value = 0;
      while (value == 0) {
        value = await(counter.incrementAndGet().otherwise(0L));
      }
      assertThat(value).as("the first, perhaps the failed one, this one").isBetween(2L, 3L);
    }
  }

  @Test
  void mapsOfManyPagesAreReadWhole() throws Exception {
    join();
    AsyncMap<Integer, String> map = await(vertx.sharedData().getClusterWideMap("big"));
    Map<Integer, String> expected = new LinkedHashMap<>();
    for (int i = 0; i < 300; i++) {
      expected.put(i, String.valueOf(i).repeat(2_000));
    }
    await(Future.all(expected.entrySet().stream()
        .map(entry -> map.put(entry.getKey(), entry.getValue()))
        .toList()));
    assertThat(await(map.entries())).isEqualTo(expected);
    assertThat(await(map.keys())).isEqualTo(expected.keySet());
    assertThat(await(map.values())).containsExactlyInAnyOrderElementsOf(expected.values());
    await(map.clear());
    assertThat(await(map.size())).isZero();
  }

  @Test
  void whatIsTooBigIsRefusedAtOnceAndSaysWhatToDo() throws Exception {
    join();
    AsyncMap<String, String> map = await(vertx.sharedData().getClusterWideMap("big"));
    assertThatThrownBy(() -> await(map.put("key", "x".repeat(1 << 20))))
        .hasMessageContaining("too big")
        .hasMessageContaining("maxFrameSize");
    await(map.put("key", "x".repeat(1_000_000)));
    assertThat(await(map.get("key"))).hasSize(1_000_000);
    assertThat(await(map.keys())).containsExactly("key");
    assertThat(map.put("key", "value", 0).cause()).isInstanceOf(IllegalArgumentException.class);
    assertThat(await(map.size())).isEqualTo(1);
  }
}
