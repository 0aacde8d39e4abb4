package org.hyparview.micrometer;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import org.hyparview.HyParViewOptions;
import org.hyparview.HyParViewVerticle;
import org.hyparview.cluster.HyParViewCluster;
import org.hyparview.cluster.HyParViewClusterManager;
import org.hyparview.cluster.HyParViewClusterOptions;

/** A program with a verticle and a clustered Vert.x that asks for their counters, and no more. */
final class PlainNode {

  static final String DONE = "both nodes have counters";

  private PlainNode() {}

  public static void main(String[] args) {
    Vertx vertx = Waiting.await(Vertx.builder()
        .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
        .withClusterManager(new HyParViewClusterManager(new HyParViewClusterOptions()
            .setClusterName("plain-" + ProcessHandle.current().pid())
            .setHost("127.0.0.1")))
        .buildClustered());
    HyParViewVerticle verticle =
        new HyParViewVerticle(new HyParViewOptions().setHost("127.0.0.1").setPort(0));
    Waiting.await(vertx.deployVerticle(verticle));
    Waiting.await(verticle.counters());
    Waiting.await(HyParViewCluster.of(vertx).counters());
    System.out.println(DONE);
    Waiting.await(vertx.close());
  }
}
