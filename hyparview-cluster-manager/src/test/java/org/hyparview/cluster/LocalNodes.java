package org.hyparview.cluster;

import static org.hyparview.cluster.Waits.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;

/** The base of tests with clustered Vert.x of this process, on loopback, closed after each test. */
abstract class LocalNodes {

  final String cluster = "test-" + UUID.randomUUID();
  final List<Vertx> started = new CopyOnWriteArrayList<>();

  HyParViewClusterOptions options() {
    return new HyParViewClusterOptions()
        .setClusterName(cluster)
        .setHost("127.0.0.1")
        .setOperationTimeout(Waits.PATIENCE_MILLIS)
        .setMulticast(new MulticastOptions().setEnabled(false));
  }

  Future<Vertx> start(HyParViewClusterManager manager) {
    return Vertx.builder().withClusterManager(manager).buildClustered().onSuccess(started::add);
  }

  /** Adds 1 to the one counter of the tests. */
  static long increment(Vertx vertx) throws Exception {
    return await(vertx.sharedData().getCounter("c").compose(counter -> counter.incrementAndGet()));
  }

  @AfterEach
  void close() throws Exception {
    for (Vertx vertx : started) {
      await(vertx.close());
    }
  }
}
