package org.hyparview.cluster.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hyparview.cluster.QuorumLossPolicy;
import org.hyparview.cluster.group.GroupCodec;
import org.hyparview.cluster.group.GroupConfig;
import org.hyparview.cluster.group.GroupDescriptor;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.registry.RegistryEvent.EntryChanged;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.cluster.wire.TagsCodec;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The knowledge of a node about shared data in which it takes no part. */
class SharedDataTest {

  private static final Bytes KEY = Bytes.of((byte) 1);

  private final Vertx vertx = Vertx.vertx();

  private SharedData sharedData(int maxVoters) {
    return new SharedData(
        (VertxInternal) vertx,
        "events",
        GroupConfig.builder()
            .maxVoters(maxVoters)
            .onQuorumLoss(QuorumLossPolicy.WAIT)
            .build(),
        1_000,
        false,
        () -> false,
        () -> false);
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  private static EntryChanged group(boolean settled, String... voters) {
    List<Endpoint> replicas =
        Stream.of(voters).map(node -> new Endpoint(node, 1)).toList();
    Endpoint founder = replicas.get(0);
    GroupDescriptor group = new GroupDescriptor(
        "g", "g", 0, 1, founder, 2, replicas, 3, founder, List.of(), settled, null);
    return new EntryChanged(SharedData.GROUPS, KEY, new GroupCodec().encode(group));
  }

  private static Peer peer(String node) {
    return new Peer(PeerId.of(node), 1, new PeerAddress("10.0.0.1", 7_800));
  }

  @Test
  void itIsSettledWhileNothingIsShared() {
    SharedData data = sharedData(5);
    assertThat(data.isSettled()).isTrue();
    data.entryChanged(group(false, "a"));
    assertThat(data.isSettled()).isFalse();
    data.entryChanged(new EntryChanged(SharedData.GROUPS, KEY, null));
    assertThat(data.isSettled()).isTrue();
  }

  @Test
  void itIsSettledWhileTheLeaderSaysSoAndAllVotersAreThere() {
    SharedData data = sharedData(5);
    data.memberUp(peer("a"));
    data.entryChanged(group(true, "a", "b"));
    assertThat(data.isSettled()).as("b is unknown").isFalse();
    data.memberUp(peer("b"));
    assertThat(data.isSettled()).isTrue();
    data.entryChanged(group(false, "a", "b"));
    assertThat(data.isSettled()).as("not for the leader").isFalse();
    data.entryChanged(group(true, "a", "b"));
    data.memberDown("a");
    assertThat(data.isSettled()).as("a is gone").isFalse();
  }

  @Test
  void oneReplicaIsEnoughForOneDataMember() {
    SharedData data = sharedData(5);
    data.memberUp(peer("a"));
    data.metadataChanged("a", TagsCodec.encode(Map.of(), 1, false));
    data.memberUp(peer("b"));
    data.metadataChanged("b", TagsCodec.encode(Map.of(), 1, true));
    data.entryChanged(group(true, "b"));
    assertThat(data.isSettled()).as("this node and b").isFalse();
    data.memberDown("b");
    data.entryChanged(group(true, "a"));
    assertThat(data.isSettled()).as("this node alone").isTrue();
    data.memberDown("a");
    data.memberUp(peer("a"));
    assertThat(data.isSettled()).as("a keeps data, too").isFalse();
  }

  /** The leader claims that one is enough: it has not met the second node yet. */
  @Test
  void oneReplicaIsNotEnoughForTwoNodes() {
    SharedData data = sharedData(5);
    data.memberUp(peer("a"));
    data.entryChanged(group(true, "a"));
    assertThat(data.isSettled()).isFalse();
    SharedData one = sharedData(1);
    one.memberUp(peer("a"));
    one.entryChanged(group(true, "a"));
    assertThat(one.isSettled()).isTrue();
  }
}
