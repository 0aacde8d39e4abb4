package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.cluster.Waits.await;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The counters of a cluster on real TCP. */
class CountersIT {

  private final String name = "test-" + UUID.randomUUID();
  private final List<Vertx> nodes = new ArrayList<>();

  private Vertx start() throws Exception {
    HyParViewClusterOptions options = new HyParViewClusterOptions()
        .setClusterName(name)
        .setHost("127.0.0.1")
        .setMulticast(new MulticastOptions().setEnabled(false));
    Vertx vertx = await(Vertx.builder()
        .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
        .withClusterManager(new HyParViewClusterManager(options))
        .buildClustered());
    nodes.add(vertx);
    return vertx;
  }

  @AfterEach
  void close() throws Exception {
    for (Vertx vertx : nodes) {
      await(vertx.close());
    }
  }

  private static JsonObject counters(Vertx vertx) throws Exception {
    return await(HyParViewCluster.of(vertx).counters());
  }

  private static JsonObject part(Vertx vertx, String key) throws Exception {
    return counters(vertx).getJsonObject(key);
  }

  @Test
  void theyTellOfMembersRegistrationsAndSharedData() throws Exception {
    Vertx a = start();
    Vertx b = start();
    await(b.eventBus().consumer("service", message -> {}).completion());
    await(a.sharedData().getLockWithTimeout("lock", Waits.PATIENCE_MILLIS));
    await(a.sharedData().<String, String>getAsyncMap("map").compose(map -> map.put("k", "v")));
    Waits.until(
        a,
        () -> "Both see both",
        () -> part(a, "members").getInteger("present") == 2
            && part(b, "members").getInteger("present") == 2);
    assertThat(part(a, "members").getInteger("version"))
        .isEqualTo(HyParViewCluster.of(a).version())
        .isOne();
    assertThat(part(a, "registry").getInteger("registrations")).isPositive();
    assertThat(part(b, "registry").getInteger("registrationsOwn")).isPositive();
    assertThat(part(b, "registry")
            .getJsonObject("changes")
            .getJsonObject("acknowledged")
            .getInteger("count"))
        .isPositive();
    JsonObject data = part(a, "sharedData");
    assertThat(data.getInteger("locksHere")).isOne();
    assertThat(data.getJsonObject("operations")
            .getJsonObject("put")
            .getJsonObject("done")
            .getLong("totalNanos"))
        .isPositive();
    assertThat(counters(a).getJsonObject("messages").getJsonObject("registry")).isNotNull();
    Waits.until(a, () -> "One leads", () -> leaders(a) + leaders(b) == 1);
  }

  private static int leaders(Vertx vertx) throws Exception {
    return part(vertx, "sharedData").getJsonObject("role").getInteger("leader");
  }

  @Test
  void theyCountDeparturesByReason() throws Exception {
    Vertx a = start();
    Vertx b = start();
    Waits.until(a, () -> "Both are there", () -> part(a, "members").getInteger("present") == 2);
    nodes.remove(b);
    await(b.close());
    Waits.until(
        a,
        () -> "One has left",
        () -> part(a, "members").getJsonObject("left").getInteger("left") == 1);
    assertThat(part(a, "members").getJsonObject("left").getInteger("failed")).isZero();
    assertThat(part(a, "registry").getInteger("tombstones")).isOne();
    assertThat(part(a, "views").getInteger("active")).isZero();
  }
}
