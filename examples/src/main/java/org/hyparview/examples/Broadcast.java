package org.hyparview.examples;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.hyparview.HyParViewClient;
import org.hyparview.HyParViewOptions;
import org.hyparview.HyParViewVerticle;

/**
 * Broadcast: messages on a topic that every node of the overlay receives once, the sender included.
 *
 * <p>Three nodes in this JVM subscribe; one of them broadcasts a price. Prints a line for each
 * delivery, three in all. Ends by itself.
 *
 * <pre>java -cp hyparview-demo.jar org.hyparview.examples.Broadcast</pre>
 */
public final class Broadcast {

  private static final CountDownLatch DELIVERIES = new CountDownLatch(3);

  private Broadcast() {}

  /** Runs three nodes on loopback. */
  public static void main(String[] args) throws InterruptedException {
    Vertx a = Vertx.vertx();
    Vertx b = Vertx.vertx();
    Vertx c = Vertx.vertx();
    HyParViewClient sender = start(a, "a");
    String contact = sender.views().await().node().address();
    start(b, "b", contact);
    start(c, "c", contact);

    sender
        .broadcast("prices", new JsonObject().put("EUR", 1.08))
        .await(); // the overlay accepted it
    DELIVERIES.await();
    List.of(c, b, a).forEach(vertx -> vertx.close().await());
  }

  private static HyParViewClient start(Vertx vertx, String id, String... contacts)
      throws InterruptedException {
    HyParViewClient client = HyParViewClient.create(vertx);
    client.onBroadcast("prices", (Message<JsonObject> message) -> {
      String origin = message.headers().get("origin");
      System.out.println(id + " received " + message.body() + " from " + origin);
      DELIVERIES.countDown();
    });
    HyParViewOptions options =
        new HyParViewOptions().setNodeId(id).setHost("127.0.0.1").setPort(0);
    CountDownLatch neighbors = new CountDownLatch(contacts.length);
    client.onPeerUp(event -> neighbors.countDown());
    HyParViewVerticle node = new HyParViewVerticle(options.setContacts(List.of(contacts)));
    vertx.deployVerticle(node).await();
    neighbors.await(); // a node receives what is broadcast from its first neighbor on
    return client;
  }
}
