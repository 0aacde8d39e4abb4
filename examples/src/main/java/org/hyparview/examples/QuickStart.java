package org.hyparview.examples;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.hyparview.HyParViewClient;
import org.hyparview.HyParViewOptions;
import org.hyparview.HyParViewVerticle;

/**
 * The smallest complete program: a node that says who comes and who goes.
 *
 * <pre>
 * java -cp hyparview-demo.jar org.hyparview.examples.QuickStart 7100
 * java -cp hyparview-demo.jar org.hyparview.examples.QuickStart 7101 127.0.0.1:7100
 * </pre>
 */
public final class QuickStart {

  private QuickStart() {}

  /** Runs a node at the port {@code args[0]}; the other arguments are contacts. */
  public static void main(String[] args) {
    Vertx vertx = Vertx.vertx();
    HyParViewOptions options = new HyParViewOptions()
        .setHost("127.0.0.1")
        .setPort(Integer.parseInt(args[0]))
        .setContacts(List.of(args).subList(1, args.length));

    // With types:
    HyParViewClient client = HyParViewClient.create(vertx);
    client.onPeerUp(event -> System.out.println("up   " + event.peer()));
    client.onPeerDown(event -> System.out.println("down " + event.peer() + " " + event.reason()));

    // Or as JSON, from any verticle of this Vert.x:
    vertx
        .eventBus()
        .<JsonObject>localConsumer("hyparview.events")
        .handler(message -> System.out.println(message.body().encode()));

    vertx
        .deployVerticle(new HyParViewVerticle(options))
        .compose(deployed -> client.views())
        .onSuccess(views -> System.out.println("Listening as " + views.node()))
        .onFailure(failure -> {
          System.err.println(failure.getMessage());
          vertx.close();
        });
  }
}
