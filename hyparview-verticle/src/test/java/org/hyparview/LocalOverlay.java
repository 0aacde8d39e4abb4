package org.hyparview;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.hyparview.broadcast.contract.ObservedOverlay;
import org.hyparview.transport.LinkOptions;

/** Many verticles on loopback in one Vert.x. */
final class LocalOverlay extends ObservedOverlay {

  /** So many that a few nodes don't share one, as if each had a process of its own. */
  private static final int EVENT_LOOPS = 16;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
  private final Map<String, String> deployments = new LinkedHashMap<>();
  private String contact = "";
  private int heartbeatMisses = new LinkOptions().get(LinkOptions.HEARTBEAT_MISSES);

  /** The nodes that are deployed from now on never take silence for a failure. */
  LocalOverlay patient() {
    heartbeatMisses = NEVER;
    return this;
  }

  Vertx vertx() {
    return vertx;
  }

  static HyParViewOptions options(String id) {
    return new HyParViewOptions()
        .setNodeId(id)
        .setHost("127.0.0.1")
        .setPort(0)
        .setEventBusPrefix(id)
        .setClusterName("test");
  }

  /** Deploys the first node, which all others have as their contact. */
  LocalOverlay first(String id) {
    contact = deploy(options(id));
    return this;
  }

  /** Deploys nodes that join through the first one. */
  LocalOverlay join(String... ids) {
    List<CompletableFuture<?>> deployed = new ArrayList<>();
    for (String id : ids) {
      deployed.add(deployAsync(options(id).addContact(contact)));
    }
    deployed.forEach(LocalOverlay::await);
    return this;
  }

  String contact() {
    return contact;
  }

  /** Deploys a node and gives the address at which it listens. */
  String deploy(HyParViewOptions options) {
    await(deployAsync(options));
    PeerViews now =
        await(HyParViewClient.create(vertx, options.getEventBusPrefix()).views());
    return now.node().address();
  }

  private CompletableFuture<String> deployAsync(HyParViewOptions options) {
    String id = options.getEventBusPrefix();
    observe(id, HyParViewClient.create(vertx, id));
    options.getLinks().setHeartbeatMisses(heartbeatMisses);
    return vertx
        .deployVerticle(new HyParViewVerticle(options))
        .onSuccess(deployment -> remember(id, deployment))
        .toCompletionStage()
        .toCompletableFuture();
  }

  private synchronized void remember(String id, String deployment) {
    deployments.put(id, deployment);
  }

  /** Undeploys a node, which leaves gracefully. */
  void leave(String id) {
    String deployment;
    synchronized (this) {
      deployment = deployments.remove(id);
      forget(id);
    }
    await(vertx.undeploy(deployment));
  }

  JsonObject request(String address) {
    return await(vertx.eventBus().<JsonObject>request(address, new JsonObject()))
        .body();
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
