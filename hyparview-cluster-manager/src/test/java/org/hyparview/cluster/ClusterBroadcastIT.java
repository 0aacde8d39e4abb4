package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hyparview.broadcast.contract.ObservedOverlay.next;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.hyparview.HyParViewBroadcast;
import org.hyparview.HyParViewClient.Subscription;
import org.hyparview.broadcast.contract.BroadcastContract;
import org.hyparview.broadcast.contract.BroadcastNode;
import org.hyparview.broadcast.contract.ObservedOverlay;
import org.hyparview.broadcast.contract.RemoteNode;
import org.junit.jupiter.api.Test;

/** Broadcast of {@link HyParViewCluster} and of the event bus of its members, on real TCP. */
class ClusterBroadcastIT extends BroadcastContract {

  private final ClusterOverlay overlay = new ClusterOverlay();

  /** A clustered Vert.x of the overlay, by its methods where there are some. */
  private record Node(ClusterOverlay overlay, Vertx vertx) implements BroadcastNode {

    HyParViewCluster cluster() {
      return HyParViewCluster.of(vertx);
    }

    @Override
    public String id() {
      return cluster().nodeId();
    }

    @Override
    public String prefix() {
      return HyParViewClusterOptions.DEFAULT_NAME;
    }

    @Override
    public void leave() {
      overlay.leave(vertx);
    }

    @Override
    public Future<Void> broadcast(String topic, Object body) {
      return cluster().broadcast(topic, body);
    }

    @Override
    public Future<Void> broadcastAcknowledged(String topic, Object body, long timeoutMillis) {
      return cluster().broadcastAcknowledged(topic, body, timeoutMillis);
    }

    @Override
    public Subscription onBroadcast(String topic, Handler<Object> handler) {
      return cluster().onBroadcast(topic, broadcast -> handler.handle(broadcast.body()));
    }
  }

  @Override
  protected ObservedOverlay overlay() {
    return overlay;
  }

  @Override
  protected void havePatience() {
    overlay.havePatience();
  }

  @Override
  protected List<BroadcastNode> start(int size) {
    return overlay.start(size).stream()
        .<BroadcastNode>map(vertx -> new Node(overlay, vertx))
        .toList();
  }

  @Override
  protected RemoteNode startProcess(String name) throws Exception {
    return new RosterProcess(overlay.options());
  }

  @Override
  protected int many() {
    return 7;
  }

  @Override
  protected int maxSize() {
    return (1 << 20) - 1_024 - 1;
  }

  @Override
  protected void assertHasLeft(ReplyException failure) {
    assertThat(failure.failureCode()).isEqualTo(HyParViewBroadcast.BUSY);
    assertThat(failure).hasMessage("This node is not in the cluster");
  }

  @Test
  void eachKindOfBodyArrivesTypedAsWell() {
    List<BroadcastNode> nodes = form(2);
    BlockingQueue<ClusterBroadcast<Object>> typed = new LinkedBlockingQueue<>();
    HyParViewCluster.of(nodes.get(1).vertx()).onBroadcast("kinds", typed::add);
    sendEachKind(nodes.get(0), body -> {
      ClusterBroadcast<Object> broadcast = next(typed);
      assertThat(broadcast.topic()).isEqualTo("kinds");
      assertThat(broadcast.body()).isEqualTo(body);
      assertThat(broadcast.origin()).isEqualTo(nodes.get(0).id());
      assertThat(broadcast.hops()).isOne();
      assertThat(broadcast.headers().entries())
          .extracting(Object::toString)
          .containsExactly("lang=en");
    });
  }

  @Test
  void aTopicThatIsNotAllowedHasNoHandler() {
    HyParViewCluster cluster = HyParViewCluster.of(form(1).get(0).vertx());
    assertThatThrownBy(() -> cluster.onBroadcast("", message -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
