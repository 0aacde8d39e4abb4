package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.cluster.Waits.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.Channel;
import org.hyparview.transport.Channel.Lane;
import org.junit.jupiter.api.Test;

/** A node on real sockets whose neighbor speaks of things that only a later version knows. */
class UnknownKindsIT extends LocalNodes {

  private static final Channel REGISTRY = new Channel(3, Lane.DATA);
  private static final Channel SHARED_DATA = new Channel(4, Lane.DATA);
  private static final byte UNKNOWN = 99;

  private static JsonObject part(Vertx vertx, String key) throws Exception {
    return await(HyParViewCluster.of(vertx).counters()).getJsonObject(key);
  }

  private static int unknown(Vertx vertx) throws Exception {
    return part(vertx, "registry").getInteger("unknownKinds");
  }

  private static PeerAddress address(Vertx vertx) throws Exception {
    return new PeerAddress(
        "127.0.0.1",
        await(HyParViewCluster.of(vertx).members()).members().get(0).port());
  }

  @Test
  void theLinkStaysWhateverTheKind() throws Exception {
    Vertx vertx = await(start(new HyParViewClusterManager(options())));
    PeerAddress address = address(vertx);
    try (HostileMember later = new HostileMember(cluster, "later", List.of(address))) {
      Buffer frame = Buffer.buffer(new byte[] {UNKNOWN, 1, 2, 3});
      later.send(Channel.MEMBERSHIP, frame);
      later.send(Channel.BROADCAST, frame);
      later.send(REGISTRY, frame);
      later.send(SHARED_DATA, Buffer.buffer(new byte[] {1, UNKNOWN, 1, 2, 3}));
      later.broadcast(new byte[] {UNKNOWN});
      Waits.until(vertx, () -> "A broadcast of an unknown kind", () -> unknown(vertx) == 1);
      Waits.until(
          vertx,
          () -> "Three frames of unknown kinds",
          () -> part(vertx, "links")
              .getJsonObject("skippedFrames")
              .equals(new JsonObject(Map.of("membership", 1, "broadcast", 1, "registry", 1))));
      Waits.until(
          vertx,
          () -> "One of shared data",
          () -> part(vertx, "sharedData").getInteger("refused") == 1);
      assertThat(part(vertx, "links").getJsonObject("closed").getInteger("bad-frame"))
          .isZero();
      assertThat(later.ends()).isEmpty();
      assertThat(part(vertx, "registry").getInteger("undecodable")).isZero();
      later.broadcast(new byte[] {UNKNOWN});
      Waits.until(vertx, () -> "Another one", () -> unknown(vertx) == 2);
    }
  }

  @Test
  void aMessageOfAKnownKindMustBeWhole() throws Exception {
    Vertx vertx = await(start(new HyParViewClusterManager(options())));
    PeerAddress address = address(vertx);
    try (HostileMember broken = new HostileMember(cluster, "broken", List.of(address))) {
      broken.send(REGISTRY, Buffer.buffer(new byte[] {1, 2, 3}));
      Waits.until(vertx, () -> "The end of the link", () -> broken.ends().size() == 1);
      assertThat(part(vertx, "links").getJsonObject("closed").getInteger("bad-frame"))
          .isOne();
    }
  }
}
