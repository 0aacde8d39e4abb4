package org.hyparview.examples;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import org.hyparview.HyParViewClient;
import org.hyparview.HyParViewOptions;
import org.hyparview.HyParViewVerticle;
import org.hyparview.PeerEvent.Reason;

/**
 * Membership: a node that is notified when its neighbors come and go, and asks for its views.
 *
 * <p>Two more nodes join the first one, all in this JVM. Prints a line for each event of the first
 * node, its views, and the reason {@code left} when one of the others closes. Ends by itself.
 *
 * <pre>java -cp hyparview-demo.jar org.hyparview.examples.Membership</pre>
 */
public final class Membership {

  private Membership() {}

  /** Runs three nodes on loopback. */
  public static void main(String[] args) {
    Vertx first = Vertx.vertx();
    Vertx second = Vertx.vertx();
    Vertx third = Vertx.vertx();
    Promise<Void> joined = Promise.promise();
    Promise<Void> left = Promise.promise();
    HyParViewClient client = HyParViewClient.create(first);
    client.events(event -> {
      System.out.println(event);
      if (event.active() == 2) {
        joined.tryComplete();
      } else if (event.reason() == Reason.LEFT) {
        left.tryComplete();
      }
    });

    start(first, "first");
    String contact = client.views().await().node().address();
    start(second, "second", contact);
    start(third, "third", contact);
    joined.future().await();
    System.out.println("active view: " + client.views().await().active());

    third.close().await(); // leaves gracefully, as undeploying the verticle does
    left.future().await();
    second.close().await();
    first.close().await();
  }

  private static void start(Vertx vertx, String id, String... contacts) {
    HyParViewOptions options =
        new HyParViewOptions().setNodeId(id).setHost("127.0.0.1").setPort(0); // any free port
    vertx
        .deployVerticle(new HyParViewVerticle(options.setContacts(List.of(contacts))))
        .await();
  }
}
