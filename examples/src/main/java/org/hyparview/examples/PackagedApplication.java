package org.hyparview.examples;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * A clustered application that names no cluster manager: Vert.x finds the one on the class path, or
 * in the one jar that has everything, by its service file. Options are system properties.
 *
 * <p>Two of them greet each other. Ends when its stdin does.
 *
 * <pre>java -Dvertx.hyparview.host=127.0.0.1 -cp hyparview-demo.jar \
 *   org.hyparview.examples.PackagedApplication ada grace
 * java -Dvertx.hyparview.host=127.0.0.1 -cp hyparview-demo.jar \
 *   org.hyparview.examples.PackagedApplication grace ada</pre>
 */
public final class PackagedApplication {

  private static final long ANSWER_MILLIS = 1_000;
  private static final long PAUSE_MILLIS = 100;

  private PackagedApplication() {}

  /**
   * Runs one of the two.
   *
   * @param args its own name, and that of the other
   */
  public static void main(String[] args) throws IOException {
    Vertx vertx = Vertx.clusteredVertx(new VertxOptions()).await();
    vertx
        .eventBus()
        .<String>consumer(args[0], request -> request.reply("hello " + request.body()))
        .completion()
        .await();
    greet(vertx, args[1], args[0]).onSuccess(answer -> System.out.println(args[1] + ": " + answer));
    while (System.in.read() >= 0) {}
    vertx.close().await();
  }

  /** Asks until there is an answer: the other may not have started yet. */
  private static Future<String> greet(Vertx vertx, String other, String name) {
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(ANSWER_MILLIS);
    return vertx
        .eventBus()
        .<String>request(other, name, options)
        .map(answer -> answer.body())
        .recover(failure -> vertx
            .timer(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
            .compose(again -> greet(vertx, other, name)));
  }
}
