package org.hyparview.examples;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.hyparview.HyParViewClient;
import org.hyparview.HyParViewOptions;
import org.hyparview.HyParViewVerticle;

/**
 * Acknowledged broadcast: a change of configuration after which the sender goes on only when every
 * reachable node has it.
 *
 * <p>Three nodes in this JVM; one changes a limit. Prints what each node receives, and how many
 * milliseconds it took until all had it. Ends by itself.
 *
 * <pre>java -cp hyparview-demo.jar org.hyparview.examples.AcknowledgedBroadcast</pre>
 */
public final class AcknowledgedBroadcast {

  private AcknowledgedBroadcast() {}

  /** Runs three nodes on loopback. */
  public static void main(String[] args) throws InterruptedException {
    Vertx a = Vertx.vertx();
    Vertx b = Vertx.vertx();
    Vertx c = Vertx.vertx();
    HyParViewClient sender = start(a, "a");
    String contact = sender.views().await().node().address();
    start(b, "b", contact);
    start(c, "c", contact);

    long start = System.nanoTime();
    try {
      sender.broadcastAcknowledged("limits", "100 requests per second", 10_000).await();
      System.out.println("all have it after " + (System.nanoTime() - start) / 1_000_000 + " ms");
    } catch (ReplyException e) { // code 504: some may not have it; others: it was not sent
      System.err.println(e.failureCode() + ": " + e.getMessage());
    }
    List.of(c, b, a).forEach(vertx -> vertx.close().await());
  }

  private static HyParViewClient start(Vertx vertx, String id, String... contacts)
      throws InterruptedException {
    HyParViewClient client = HyParViewClient.create(vertx);
    client.onBroadcast(
        "limits",
        (Message<String> message) -> System.out.println(id + " received " + message.body()));
    HyParViewOptions options =
        new HyParViewOptions().setNodeId(id).setHost("127.0.0.1").setPort(0);
    CountDownLatch neighbors = new CountDownLatch(contacts.length);
    client.onPeerUp(event -> neighbors.countDown());
    HyParViewVerticle node = new HyParViewVerticle(options.setContacts(List.of(contacts)));
    vertx.deployVerticle(node).await();
    neighbors.await();
    return client;
  }
}
