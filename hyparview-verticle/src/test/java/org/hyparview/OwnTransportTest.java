package org.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.Connection;
import org.hyparview.transport.StreamLayer;
import org.hyparview.transport.memory.InMemoryNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Verticles on transports that their users give them. */
@ExtendWith(VertxExtension.class)
class OwnTransportTest {

  private static final int NODES = 5;

  private final InMemoryNetwork network = new InMemoryNetwork();

  @Test
  void fiveVerticlesInOneVertxFormAnOverlayInMemory(Vertx vertx, VertxTestContext test) {
    List<Future<?>> neighbors = new ArrayList<>();
    List<Future<?>> deliveries = new ArrayList<>();
    for (int i = 1; i <= NODES; i++) {
      HyParViewClient client = HyParViewClient.create(vertx, "n" + i);
      neighbors.add(first(client::onPeerUp));
      deliveries.add(
          first((Handler<Message<String>> handler) -> client.onBroadcast("topic", handler)));
      vertx.deployVerticle(inMemory(vertx, i)).onFailure(test::failNow);
    }
    Future.all(neighbors)
        .compose(joined -> HyParViewClient.create(vertx, "n3").broadcast("topic", "hello"))
        .compose(sent -> Future.all(deliveries))
        .onComplete(test.succeedingThenComplete());
  }

  @Test
  void aCrashInMemoryIsAPeerThatIsDown(Vertx vertx, VertxTestContext test) {
    HyParViewClient client = HyParViewClient.create(vertx, "n1");
    client.onPeerUp(up -> network.crash(new PeerAddress("memory", 2)));
    client.onPeerDown(down -> test.verify(() -> {
      assertThat(down.peer().address()).isEqualTo("memory:2");
      assertThat(down.reason()).isEqualTo(PeerEvent.Reason.FAILED);
      test.completeNow();
    }));
    vertx
        .deployVerticle(inMemory(vertx, 1))
        .compose(first -> vertx.deployVerticle(inMemory(vertx, 2)))
        .onFailure(test::failNow);
  }

  @Test
  void aVerticleWithATransportOfItsOwnIsDeployedOnce(Vertx vertx, VertxTestContext test) {
    HyParViewVerticle verticle = inMemory(vertx, 1);
    vertx
        .deployVerticle(verticle)
        .compose(vertx::undeploy)
        .compose(undeployed -> vertx.deployVerticle(verticle))
        .onComplete(test.failing(failure -> test.verify(() -> {
          assertThat(failure)
              .isInstanceOf(IllegalStateException.class)
              .hasMessage("The transport at memory:1 can be started only once:"
                  + " make a new one for each node");
          test.completeNow();
        })));
  }

  @Test
  void aFailedStartFreesTheLayerAndTheEventBusPrefix(Vertx vertx, VertxTestContext test) {
    FailingLayer layer = new FailingLayer();
    HyParViewOptions options = new HyParViewOptions().setEventBusPrefix("n1");
    vertx.deployVerticle(new HyParViewVerticle(options, layer)).onComplete(test.failing(failure -> {
      test.verify(() -> {
        assertThat(failure).hasMessage("no network here");
        assertThat(layer.closed).isTrue();
      });
      vertx.deployVerticle(inMemory(vertx, 1)).onComplete(test.succeedingThenComplete());
    }));
  }

  private HyParViewVerticle inMemory(Vertx vertx, int number) {
    HyParViewOptions options = new HyParViewOptions()
        .setNodeId("n" + number)
        .setEventBusPrefix("n" + number)
        .addContact("memory:1");
    return new HyParViewVerticle(
        options, network.transport(vertx, new PeerAddress("memory", number)));
  }

  private static <T> Future<T> first(Consumer<Handler<T>> subscription) {
    Promise<T> first = Promise.promise();
    subscription.accept(first::tryComplete);
    return first.future();
  }

  /** A layer that can't listen. */
  private static final class FailingLayer implements StreamLayer {

    private boolean closed;

    @Override
    public Future<PeerAddress> listen(Listener listener) {
      return Future.failedFuture("no network here");
    }

    @Override
    public Future<Connection> connect(PeerAddress address, int timeoutMillis) {
      return Future.failedFuture(new ConnectException("no network here"));
    }

    @Override
    public Future<Void> close() {
      closed = true;
      return Future.succeededFuture();
    }
  }
}
