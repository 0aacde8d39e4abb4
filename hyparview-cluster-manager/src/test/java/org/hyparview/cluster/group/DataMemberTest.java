package org.hyparview.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.hyparview.cluster.QuorumLossPolicy;
import org.hyparview.cluster.SharedDataException;
import org.hyparview.cluster.group.GroupNet.Node;
import org.hyparview.cluster.group.GroupNet.Outcome;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.junit.jupiter.api.Test;

/** Clusters of which some nodes keep no shared data. */
class DataMemberTest {

  private static final Placement NO_DATA = new Placement(false, Optional.empty());

  private final GroupNet net = new GroupNet(1, GroupNet.config(QuorumLossPolicy.RECOVER_IF_PROVEN));

  private Node keeper(String id) {
    return net.start(id);
  }

  private Node other(String id) {
    return net.start(id, NO_DATA);
  }

  private static Outcome<StoreResult> submit(Node node) {
    return node.submit(new StoreOp.Add("c", 1));
  }

  private void assertHomeless(Outcome<StoreResult> outcome) {
    assertThat(outcome.failure)
        .isInstanceOf(SharedDataException.class)
        .hasMessageContaining("No node of the cluster keeps shared data")
        .hasMessageContaining("dataMember");
  }

  @Test
  void theOldestDataMemberFoundsTheGroupAndOthersUseIt() {
    Node first = other("n0");
    keeper("n1");
    Node last = other("n2");
    keeper("n3");
    assertThat(first.add("c")).isEqualTo(1);
    net.awaitVoters(2);
    assertThat(net.leader().group.voters()).containsExactly("n1", "n3");
    assertThat(net.leader().id).isEqualTo("n1");
    net.pass(1_000);
    assertThat(net.leader().group.isSettled()).isTrue();
    assertThat(last.add("c")).isEqualTo(2);
    Outcome<Long> lock = first.acquire("l", 1_000);
    net.await(lock);
  }

  /** The node that asks has not received the oldest one's metadata yet. */
  @Test
  void theRequestToFoundAGroupIsPassedOn() {
    Node first = net.start("n0", false, Placement.DEFAULT);
    Node second = keeper("n1");
    Node third = keeper("n2");
    net.pass(10);
    second.group.memberPlaced(first.id, NO_DATA);
    assertThat(third.add("c")).isEqualTo(1);
    assertThat(net.leader()).isEqualTo(second);
    assertThat(first.group.server()).isNull();
  }

  /** The leader doesn't know that the node keeps no data, as one of an earlier release. */
  @Test
  void aNodeThatIsToHaveAReplicaDeclines() {
    Node leader = keeper("n0");
    keeper("n1");
    leader.add("c");
    net.awaitVoters(2);
    Node late = net.start("n2", false, Placement.DEFAULT);
    net.pass(5_000);
    assertThat(leader.group.isSettled()).isTrue();
    assertThat(leader.group.voters()).containsExactly("n0", "n1");
    assertThat(late.group.server()).isNull();
    assertThat(late.add("c")).isEqualTo(2);
  }

  @Test
  void withoutADataMemberOperationsFailAtOnceUntilOneJoins() {
    Node first = other("n0");
    Node second = other("n1");
    Outcome<StoreResult> early = submit(first);
    net.pass(200);
    assertThat(early.done).as("others may be about to be met").isFalse();
    net.passUntil(200, () -> early.done);
    assertHomeless(early);
    assertHomeless(submit(first));
    Outcome<StoreResult> question = first.query(new StoreQuery.Count("c"));
    assertHomeless(question);
    Outcome<Long> lock = first.acquire("l", 5_000);
    net.passUntil(200, () -> lock.done);
    assertThat(lock.failure).hasMessageContaining("dataMember");
    keeper("n2");
    net.pass(10);
    assertThat(first.add("c")).isEqualTo(1);
    assertThat(second.add("c")).isEqualTo(2);
    net.awaitVoters(1);
    assertThat(net.leader().group.isSettled()).isTrue();
  }

  @Test
  void aLoneNodeLooksForDataMembersInItsFirstSecond() {
    Node lonely = other("n0");
    Outcome<StoreResult> change = submit(lonely);
    net.pass(900);
    assertThat(change.done).isFalse();
    keeper("n1");
    net.await(change);
    assertThat(change.value()).isEqualTo(new StoreResult.Amount(1));
    assertThat(lonely.group.server()).isNull();
  }

  @Test
  void aVoterOnANodeThatTurnsOutToKeepNoDataIsReplaced() {
    for (int i = 0; i < 4; i++) {
      keeper("n" + i);
    }
    Node late = net.node(1);
    late.add("c");
    net.awaitVoters(3);
    assertThat(net.leader().group.voters()).containsExactly("n0", "n1", "n2");
    net.place(late, NO_DATA);
    Node leader = net.leader();
    assertThat(net.passUntil(5_000, () -> !leader.group.voters().contains("n1")))
        .isTrue();
    assertThat(net.passUntil(5_000, leader.group::isSettled)).isTrue();
    assertThat(leader.group.voters()).containsExactly("n0", "n2", "n3");
    net.pass(10);
    assertThat(late.group.server()).isNull();
    assertThat(late.add("c")).isEqualTo(2);
  }

  /** Nodes that can't take the data over don't hold up the last one that keeps it. */
  @Test
  void theLastDataMemberLeavesAtOnceAndTheNextOneBeginsEmpty() {
    Node last = keeper("n0");
    Node user = other("n1");
    assertThat(user.add("c")).isEqualTo(1);
    long begin = net.now();
    net.leave(last, 25_000);
    assertThat(net.passUntil(10_000, () -> last.dead)).isTrue();
    assertThat(net.now() - begin).isLessThan(500);
    net.pass(500);
    Outcome<StoreResult> waiting = submit(user);
    net.passUntil(5_000, () -> waiting.done);
    assertHomeless(waiting);
    assertThat(waiting.failure).hasMessageContaining("has no quorum");
    assertHomeless(submit(user));
    keeper("n2");
    net.pass(6_000);
    assertThat(user.add("c")).isEqualTo(1);
    assertThat(user.losses).containsExactly("data");
  }

  @Test
  void ofSeveralDataMembersTheLeavingOneHandsOver() {
    other("n0");
    keeper("n1");
    keeper("n2");
    Node user = other("n3");
    assertThat(user.add("c")).isEqualTo(1);
    net.awaitVoters(2);
    Node leader = net.leader();
    net.leave(leader, 25_000);
    assertThat(net.passUntil(2_000, () -> leader.dead)).isTrue();
    assertThat(user.add("c")).isEqualTo(2);
    net.awaitVoters(1);
    assertThat(user.losses).isEmpty();
  }
}
