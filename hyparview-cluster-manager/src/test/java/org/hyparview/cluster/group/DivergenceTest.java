package org.hyparview.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.hyparview.cluster.group.GroupNet.Node;
import org.hyparview.cluster.group.GroupNet.Outcome;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.store.Batch;
import org.hyparview.cluster.protocol.store.Store;
import org.hyparview.cluster.protocol.store.StoreCommand.OpenSession;
import org.hyparview.cluster.protocol.store.StoreCommand.Request;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.protocol.store.StoreResult.Amount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A replica whose state is changed behind the back of the group. */
class DivergenceTest {

  private static final Bytes KEY = Bytes.of((byte) 1);
  private static final Bytes RIGHT = Bytes.of((byte) 2);
  private static final Bytes WRONG = Bytes.of((byte) 3);

  private static GroupReplica server(Node node) {
    return Objects.requireNonNull(node.group.server(), "server");
  }

  private static Store store(Node node) {
    return server(node).replica().store();
  }

  /** Puts another value there, which no committed change does. */
  private static void corrupt(Store store) {
    Amount session = (Amount) store
        .apply(new Batch(0, List.of(new OpenSession("nobody", 1))))
        .results()
        .get(0);
    StoreOp put = new StoreOp.Put("m", KEY, WRONG, 0);
    store.apply(new Batch(0, List.of(new Request(session.value(), 0, 1, put))));
  }

  private static GroupNet group(int nodes) {
    GroupNet net = GroupNet.of(nodes);
    net.node(nodes - 1).add("c");
    net.awaitVoters(nodes);
    net.living().forEach(node -> node.add("c"));
    net.await(net.node(0).submit(new StoreOp.Put("m", KEY, RIGHT, 0)));
    net.pass(1_000);
    return net;
  }

  /** Adds one increment after the other, each by another node, at a pace. */
  private static boolean addUntil(GroupNet net, int pause, long millis, BooleanSupplier isSo) {
    long end = net.now() + millis;
    for (int i = 0; net.now() < end && !isSo.getAsBoolean(); i++) {
      List<Node> living = net.living();
      living.get(i % living.size()).add("c");
      net.pass(pause);
    }
    return isSo.getAsBoolean();
  }

  private static Node follower(GroupNet net) {
    Node leader = net.leader();
    return net.livingBut(leader);
  }

  private static void checkData(GroupNet net, Bytes expected) {
    for (Node node : net.living()) {
      Outcome<StoreResult> read = node.query(new StoreQuery.Get("m", KEY));
      net.await(read);
      assertThat(read.value()).isEqualTo(new StoreResult.Value(expected));
    }
    net.pass(1_000);
    Store leading = store(net.leader());
    net.living().forEach(node -> {
      assertThat(store(node).snapshot()).as(node.id).isEqualTo(leading.snapshot());
      assertThat(store(node).get("m", KEY)).isEqualTo(expected);
    });
  }

  @ParameterizedTest
  @CsvSource({"2, 0", "2, 20", "2, 300", "3, 0", "3, 20", "3, 300", "5, 0", "5, 20", "5, 300"})
  void aFollowerThatDiffersIsReplacedWithinASecondOfTraffic(int nodes, int pause) {
    GroupNet net = group(nodes);
    Node wrong = follower(net);
    GroupReplica before = server(wrong);
    corrupt(store(wrong));
    assertThat(addUntil(net, pause, 1_000, () -> wrong.group.server() != before))
        .isTrue();
    net.awaitVoters(nodes);
    checkData(net, RIGHT);
    assertThat(wrong.losses).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"3, 0", "3, 20", "3, 300", "5, 0", "5, 20", "5, 300"})
  void aLeaderThatDiffersStopsWithinASecondOfTraffic(int nodes, int pause) {
    GroupNet net = group(nodes);
    Node wrong = net.leader();
    GroupReplica before = server(wrong);
    corrupt(store(wrong));
    long since = net.now();
    assertThat(addUntil(net, pause, 1_000, () -> wrong.group.server() != before))
        .isTrue();
    net.node(0).add("c");
    assertThat(net.now() - since).as("until another one led").isLessThan(1_500);
    net.awaitVoters(nodes);
    checkData(net, RIGHT);
    assertThat(net.leader()).isNotEqualTo(wrong);
  }

  /**
   * The other one is replaced first, and replays the log: then two show that the leader is wrong.
   */
  @ParameterizedTest
  @ValueSource(ints = {20, 300})
  void ofTwoThatDifferTheOneThatReplaysTheLogIsRight(int pause) {
    GroupNet net = group(2);
    Node leader = net.leader();
    Node other = follower(net);
    GroupReplica wrong = server(leader);
    GroupReplica replaced = server(other);
    corrupt(store(leader));
    assertThat(addUntil(net, pause, 1_000, () -> other.group.server() != replaced))
        .isTrue();
    assertThat(addUntil(net, pause, 2_000, () -> leader.group.server() != wrong))
        .isTrue();
    net.awaitVoters(2);
    checkData(net, RIGHT);
    assertThat(net.leader()).isEqualTo(other);
  }

  /** A snapshot of the leader says nothing but what the leader holds; at least they agree again. */
  @Test
  void ofTwoThatDifferTheLeaderIsRightOnceTheLogIsTruncated() {
    GroupNet net = group(2);
    Node leader = net.leader();
    Node other = follower(net);
    GroupReplica replaced = server(other);
    corrupt(store(leader));
    IntStream.range(0, 2 * net.config().snapshotInterval()).forEach(i -> leader.add("c"));
    assertThat(addUntil(net, 20, 1_000, () -> other.group.server() != replaced)).isTrue();
    net.awaitVoters(2);
    checkData(net, WRONG);
    assertThat(net.leader()).isEqualTo(leader);
  }

  /** As if memory ran out in the middle of a batch. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aReplicaThatStopsByItselfIsReplaced(boolean leads) {
    GroupNet net = group(3);
    Node broken = leads ? net.leader() : follower(net);
    GroupReplica before = server(broken);
    long since = net.now();
    before.replica().stop();
    before.failed(new OutOfMemoryError("in a test"), true);
    net.node(1).add("c");
    assertThat(net.now() - since).isLessThan(500);
    assertThat(addUntil(
            net, 20, 2_000, () -> broken.group.server() != null && net.leaders().size() == 1))
        .isTrue();
    net.awaitVoters(3);
    checkData(net, RIGHT);
  }
}
