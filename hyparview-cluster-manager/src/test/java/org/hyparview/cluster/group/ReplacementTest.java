package org.hyparview.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hyparview.cluster.QuorumLossPolicy;
import org.hyparview.cluster.group.GroupNet.Node;
import org.hyparview.cluster.group.GroupNet.Outcome;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.protocol.store.StoreResult.Amount;
import org.hyparview.cluster.raft.Endpoint;
import org.junit.jupiter.api.Test;

/** The data that a group held before its nodes were replaced is there afterwards. */
class ReplacementTest {

  private static final int LEAVE_MILLIS = 1_000;

  /** The leader of two dies, the other goes on, one more joins, and the other leaves. */
  @Test
  void whatSurvivedIsOnNewReplicasToo() {
    GroupNet net = GroupNet.of(2);
    net.node(1).add("c");
    net.awaitVoters(2);
    net.kill(net.leader());
    Node left = net.living().get(0);
    assertThat(left.add("c")).isEqualTo(2);
    Node fresh = net.start("n2");
    net.awaitVoters(2);
    assertThat(fresh.count("c")).isEqualTo(2);
    net.kill(left);
    assertThat(fresh.count("c")).isEqualTo(2);
  }

  @Test
  void whatSurvivedOfThreeIsOnNewReplicasToo() {
    GroupNet net = GroupNet.of(3);
    net.node(1).add("c");
    net.awaitVoters(3);
    net.kill(net.leader());
    net.kill(net.living().get(0));
    Node left = net.living().get(0);
    assertThat(left.add("c")).isEqualTo(2);
    Node fresh = net.start("n9");
    net.awaitVoters(2);
    net.leave(left, LEAVE_MILLIS);
    assertThat(net.passUntil(2 * LEAVE_MILLIS, () -> left.dead)).isTrue();
    assertThat(fresh.count("c")).isEqualTo(2);
  }

  /** A node that joined after all replicas were lost never knew them as members. */
  @Test
  void aNodeThatNeverMetTheReplicasFoundsAnotherGroup() {
    GroupNet net = GroupNet.of(6);
    net.node(2).add("c");
    net.awaitVoters(5);
    List<String> voters = net.leader().group.voters();
    List<Node> first = net.living();
    first.stream().filter(node -> voters.contains(node.id)).forEach(net::kill);
    net.pass(1_000);
    Node fresh = net.start("fresh");
    net.pass(1_000);
    first.stream().filter(node -> !voters.contains(node.id)).forEach(net::kill);
    net.pass(3_000);
    assertThat(fresh.add("c")).isEqualTo(1);
  }

  /** A leader that leaves while a node is being added still hands over, in time. */
  @Test
  void aLeaderThatLeavesWhileTheGroupGrowsHandsOver() {
    List<String> bad = new ArrayList<>();
    for (int nodes = 1; nodes <= 3; nodes++) {
      for (int seed = 1; seed <= 20; seed++) {
        for (int pause = 0; pause <= 120; pause += 3) {
          leaveWhileTheGroupGrows(nodes, seed, pause, bad);
        }
      }
    }
    assertThat(bad).isEmpty();
  }

  private static void leaveWhileTheGroupGrows(int nodes, int seed, int pause, List<String> bad) {
    GroupNet net = new GroupNet(seed, GroupNet.config(QuorumLossPolicy.RECOVER_IF_PROVEN));
    for (int i = 0; i < nodes; i++) {
      net.start("n" + i);
    }
    net.node(0).add("c");
    net.awaitVoters(nodes);
    Node leader = net.leader();
    net.pass(500);
    Node fresh = net.start("fresh");
    net.pass(pause);
    long begin = net.now();
    net.leave(leader, LEAVE_MILLIS);
    net.passUntil(2 * LEAVE_MILLIS, () -> leader.dead);
    long took = net.now() - begin;
    Outcome<StoreResult> second = fresh.submit(new StoreOp.Add("c", 1));
    net.passUntil(15_000, () -> second.done);
    if (took > 900 || second.failure != null || !new Amount(2).equals(second.value())) {
      bad.add(nodes + " nodes, seed " + seed + ", pause " + pause + ": left in " + took
          + " ms, then " + (second.failure == null ? second.value() : second.failure));
    }
  }

  /** A change of the members between the request to the heir and its election would stop that. */
  @Test
  void aLeaderAndAnotherVoterThatLeaveAtTheSameTimeHandOver() {
    List<String> bad = new ArrayList<>();
    for (int seed = 1; seed <= 20; seed++) {
      for (int pause = -20; pause <= 20; pause += 2) {
        leaveTogether(seed, pause, bad);
      }
    }
    assertThat(bad).isEmpty();
  }

  private static void leaveTogether(int seed, int pause, List<String> bad) {
    GroupNet net = new GroupNet(seed, GroupNet.config(QuorumLossPolicy.RECOVER_IF_PROVEN));
    net.maxDelay = 10;
    for (int i = 0; i < 5; i++) {
      net.start("n" + i);
    }
    net.node(0).add("c");
    net.awaitVoters(5);
    net.pass(500 + seed);
    Node leader = net.leader();
    Node other = net.livingBut(leader);
    long begin = net.now();
    net.leave(pause < 0 ? leader : other, LEAVE_MILLIS);
    net.pass(Math.abs(pause));
    net.leave(pause < 0 ? other : leader, LEAVE_MILLIS);
    net.passUntil(10_000, () -> leader.dead && other.dead);
    long took = net.now() - begin;
    if (took > 900) {
      bad.add("seed " + seed + ", pause " + pause + ": left in " + took + " ms");
    }
  }

  /** Until the leaver may be removed there is a voter more than the others are to have. */
  @Test
  void whoStaysKeepsItsReplicaWhenAnotherNodeLeaves() {
    for (int seed = 1; seed <= 50; seed++) {
      for (int leaver = 0; leaver < 3; leaver++) {
        GroupNet net = new GroupNet(seed, GroupNet.config(QuorumLossPolicy.RECOVER_IF_PROVEN));
        net.maxDelay = 10;
        for (int i = 0; i < 3; i++) {
          net.start("n" + i);
        }
        net.node(0).add("c");
        net.awaitVoters(3);
        net.leave(net.node(leaver), LEAVE_MILLIS);
        net.pass(1_000);
        assertThat(net.staying())
            .as("seed " + seed + ", leaver " + leaver)
            .extracting(node -> node.group.replica().self().number())
            .containsExactly(1L, 1L);
      }
    }
  }

  /** The log tells a replica of its own removal, after which it can't be a member again. */
  @Test
  void aReplicaThatWasRemovedBeforeItHadAnythingIsNotAddedAgain() {
    GroupNet net = new GroupNet(1, GroupNet.config(QuorumLossPolicy.WAIT));
    net.start("n0");
    net.node(0).add("c");
    Node late = net.start("late");
    assertThat(net.passUntil(5_000, () -> late.group.server() != null)).isTrue();
    net.cut(Set.of(late.id));
    assertThat(net.passUntil(5_000, () -> membersAt(net.node(0)) == 2)).isTrue();
    assertThat(net.passUntil(20_000, () -> membersAt(net.node(0)) == 1)).isTrue();
    net.pass(1_000);
    net.heal();
    net.awaitVoters(2);
    assertThat(late.add("c")).isEqualTo(2);
  }

  /** What it saw of the others as the leader some time ago says nothing of them now. */
  @Test
  void whoLeadsAgainKeepsTheOthers() {
    GroupNet net = GroupNet.of(3);
    net.node(1).add("c");
    net.awaitVoters(3);
    Node first = net.leader();
    Set<Endpoint> voters = first.group.replica().members().voters();
    Node paused = first;
    for (int i = 0; i < 10; i++) {
      net.pause(paused);
      assertThat(net.passUntil(20_000, () -> !active(net).isEmpty())).isTrue();
      net.resume(paused);
      net.pass(12_000);
      paused = active(net).get(0);
      paused.add("c");
      assertThat(paused.group.replica().members().voters()).isEqualTo(voters);
    }
  }

  private static List<Node> active(GroupNet net) {
    return net.leaders().stream().filter(node -> !node.paused).toList();
  }

  private static int membersAt(Node node) {
    return node.group.replica().members().all().size();
  }
}
