package org.hyparview.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.Objects;
import org.hyparview.cluster.group.GroupNet.Node;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.wire.ByteWriter;
import org.junit.jupiter.api.Test;

/** A node of an earlier version where the log contains what only a later one knows. */
class OutdatedReplicaTest {

  /** The counter whose increments a node of the earlier version can't read. */
  private static final String LATER = GroupNet.LATER;

  /** Returns three nodes, two of which have a replica with a later operation in its log. */
  private static GroupNet afterALaterOperation() {
    GroupNet net = GroupNet.of(3);
    net.node(2).add("c");
    net.awaitVoters(3);
    net.living().forEach(node -> node.group.versionChanged(2));
    assertThat(net.leader().add(LATER)).isOne();
    Node leader = net.leader();
    net.kill(net.livingBut(leader));
    net.awaitVoters(2);
    return net;
  }

  private static Node startEarlier(GroupNet net) {
    Node earlier = net.start("earlier");
    earlier.earlier = true;
    return earlier;
  }

  @Test
  void itIsGivenUpThereAndTheOthersGoOn() {
    GroupNet net = afterALaterOperation();
    Node earlier = startEarlier(net);
    assertThat(net.passUntil(10_000, () -> earlier.group.counters().outdated() == 1))
        .isTrue();
    assertThat(earlier.group.server()).isNull();
    assertThat(net.leader().add("c")).isEqualTo(2);
    assertThat(earlier.add("c")).isEqualTo(3);
    assertThat(net.voters()).isEqualTo(2);
    long first = net.now();
    assertThat(net.passUntil(30_000, () -> earlier.group.counters().outdated() == 2))
        .isTrue();
    assertThat(net.now() - first).isGreaterThan(OutdatedReplicas.DECLINE_MILLIS / 2);
  }

  @Test
  void itHasAReplicaOnceASnapshotStandsForTheLaterOperation() {
    GroupNet net = afterALaterOperation();
    Node earlier = startEarlier(net);
    assertThat(net.passUntil(10_000, () -> earlier.group.counters().outdated() == 1))
        .isTrue();
    for (int i = 0; i < 2 * net.config().snapshotInterval(); i++) {
      net.leader().add("c");
    }
    net.awaitVoters(3);
    assertThat(earlier.count(LATER)).isOne();
  }

  @Test
  void aFallOfTheVersionPutsASnapshotInThePlaceOfLaterOperations() {
    GroupNet net = afterALaterOperation();
    net.living().forEach(node -> node.group.versionChanged(1));
    Node earlier = startEarlier(net);
    net.awaitVoters(3);
    assertThat(earlier.group.counters().outdated()).isZero();
    assertThat(earlier.count(LATER)).isOne();
  }

  @Test
  void onlyTheLeaderIsBelieved() {
    GroupNet net = GroupNet.of(3);
    net.node(2).add("c");
    net.awaitVoters(3);
    Node leader = net.leader();
    Node follower = net.livingBut(leader);
    Node other = net.livingBut(leader, follower);
    follower.group.receive(other.peer, unknownEntry(follower, other));
    assertThat(follower.group.counters().outdated()).isZero();
    assertThat(follower.group.counters().refused()).isOne();
    follower.group.receive(leader.peer, unknownEntry(follower, leader));
    assertThat(follower.group.counters().outdated()).isOne();
    assertThat(follower.group.server()).isNull();
    assertThat(leader.add("c")).isEqualTo(2);
  }

  /** An append with an entry whose kind no version has had so far. */
  private static Buffer unknownEntry(Node to, Node from) {
    ByteWriter out = new ByteWriter(64).writeByte(1).writeByte(1);
    out.writeLongText(from.id).writeLong(1);
    for (int number = 0; number < 6; number++) {
      out.writeLong(1);
    }
    out.writeShort(1).writeLong(2).writeLong(1).writeByte(99);
    Endpoint receiver = to.group.replica().self();
    String group =
        Objects.requireNonNull(to.group.server(), "server").founding().id();
    return new GroupCodec()
        .encode(new GroupMessage.Raft(group, receiver, Bytes.of(out.toBytes()), null));
  }
}
