package org.hyparview.examples;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.shareddata.Counter;
import org.hyparview.cluster.HyParViewClusterManager;
import org.hyparview.cluster.HyParViewClusterOptions;

/**
 * A clustered application: the event bus and a counter that two clustered Vert.x share.
 *
 * <p>The two find each other on this host without configuration. One greets, the other asks it for
 * greetings; a counter of the cluster numbers them. Prints three greetings. Ends by itself.
 *
 * <pre>java -cp hyparview-demo.jar org.hyparview.examples.ClusteredApplication</pre>
 */
public final class ClusteredApplication {

  private ClusteredApplication() {}

  /** Runs two clustered Vert.x on loopback. */
  public static void main(String[] args) {
    Vertx server = start();
    Vertx client = start();
    Counter greetings = server.sharedData().getCounter("greetings").await();
    server
        .eventBus()
        .<String>consumer(
            "greeter",
            request -> greetings
                .incrementAndGet()
                .onSuccess(
                    number -> request.reply("hello " + request.body() + ", number " + number))
                .onFailure(failure -> request.fail(1, failure.getMessage())))
        .completion() // every node that can be reached finds it
        .await();

    for (String name : new String[] {"Ada", "Barbara", "Grace"}) {
      System.out.println(client.eventBus().request("greeter", name).await().body());
    }
    Counter same = client.sharedData().getCounter("greetings").await();
    System.out.println("greetings so far: " + same.get().await());
    Future.all(client.close(), server.close()).await();
  }

  private static Vertx start() {
    HyParViewClusterOptions options = new HyParViewClusterOptions()
        .setClusterName("example-" + ProcessHandle.current().pid()) // apart from other runs
        .setHost("127.0.0.1");
    return Vertx.builder()
        .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
        .withClusterManager(new HyParViewClusterManager(options))
        .buildClustered()
        .await();
  }
}
