package org.hyparview.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.hyparview.cluster.QuorumLossPolicy;
import org.hyparview.cluster.group.GroupNet.Node;
import org.hyparview.cluster.raft.RaftReplica.Members;
import org.junit.jupiter.api.Test;

/** Voters of a leader that spreads them over zones. */
class RebalancingTest {

  private static Placement in(String zone) {
    return new Placement(true, Optional.of(zone));
  }

  /** Starts a node in each of these zones, in this order. */
  private static GroupNet inZones(int maxVoters, String... zones) {
    GroupConfig config = GroupNet.settings(QuorumLossPolicy.RECOVER_IF_PROVEN)
        .maxVoters(maxVoters)
        .spreadVotersBy("zone")
        .build();
    GroupNet net = new GroupNet(1, config);
    for (String zone : zones) {
      net.start("n" + net.nodes.size(), in(zone));
    }
    return net;
  }

  private static void awaitVoters(GroupNet net, String... nodes) {
    Node leader = net.leader();
    assertThat(net.passUntil(
            20_000, () -> leader.group.isSettled() && leader.group.voters().equals(List.of(nodes))))
        .as(() -> "voters are " + leader.group.voters())
        .isTrue();
    assertThat(net.leader()).isEqualTo(leader);
  }

  private static void assertStays(GroupNet net) {
    Members before = net.leader().group.replica().members();
    net.pass(120_000);
    assertThat(net.leader().group.replica().members()).isEqualTo(before);
  }

  @Test
  void newVotersAreOfTheZonesWithTheFewest() {
    GroupNet net = inZones(3, "a", "a", "a", "b", "b", "c");
    net.node(1).add("c");
    awaitVoters(net, "n0", "n3", "n5");
  }

  @Test
  void aVoterMovesToAZoneThatJoinsLate() {
    GroupNet net = inZones(3, "a", "a", "a");
    net.node(2).add("c");
    awaitVoters(net, "n0", "n1", "n2");
    net.start("n3", in("b"));
    awaitVoters(net, "n0", "n1", "n3");
    Node last = net.start("n4", in("c"));
    awaitVoters(net, "n0", "n3", "n4");
    assertThat(last.add("c")).isEqualTo(2);
    assertStays(net);
  }

  @Test
  void aDifferenceOfOneIsLeft() {
    GroupNet net = inZones(5, "a", "a", "a", "b", "b", "a");
    net.node(2).add("c");
    awaitVoters(net, "n0", "n1", "n2", "n3", "n4");
    assertStays(net);
    net.start("n6", in("b"));
    assertStays(net);
  }

  @Test
  void votersFollowTagsThatChange() {
    GroupNet net = inZones(3, "a", "a", "a", "a", "a");
    net.node(2).add("c");
    awaitVoters(net, "n0", "n1", "n2");
    net.place(net.node(4), in("b"));
    awaitVoters(net, "n0", "n1", "n4");
    net.place(net.node(4), in("a"));
    net.place(net.node(3), Placement.DEFAULT);
    awaitVoters(net, "n0", "n1", "n3");
    assertStays(net);
  }

  @Test
  void oneVoterIsNotMoved() {
    GroupNet net = inZones(1, "a", "b", "c");
    net.node(2).add("c");
    awaitVoters(net, "n0");
    assertStays(net);
  }

  /** A node that doesn't answer costs no more than a request now and then. */
  @Test
  void aNodeThatTakesNoReplicaIsLeftAlone() {
    GroupNet net = inZones(3, "a", "a", "a");
    net.node(2).add("c");
    awaitVoters(net, "n0", "n1", "n2");
    net.pause(net.start("n3", in("b")));
    assertStays(net);
    assertThat(net.leader().group.isSettled()).isTrue();
  }
}
