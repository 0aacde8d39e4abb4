package org.hyparview.examples;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.hyparview.Answers;
import org.hyparview.HyParViewClient;
import org.hyparview.HyParViewOptions;
import org.hyparview.HyParViewVerticle;
import org.hyparview.Question;

/**
 * A question to all nodes: how many orders are pending, in total and where most are.
 *
 * <p>Three nodes in this JVM; one asks. Prints the answers, which are combined on their way back,
 * and whether they are complete. Ends by itself.
 *
 * <pre>java -cp hyparview-demo.jar org.hyparview.examples.AskAll</pre>
 */
public final class AskAll {

  private AskAll() {}

  /** Runs three nodes on loopback. */
  public static void main(String[] args) throws InterruptedException {
    Vertx a = Vertx.vertx();
    Vertx b = Vertx.vertx();
    Vertx c = Vertx.vertx();
    HyParViewClient client = start(a, "a", 3);
    String contact = client.views().await().node().address();
    start(b, "b", 14, contact);
    start(c, "c", 25, contact);

    Answers total = client.ask(new Question("orders", "pending").sum()).await();
    System.out.println(total.sum() + " orders at " + total.answered() + " nodes, "
        + (total.isComplete() ? "complete" : "without " + total.failures() + total.missing()));
    Answers most = client.ask(new Question("orders", "pending").top(2)).await();
    System.out.println("most at " + most.ranked());
    List.of(c, b, a).forEach(vertx -> vertx.close().await());
  }

  private static HyParViewClient start(Vertx vertx, String id, int orders, String... contacts)
      throws InterruptedException {
    HyParViewClient client = HyParViewClient.create(vertx);
    client.onQuestion("orders", question -> Future.succeededFuture(orders));
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
