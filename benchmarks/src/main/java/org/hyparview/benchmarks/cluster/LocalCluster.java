package org.hyparview.benchmarks.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import org.hyparview.cluster.HyParViewCluster;
import org.hyparview.cluster.HyParViewClusterManager;
import org.hyparview.cluster.HyParViewClusterOptions;

/** The nodes of a cluster in this JVM, each with a Vert.x of two threads, on real sockets. */
final class LocalCluster {

  private final List<Vertx> started = new ArrayList<>();
  private final List<HyParViewCluster> nodes = new ArrayList<>();

  /** Starts so many with the same options, and waits until all see all. */
  static LocalCluster of(int size, HyParViewClusterOptions options) {
    LocalCluster cluster = new LocalCluster();
    for (int i = 0; i < size; i++) {
      cluster.start(options);
    }
    cluster.awaitWhole();
    return cluster;
  }

  /** Starts one more, and waits until it has joined. */
  void start(HyParViewClusterOptions options) {
    Vertx vertx = Vertx.builder()
        .with(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1))
        .withClusterManager(new HyParViewClusterManager(options))
        .buildClustered()
        .await();
    started.add(vertx);
    nodes.add(HyParViewCluster.of(vertx));
  }

  /** Waits until all see all. */
  void awaitWhole() {
    Cluster.until(
        "all see all",
        () -> nodes.stream()
            .allMatch(node -> node.members().await().members().size() == nodes.size()));
  }

  /** Returns the Vert.x of each node. */
  List<Vertx> vertx() {
    return started;
  }

  List<HyParViewCluster> nodes() {
    return nodes;
  }

  /** Closes one after the other. */
  void close() {
    started.forEach(vertx -> vertx.close().await());
  }
}
