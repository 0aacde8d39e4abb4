package org.hyparview.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.hyparview.cluster.group.GroupNet.Node;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.junit.jupiter.api.Test;

/** Replicas that others have removed while they were cut off must not go on from what they hold. */
class StaleReturnTest {

  private static GroupNet net(int size) {
    GroupNet net = GroupNet.of(size);
    net.node(1).add("c");
    net.awaitVoters(size);
    net.pass(500);
    assertThat(net.leader()).isEqualTo(net.node(0));
    return net;
  }

  /** The leader of two goes on without the other, and is killed. The other doesn't know of it. */
  @Test
  void whatTheLeaderOfTwoDidAloneIsNotLostSilently() {
    GroupNet net = net(2);
    net.cut(Set.of("n1"));
    net.pass(3_000);
    net.node(0).add("c");
    net.kill(net.node(0));
    net.pass(1_000);
    net.announced.clear(); // no remaining node knows of it
    heal(net);
    Node left = net.node(1);
    assertThat(left.count("c") == 2 || left.losses.contains("data"))
        .as("c is %s, told of losses: %s", left.count("c"), left.losses)
        .isTrue();
  }

  /** Killed right after the announcement of a second replica, or right before. */
  @Test
  void aReplicaThatHasAllIsNotReplacedByNothing() {
    GroupNet net = GroupNet.of(2);
    net.node(1).add("c");
    net.awaitVoters(2);
    net.cut(Set.of("n1"));
    net.pass(3_000);
    net.kill(net.node(0));
    net.node(1).query(new StoreQuery.Count("c"));
    net.pass(15_000);
    net.heal();
    net.pass(15_000);
    assertThat(net.node(1).count("c")).isEqualTo(1);
  }

  /** The leader of two went on alone, handed over to a new node, and left gracefully. */
  @Test
  void aReplicaRemovedAsOneOfTwoDoesNotReplaceThoseThatWentOn() {
    GroupNet net = net(2);
    net.cut(Set.of("n1"));
    net.pass(3_000);
    Node fresh = net.start("n2");
    net.awaitVoters(2);
    net.leave(net.node(0), 5_000);
    net.pass(2_000);
    fresh.add("c");
    heal(net);
    assertThat(fresh.count("c")).isEqualTo(2);
  }

  /**
   * The leader of three is cut off, and proposes to remove one of the others, which it can't. Of
   * the others one is killed; the remaining one goes on with a new node.
   */
  @Test
  void aListOfVotersThatWasNeverAgreedOnAllowsNothing() {
    for (int leaver = 1; leaver <= 2; leaver++) {
      GroupNet net = net(3);
      Node other = net.node(3 - leaver);
      net.cut(Set.of("n0"));
      net.pass(3_000);
      other.add("c");
      net.start("n3");
      net.pass(3_000);
      net.leave(net.node(leaver), 5_000);
      net.pass(3_000);
      other.add("c");
      heal(net);
      assertThat(other.count("c"))
          .as("n%s left; losses %s %s", leaver, other.losses, net.node(0).losses)
          .isEqualTo(3);
    }
  }

  /** News of the replaced group arrives before that of its replacement. */
  @Test
  void aNodeThatFirstLearnsOfTheWithdrawalIsNotifiedToo() {
    GroupNet net = GroupNet.of(7);
    Node cut = net.node(6);
    cut.add("c");
    net.awaitVoters(5);
    GroupNet.Outcome<Long> lock = cut.acquire("lock", 1_000);
    net.await(lock);
    net.pass(500);
    String old = net.announced.keySet().iterator().next();
    net.cut(Set.of(cut.id));
    for (int i = 0; i < 5; i++) {
      net.kill(net.node(i));
    }
    Node left = net.node(5);
    left.query(new StoreQuery.Count("c"));
    net.pass(20_000);
    assertThat(left.count("c")).isZero();
    assertThat(left.losses).contains("data");
    net.announced.remove(old);
    cut.group.withdrawn(old);
    net.heal();
    net.pass(5_000);
    cut.add("c");
    assertThat(cut.losses).contains("data", "locks [lock]");
  }

  /** Heals the network at once, and membership only once one side has found the other. */
  private static void heal(GroupNet net) {
    net.mend();
    net.pass(3_000);
    net.heal();
    net.pass(15_000);
  }
}
