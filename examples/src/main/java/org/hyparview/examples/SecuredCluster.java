package org.hyparview.examples;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PfxOptions;
import org.hyparview.cluster.HyParViewClusterManager;
import org.hyparview.cluster.HyParViewClusterOptions;

/**
 * A cluster whose control links and event bus both use mutual TLS: each is configured by itself.
 *
 * <p>Two clustered Vert.x greet each other. The arguments are a PKCS12 file with a key whose
 * certificate names 127.0.0.1, and its password; both trust that certificate and no other. Prints
 * the greeting. Ends by itself.
 *
 * <pre>java -cp hyparview-demo.jar org.hyparview.examples.SecuredCluster node.p12 changeit</pre>
 */
public final class SecuredCluster {

  private SecuredCluster() {}

  /** Runs two clustered Vert.x on loopback. */
  public static void main(String[] args) {
    String cluster = "example-" + ProcessHandle.current().pid(); // apart from other runs
    Vertx server = start(cluster, args[0], args[1]).await();
    Vertx client = start(cluster, args[0], args[1]).await();
    System.out.println(greet(server, client));
    Future.all(client.close(), server.close()).await();
  }

  /** Returns the answer of one to the other. */
  static String greet(Vertx server, Vertx client) {
    server
        .eventBus()
        .<String>consumer("greeter", request -> request.reply("hello " + request.body()))
        .completion()
        .await();
    return client.eventBus().<String>request("greeter", "Ada").await().body();
  }

  /** Starts one on loopback. */
  static Future<Vertx> start(String cluster, String path, String password) {
    PfxOptions store = new PfxOptions().setPath(path).setPassword(password);
    HyParViewClusterOptions options = new HyParViewClusterOptions()
        .setNetServerOptions(new NetServerOptions()
            .setSsl(true)
            .setKeyCertOptions(store)
            .setTrustOptions(store)
            .setClientAuth(ClientAuth.REQUIRED))
        .setNetClientOptions(
            new NetClientOptions().setSsl(true).setKeyCertOptions(store).setTrustOptions(store));
    EventBusOptions eventBus = new EventBusOptions()
        .setSsl(true)
        .setKeyCertOptions(store)
        .setTrustOptions(store)
        .setClientAuth(ClientAuth.REQUIRED);
    options.setClusterName(cluster).setHost("127.0.0.1");
    eventBus.setHost("127.0.0.1");
    return Vertx.builder()
        .with(new VertxOptions().setEventBusOptions(eventBus))
        .withClusterManager(new HyParViewClusterManager(options))
        .buildClustered();
  }
}
