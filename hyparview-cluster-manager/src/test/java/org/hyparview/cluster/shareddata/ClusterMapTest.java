package org.hyparview.cluster.shareddata;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClusterMapTest {

  private static final Object BAD = new Object();

  /** A store that gives the same answer to everything. */
  private static final class OneAnswer implements StoreAccess {

    private final StoreResult answer;
    private final List<Object> asked = new ArrayList<>();

    OneAnswer(StoreResult answer) {
      this.answer = answer;
    }

    @Override
    public Future<StoreResult> submit(StoreOp op) {
      asked.add(op);
      return Future.succeededFuture(answer);
    }

    @Override
    public Future<StoreResult> query(StoreQuery query) {
      asked.add(query);
      return Future.succeededFuture(answer);
    }

    @Override
    public Future<StoreResult> refused(IllegalArgumentException why) {
      return Future.failedFuture(why);
    }
  }

  private static final DataCodec CODEC = new DataCodec(null, null);

  private final OneAnswer store = new OneAnswer(StoreResult.Value.NOTHING);
  private final ClusterMap<Object, Object> map = new ClusterMap<>("map", store, CODEC);

  private void assertRefused(List<Future<?>> outcomes) {
    assertThat(outcomes)
        .extracting(Future::cause)
        .allSatisfy(cause -> assertThat(cause)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("can't be shared"));
    assertThat(store.asked).isEmpty();
  }

  @SuppressWarnings("NullAway") // users may not compile with null checks
  private void assertKeysAndValuesRefused(@Nullable Object bad) {
    assertRefused(List.of(
        map.get(bad),
        map.put(bad, 1),
        map.put(1, bad),
        map.put(bad, 1, 1),
        map.put(1, bad, 1),
        map.putIfAbsent(bad, 1),
        map.putIfAbsent(1, bad),
        map.putIfAbsent(bad, 1, 1),
        map.putIfAbsent(1, bad, 1),
        map.remove(bad),
        map.removeIfPresent(bad, 1),
        map.removeIfPresent(1, bad)));
    assertRefused(List.of(
        map.replace(bad, 1),
        map.replace(1, bad),
        map.replace(bad, 1, 1),
        map.replace(1, bad, 1),
        map.replaceIfPresent(bad, 1, 1),
        map.replaceIfPresent(1, bad, 1),
        map.replaceIfPresent(1, 1, bad),
        map.replaceIfPresent(bad, 1, 1, 1),
        map.replaceIfPresent(1, bad, 1, 1),
        map.replaceIfPresent(1, 1, bad, 1)));
  }

  @Test
  void keysAndValuesThatCantBeSharedFailTheFuture() {
    assertKeysAndValuesRefused(BAD);
    assertKeysAndValuesRefused(null);
    assertKeysAndValuesRefused(new ArrayList<>(List.of(BAD)));
  }

  @Test
  void aTimeToLiveOfLessThanAMillisecondFailsTheFuture() {
    for (long ttl : new long[] {0, -1, Long.MIN_VALUE}) {
      List<Future<?>> outcomes = List.of(
          map.put(1, 1, ttl),
          map.putIfAbsent(1, 1, ttl),
          map.replace(1, 1, ttl),
          map.replaceIfPresent(1, 1, 1, ttl));
      assertThat(outcomes)
          .extracting(Future::cause)
          .allSatisfy(cause -> assertThat(cause)
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("time to live must be 1 or more"));
    }
    assertThat(store.asked).isEmpty();
  }

  /** Returns an object of a class that another node has, and this one does not. */
  private static Bytes unknown() {
    byte[] name = "no.such.Class".getBytes(StandardCharsets.UTF_8);
    return Bytes.of(Buffer.buffer()
        .appendByte((byte) 12)
        .appendUnsignedShort(name.length)
        .appendBytes(name)
        .getBytes());
  }

  private static void assertFails(Future<?> outcome, String message) {
    assertThat(outcome.cause())
        .hasMessageContaining(message)
        .hasMessageContaining("ClassNotFoundException: no.such.Class");
  }

  @Test
  void aFormerValueThatCantBeReadDoesntHideThatTheMapWasChanged() {
    OneAnswer present = new OneAnswer(new StoreResult.Value(unknown()));
    ClusterMap<String, String> other = new ClusterMap<>("map", present, CODEC);
    assertFails(other.remove("key"), "The map was changed; only the former value");
    assertFails(other.replace("key", "new"), "The map was changed; only the former value");
    assertFails(other.replace("key", "new", 1), "The map was changed; only the former value");
    assertFails(other.putIfAbsent("key", "new"), "The map was not changed");
    assertFails(other.putIfAbsent("key", "new", 1), "The map was not changed");
    assertFails(other.get("key"), "can't be constructed here");
    assertThat(present.asked).hasSize(6);
  }
}
