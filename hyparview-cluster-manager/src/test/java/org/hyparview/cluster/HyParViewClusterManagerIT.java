package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.spi.VertxServiceProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The cluster manager as its users start it, on loopback. */
class HyParViewClusterManagerIT {

  private final String cluster = "test-" + UUID.randomUUID();
  private final List<Vertx> started = new CopyOnWriteArrayList<>();

  private HyParViewClusterOptions options() {
    return new HyParViewClusterOptions()
        .setClusterName(cluster)
        .setHost("127.0.0.1")
        .setMulticast(new MulticastOptions().setEnabled(false));
  }

  private Future<Vertx> start(HyParViewClusterManager manager) {
    return Vertx.builder().withClusterManager(manager).buildClustered().onSuccess(started::add);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    for (Vertx vertx : started) {
      await(vertx.close());
    }
  }

  @Test
  void itIsFoundOnTheClassPath() {
    assertThat(ServiceLoader.load(VertxServiceProvider.class).stream()
            .map(ServiceLoader.Provider::type))
        .contains(HyParViewClusterManager.class);
  }

  @Test
  void nodesThatStartTogetherAreOneCluster() throws Exception {
    List<Future<Vertx>> starting = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      starting.add(start(new HyParViewClusterManager(options())));
    }
    await(Future.all(starting));
    Vertx last = starting.get(4).result();
    await(last.eventBus()
        .consumer("echo", message -> message.reply(message.body()))
        .completion());
    for (Future<Vertx> vertx : starting) {
      assertThat(await(vertx.result().eventBus().request("echo", "hello")).body())
          .isEqualTo("hello");
    }
  }

  @Test
  void whoLeavesIsGoneForAll() throws Exception {
    HyParViewClusterManager first = new HyParViewClusterManager(options());
    await(start(first));
    HyParViewClusterManager second = new HyParViewClusterManager(options());
    Vertx leaving = await(start(second));
    assertThat(first.getNodes()).isEqualTo(second.getNodes()).hasSize(2).isSorted();
    started.remove(leaving);
    await(leaving.close());
    assertThat(first.getNodes()).containsExactly(first.getNodeId());
    assertThat(second.isActive()).isFalse();
  }

  @Test
  void whatIsNotInThisVersionSaysSo() throws Exception {
    Vertx vertx = await(start(new HyParViewClusterManager(options())));
    assertThatThrownBy(() -> await(vertx.sharedData().getClusterWideMap("map")))
        .hasMessageContaining("maps are not in this version");
    HyParViewClusterManager partial =
        new HyParViewClusterManager(options().setMembershipScope(MembershipScope.ACTIVE_VIEW));
    assertThatThrownBy(() -> await(start(partial))).hasMessageContaining("membershipScope");
  }
}
