package org.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.hyparview.broadcast.contract.BroadcastContract;
import org.hyparview.broadcast.contract.BroadcastNode;
import org.hyparview.broadcast.contract.ObservedOverlay;
import org.hyparview.broadcast.contract.RemoteNode;
import org.junit.jupiter.api.Test;

/** Broadcast of verticles on real TCP. */
class BroadcastIT extends BroadcastContract {

  private final LocalOverlay overlay = new LocalOverlay();

  /** A verticle of the overlay. */
  private record Node(LocalOverlay overlay, String id) implements BroadcastNode {

    @Override
    public Vertx vertx() {
      return overlay.vertx();
    }

    @Override
    public String prefix() {
      return id;
    }

    @Override
    public void leave() {
      overlay.leave(id);
    }
  }

  @Override
  protected ObservedOverlay overlay() {
    return overlay;
  }

  @Override
  protected void havePatience() {
    overlay.patient();
  }

  @Override
  protected List<BroadcastNode> start(int size) {
    List<String> ids = IntStream.range(0, size).mapToObj(i -> "n" + i).toList();
    overlay.first("n0").join(ids.subList(1, size).toArray(String[]::new));
    return ids.stream().<BroadcastNode>map(id -> new Node(overlay, id)).toList();
  }

  @Override
  protected RemoteNode startProcess(String name) throws Exception {
    return NodeProcess.start(name, overlay.contact());
  }

  @Override
  protected int many() {
    return 20;
  }

  @Override
  protected int maxSize() {
    return new BroadcastOptions().get(BroadcastOptions.MAX_BROADCAST_SIZE);
  }

  @Override
  protected void assertHasLeft(ReplyException failure) {
    assertThat(failure.failureType()).isEqualTo(ReplyFailure.NO_HANDLERS);
  }

  /** Only a verticle exists, with a method for its counters, before its node does. */
  @Test
  void aVerticleHasTheCountersOnceItIsDeployed() {
    HyParViewVerticle verticle = new HyParViewVerticle(LocalOverlay.options("n0"));
    assertThat(LocalOverlay.failureOf(verticle.broadcastCounters()))
        .hasMessage("The verticle isn't deployed");
    LocalOverlay.await(overlay.vertx().deployVerticle(verticle));
    JsonObject all = LocalOverlay.await(new Node(overlay, "n0").client().counters());
    assertThat(LocalOverlay.await(verticle.broadcastCounters()))
        .isEqualTo(all.getJsonObject("broadcasts"));
  }
}
