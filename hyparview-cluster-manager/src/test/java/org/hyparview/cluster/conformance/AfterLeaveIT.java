package org.hyparview.cluster.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.spi.cluster.ClusterManager;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hyparview.ViewPublisher;
import org.hyparview.cluster.HyParViewClusterOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Vert.x and its users may still ask of a cluster manager that has left its cluster. */
class AfterLeaveIT {

  private static final String ADDRESS = "after.leave";

  private final ClusterManager manager = new TestCluster().manager();
  private Vertx vertx;

  @BeforeEach
  void startAndLeave() throws TimeoutException {
    vertx = await(Vertx.builder().withClusterManager(manager).buildClustered());
    Promise<Void> left = Promise.promise();
    manager.leave(left);
    await(left.future());
  }

  @AfterEach
  void close() throws TimeoutException {
    await(vertx.close());
  }

  @Test
  void localHandlersAreRegistered() throws TimeoutException {
    MessageConsumer<String> echo =
        vertx.eventBus().localConsumer(ADDRESS, message -> message.reply(message.body()));
    await(echo.completion());

    assertEquals(
        "hello", await(vertx.eventBus().<String>request(ADDRESS, "hello")).body());
    await(echo.unregister());
  }

  @Test
  void clusteredHandlersCompleteAtOnce() throws TimeoutException {
    MessageConsumer<String> consumer = vertx.eventBus().consumer(ADDRESS, message -> {});

    await(consumer.completion());
    await(consumer.unregister());
  }

  @Test
  void thePrefixOfTheViewsIsFree() {
    String prefix = new HyParViewClusterOptions().getEventBusPrefix();

    assertTrue(new ViewPublisher(vertx, prefix).claim());
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(20, TimeUnit.SECONDS);
  }
}
