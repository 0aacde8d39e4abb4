package org.hyparview.cluster.shareddata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.hyparview.HyParViewClient.Subscription;
import org.hyparview.cluster.MapChange;
import org.hyparview.cluster.protocol.data.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The replicated maps of nodes whose registry is simulated: a write is an event at all of them. */
class ReplicatedMapsTest {

  private static final DataCodec CODEC = new DataCodec(null, null);

  private final List<Node> nodes = new ArrayList<>();
  private final Node a = new Node("a");
  private final Node b = new Node("b");
  private long now;

  /** One node, which hears each write at once. */
  private final class Node implements ReplicatedMaps.Host, ReplicatedView.Access {

    private final String id;
    private final ReplicatedMaps maps;
    private final ReplicatedView<Object, Object> map;
    private boolean isSweeping;

    Node(String id) {
      this.id = id;
      maps = new ReplicatedMaps(id, this);
      map = new ReplicatedView<>("m", maps, this, CODEC);
      for (Node other : nodes) {
        other.maps.nodeUp(id);
        maps.nodeUp(other.id);
      }
      nodes.add(this);
    }

    @Override
    public Future<Void> write(String name, Bytes key, @Nullable Bytes stored, Runnable accepted) {
      accepted.run();
      nodes.forEach(node -> node.maps.changed(name, key, stored, now));
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> refused(IllegalArgumentException why) {
      return Future.failedFuture(why);
    }

    @Override
    public <E> Subscription watch(
        String what,
        Handler<E> handler,
        BiFunction<Bytes, @Nullable Bytes, E> decoder,
        ReplicatedMaps of,
        String name) {
      ReplicatedMaps.Watcher watcher = (key, value) -> handler.handle(decoder.apply(key, value));
      of.watch(name, watcher);
      return () -> {
        of.unwatch(name, watcher);
        return Future.succeededFuture();
      };
    }

    @Override
    public void putAgain(String name, Bytes key, Bytes stored) {
      write(name, key, stored, () -> {});
    }

    @Override
    public void removeOrphan(String name, Bytes key) {
      orphans.add(() -> write(name, key, null, () -> {}));
    }

    @Override
    public void sweepLater(long millis) {
      isSweeping = true;
    }
  }

  private final List<Runnable> orphans = new ArrayList<>();

  private void down(String id) {
    nodes.stream().filter(node -> !node.id.equals(id)).forEach(node -> node.maps.nodeDown(id, now));
  }

  private void up(String id) {
    nodes.stream().filter(node -> !node.id.equals(id)).forEach(node -> node.maps.nodeUp(id));
  }

  private void sweep() {
    now += ReplicatedMaps.PATIENCE_MILLIS;
    for (Node node : nodes) {
      if (node.isSweeping) {
        node.isSweeping = false;
        node.maps.sweep(now);
      }
    }
    List<Runnable> found = List.copyOf(orphans);
    orphans.clear();
    found.forEach(Runnable::run);
  }

  @Test
  void whatOneNodeWritesAllRead() {
    JsonObject json = new JsonObject().put("n", 1);
    for (Object key : List.of("k", 1, 1L, 'c', true, 1.5, json, Buffer.buffer("x"))) {
      assertThat(a.map.put(key, "of " + key).succeeded()).isTrue();
      assertThat(b.map.get(key)).isEqualTo("of " + key);
      assertThat(b.map.containsKey(key)).isTrue();
    }
    assertThat(b.map.size()).isEqualTo(8);
    assertThat(b.map.keys()).contains("k", 1, 1L, json);
    a.map.remove(1);
    assertThat(b.map.get(1)).isNull();
    assertThat(b.map.snapshot()).containsEntry(1L, "of 1").doesNotContainKey(1);
  }

  @Test
  void eachReaderHasAValueOfItsOwnIfItCanChange() {
    a.map.put("k", new JsonObject().put("n", 1));
    ((JsonObject) Objects.requireNonNull(a.map.get("k"))).put("n", 2);
    assertThat(a.map.get("k")).isEqualTo(new JsonObject().put("n", 1));
  }

  @Test
  void whatCannotBeSharedIsRefusedAndChangesNothing() {
    Future<Void> put = a.map.put("k", new Object());
    assertThat(put.cause()).hasMessageContaining("can't be shared");
    assertThat(a.map.size()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ReplicatedView<>("", a.maps, a, CODEC));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ReplicatedView<>("n".repeat(240), a.maps, a, CODEC))
        .withMessageContaining("239");
  }

  @Test
  void aHandlerHasThePresentEntriesAndThenEachChange() {
    a.map.put("k", 1);
    List<MapChange<Object, Object>> changes = new ArrayList<>();
    Subscription subscription = b.map.changes(changes::add);
    a.map.put("k", 2);
    a.map.put("k", 2);
    a.map.remove("k");
    assertThat(changes)
        .containsExactly(
            new MapChange<>("k", 1), new MapChange<>("k", 2), new MapChange<>("k", null));
    assertThat(changes.get(2).isRemoval()).isTrue();
    assertThat(subscription.cancel().succeeded()).isTrue();
    a.map.put("k", 3);
    assertThat(changes).hasSize(3);
  }

  @Test
  void whatADepartedNodeOwnsIsNotSeenAndThenRemoved() {
    b.map.putOwned("mine", 1);
    b.map.put("ours", 2);
    List<MapChange<Object, Object>> changes = new ArrayList<>();
    a.map.changes(changes::add);
    nodes.remove(b);
    down("b");
    assertThat(a.map.snapshot()).isEqualTo(Map.of("ours", 2));
    assertThat(changes).endsWith(new MapChange<>("mine", null));
    Node late = new Node("late");
    late.maps.nodeUp("a");
    late.maps.changed("__hyparview.map.m", CODEC.encode("mine"), stored(b, 1), now);
    assertThat(late.map.containsKey("mine")).isFalse();
    sweep();
    sweep();
    up("b");
    late.maps.nodeUp("b");
    assertThat(a.map.containsKey("mine")).isFalse();
    assertThat(late.map.containsKey("mine")).isFalse();
  }

  private static Bytes stored(Node owner, Object value) {
    return owner.maps.stored(CODEC.encode(value), true);
  }

  @Test
  void anOwnerThatReturnsSoonHasItsEntriesBack() {
    b.map.putOwned("mine", 1);
    down("b");
    assertThat(a.map.get("mine")).isNull();
    assertThat(b.map.get("mine")).isEqualTo(1);
    up("b");
    assertThat(a.map.get("mine")).isEqualTo(1);
    sweep();
    assertThat(a.map.get("mine")).isEqualTo(1);
  }

  @Test
  void anOwnerWritesAgainWhatWasRemovedWhileItWasHeldDead() {
    b.map.putOwned("mine", 1);
    down("b");
    sweep();
    up("b");
    assertThat(a.map.get("mine")).isEqualTo(1);
    assertThat(b.map.get("mine")).isEqualTo(1);
  }

  @Test
  void theNextWriteEndsTheOwnership() {
    b.map.putOwned("k", 1);
    a.map.put("k", 2);
    a.map.remove("k");
    assertThat(b.map.get("k")).isNull();
    b.map.putOwned("k", 3);
    b.map.remove("k");
    assertThat(a.map.get("k")).isNull();
    b.map.putOwned("k", 4);
    b.map.put("k", 5);
    down("b");
    assertThat(a.map.get("k")).isEqualTo(5);
  }

  @Test
  void valuesOfAnotherFormAreIgnoredAndCounted() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextInt(8)];
      random.nextBytes(bytes);
      a.maps.changed("__hyparview.map.m", CODEC.encode("k"), Bytes.of(bytes), now);
    }
    assertThat(a.maps.unreadable()).isGreaterThan(4_000);
    a.map.put("k", 1);
    assertThat(a.map.get("k")).isEqualTo(1);
  }
}
