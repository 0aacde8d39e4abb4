package org.hyparview.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.hyparview.HyParViewClient;
import org.hyparview.HyParViewOptions;
import org.hyparview.HyParViewVerticle;
import org.hyparview.transport.StreamLayer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Verticles that reach each other through an HTTP ingress only. */
class WebSocketOverlayIT {

  private static final int PATIENCE_SECONDS = 20;

  private final Ingress ingress = new Ingress();
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().await();
    ingress.close();
  }

  @Test
  void aBroadcastReachesAllNodesBehindTheIngress() throws TimeoutException {
    String contact = deploy("n1");
    List<String> others = List.of("n2", "n3", "n4");
    List<Future<String>> heard = others.stream().map(this::nextBroadcast).toList();
    List<Future<Void>> joined = others.stream().map(this::joined).toList();
    others.forEach(id -> deploy(id, contact));
    await(Future.all(joined));
    HyParViewClient.create(vertx, "n1").broadcast("topic", "hello");
    await(Future.all(heard));
    assertThat(heard).extracting(Future::result).containsOnly("hello");
  }

  private Future<Void> joined(String id) {
    Promise<Void> joined = Promise.promise();
    HyParViewClient.create(vertx, id).onPeerUp(event -> joined.tryComplete());
    return joined.future();
  }

  private Future<String> nextBroadcast(String id) {
    Promise<String> heard = Promise.promise();
    HyParViewClient.create(vertx, id)
        .<String>onBroadcast("topic", message -> heard.tryComplete(message.body()));
    return heard.future();
  }

  /** Deploys a node and gives the address that it advertises. */
  private String deploy(String id, String... contacts) {
    HyParViewOptions options = new HyParViewOptions().setNodeId(id).setEventBusPrefix(id);
    Stream.of(contacts).forEach(options::addContact);
    StreamLayer layer = new WebSocketTransport(
        vertx, "127.0.0.1", 0, "/hyparview", null, peer -> ingress.url(peer.port()));
    vertx.deployVerticle(new HyParViewVerticle(options, layer)).await();
    return HyParViewClient.create(vertx, id).views().await().node().address();
  }

  private static void await(Future<?> future) throws TimeoutException {
    future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
