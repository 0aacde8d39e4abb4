package org.hyparview.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.Counter;

/** A node in its own process that uses shared data, prints a line, and ends. */
final class QuietMember {

  private QuietMember() {}

  /** The argument is the options as JSON. */
  public static void main(String[] arguments) {
    HyParViewClusterManager manager =
        new HyParViewClusterManager(new HyParViewClusterOptions(new JsonObject(arguments[0])));
    Vertx vertx = Vertx.builder().withClusterManager(manager).buildClustered().await();
    long count = vertx
        .sharedData()
        .getCounter("counter")
        .compose(Counter::incrementAndGet)
        .await();
    System.out.println("counted " + count);
    vertx.close().await();
  }
}
