package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hyparview.cluster.Waits.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.core.shareddata.Counter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Shared data of two processes, one of which is the leader and is killed or suspended. */
class SharedDataIT {

  private static final int SHORT_TIMEOUT_MILLIS = 2_000;

  /** Who has no proof that the other is gone waits for 10 s. */
  private static final int LESS_THAN_WHO_DOUBTS_WAITS_MILLIS = 9_000;

  private final String cluster = "shared-" + UUID.randomUUID();
  private HyParViewClusterManager manager = new HyParViewClusterManager();
  private Vertx vertx = Vertx.vertx();

  private HyParViewClusterOptions options(int timeoutMillis) {
    return new HyParViewClusterOptions()
        .setClusterName(cluster)
        .setHost("127.0.0.1")
        .setOperationTimeout(timeoutMillis)
        .setMulticast(new MulticastOptions().setEnabled(false));
  }

  private MemberProcess startLeader() throws Exception {
    return MemberProcess.start(options(Waits.PATIENCE_MILLIS));
  }

  private void join(int timeoutMillis) throws Exception {
    await(vertx.close());
    manager = new HyParViewClusterManager(options(timeoutMillis));
    vertx = await(Vertx.builder().withClusterManager(manager).buildClustered());
  }

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  private void awaitReplicas(int count) throws Exception {
    Waits.until(
        vertx,
        () -> count + " replicas",
        () -> await(manager.health()).replicas().size() == count);
  }

  /** The process founds the group, so it leads. A read that takes too long is tried again. */
  private Counter joinSecond(int timeoutMillis) throws Exception {
    join(timeoutMillis);
    Counter counter = await(vertx.sharedData().getCounter("c"));
    Waits.until(vertx, () -> "a read", () -> await(counter.get().otherwise(-1L)) == 0);
    assertThat(await(counter.incrementAndGet())).isEqualTo(1);
    awaitReplicas(2);
    assertThat(await(manager.health()).leader()).isNotEqualTo(manager.getNodeId());
    return counter;
  }

  private static long last(List<Long> values) {
    return values.get(values.size() - 1);
  }

  @Test
  void ofTwoTheOneThatIsLeftGoesOnAtOnce() throws Exception {
    try (MemberProcess leader = startLeader()) {
      Counter counter = joinSecond(LESS_THAN_WHO_DOUBTS_WAITS_MILLIS);
      leader.kill();
      assertThat(await(counter.incrementAndGet())).isEqualTo(2);
      assertThat(await(await(vertx.sharedData().getCounter("started")).get())).isEqualTo(1);
      awaitReplicas(1);
    }
  }

  /** Silence proves nothing: the other node waits, fails in time, and goes on when it is over. */
  @Test
  void aSilentLeaderIsNotReplacedByTheOtherOfTwo() throws Exception {
    try (MemberProcess leader = startLeader()) {
      Counter counter = joinSecond(SHORT_TIMEOUT_MILLIS);
      leader.freeze();
      long start = System.nanoTime();
      assertThatThrownBy(() -> await(counter.incrementAndGet()))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              SharedDataException.class,
              failure -> assertThat(failure.isOutcomeUnknown()).isTrue());
      assertThat(System.nanoTime() - start)
          .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(SHORT_TIMEOUT_MILLIS));
      leader.thaw();
      List<Long> values = new ArrayList<>();
      Waits.until(
          vertx,
          () -> "an increment",
          () -> values.add(await(counter.incrementAndGet().otherwise(0L))) && last(values) != 0);
      assertThat(last(values))
          .as("the first, perhaps failed ones, this one")
          .isBetween(2L, 2L + values.size());
    }
  }

  @Test
  void mapsOfManyPagesAreReadWhole() throws Exception {
    join(Waits.PATIENCE_MILLIS);
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
    join(Waits.PATIENCE_MILLIS);
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
