package org.example.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.hyparview.cluster.HyParViewClusterManager;

/** Two clustered Vert.x that find the cluster manager, and each other, by themselves. */
public final class Main {

  private static final long RETRY_MILLIS = 50;

  private Main() {}

  /** Ends when all was found to work; else its parent ends it. */
  public static void main(String[] arguments) {
    System.out.println("module " + HyParViewClusterManager.class.getModule().getName());
    Vertx first = Vertx.builder().buildClustered().await();
    Vertx second = Vertx.builder().buildClustered().await();
    first.eventBus().consumer("greetings", greeting -> greeting.reply("hello"));
    System.out.println("reply " + ask(second).await());
    System.out.println("count " + count(first).compose(once -> count(second)).await());
    second.close().compose(closed -> first.close()).await();
  }

  /** Until the two have found each other, and the second knows the handler. */
  private static Future<Object> ask(Vertx vertx) {
    return vertx
        .eventBus()
        .request("greetings", "hi")
        .<Object>map(reply -> reply.body())
        .recover(unknown -> vertx.timer(RETRY_MILLIS).compose(later -> ask(vertx)));
  }

  private static Future<Long> count(Vertx vertx) {
    return vertx.sharedData().getCounter("greetings").compose(counter -> counter.incrementAndGet());
  }
}
