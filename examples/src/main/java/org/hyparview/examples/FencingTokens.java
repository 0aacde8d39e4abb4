package org.hyparview.examples;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import org.hyparview.cluster.FencedLock;
import org.hyparview.cluster.HyParViewClusterManager;
import org.hyparview.cluster.HyParViewClusterOptions;

/**
 * Fencing tokens: a store that refuses the late write of a node that has lost its lock meanwhile.
 *
 * <p>Two clustered Vert.x hold the lock one after the other; then the first one's write arrives
 * late. Prints which writes the store accepts and which it refuses. Ends by itself.
 *
 * <pre>java -cp hyparview-demo.jar org.hyparview.examples.FencingTokens</pre>
 */
public final class FencingTokens {

  private long highestToken;

  private FencingTokens() {}

  /** Runs two clustered Vert.x on loopback. */
  public static void main(String[] args) {
    Vertx a = start();
    Vertx b = start();
    FencingTokens store = new FencingTokens();
    FencedLock lockOfA =
        (FencedLock) a.sharedData().getLockWithTimeout("nightly", 5_000).await();
    store.write("a", lockOfA.token());
    lockOfA.release(); // had a crashed or been declared dead, the cluster would release it

    FencedLock lockOfB =
        (FencedLock) b.sharedData().getLockWithTimeout("nightly", 5_000).await();
    store.write("b", lockOfB.token());
    store.write("a", lockOfA.token());
    lockOfB.release();
    Future.all(b.close(), a.close()).await();
  }

  /** Writes to the store, which remembers the highest token and refuses smaller ones. */
  private void write(String writer, long token) {
    boolean accepted = token >= highestToken;
    highestToken = Math.max(highestToken, token);
    System.out.println((accepted ? "accepted" : "refused") + ": " + writer + ", token " + token);
  }

  private static Vertx start() {
    HyParViewClusterOptions options = new HyParViewClusterOptions()
        .setClusterName("example-" + ProcessHandle.current().pid())
        .setHost("127.0.0.1");
    return Vertx.builder()
        .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
        .withClusterManager(new HyParViewClusterManager(options))
        .buildClustered()
        .await();
  }
}
