package org.hyparview.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hyparview.cluster.group.GroupMessage.Ask;
import org.hyparview.cluster.group.GroupMessage.Leave;
import org.hyparview.cluster.group.GroupMessage.LogPosition;
import org.hyparview.cluster.group.GroupMessage.Missing;
import org.hyparview.cluster.group.GroupMessage.Raft;
import org.hyparview.cluster.group.GroupMessage.StartLearner;
import org.hyparview.cluster.group.GroupMessage.Stop;
import org.hyparview.cluster.group.GroupMessage.Superseded;
import org.hyparview.cluster.group.GroupNet.Node;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.store.StoreCommand.ExpireNode;
import org.hyparview.cluster.protocol.store.StoreCommand.OpenSession;
import org.hyparview.cluster.protocol.store.StoreCommand.Request;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.cluster.raft.ForgedMessages;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node that lies about groups and replicas can't do to the shared data of a cluster. */
class HostileNodeTest {

  private static final Peer HOSTILE =
      new Peer(PeerId.of("hostile"), 0, new PeerAddress("hostile", 1));
  private static final Endpoint REPLICA = new Endpoint("hostile", 1);

  private final GroupNet net = GroupNet.of(4);
  private final GroupDescriptor group;

  HostileNodeTest() {
    net.node(3).add("c");
    net.awaitVoters(3);
    net.pass(1_000);
    group = known(net.node(3));
  }

  private static GroupDescriptor known(Node node) {
    return Objects.requireNonNull(
        node.group.server() == null ? node.group.current() : node.group.server().descriptor());
  }

  private void send(Node to, GroupMessage message) {
    to.group.receive(HOSTILE, new GroupCodec().encode(message));
  }

  private void sendToAll(GroupMessage message) {
    net.nodes.values().forEach(node -> send(node, message));
  }

  private void publish(GroupDescriptor forged) {
    net.announced.put(forged.id(), forged);
    net.nodes.values().forEach(node -> node.group.announced(forged));
  }

  private void becomeMember() {
    net.nodes.values().forEach(node -> node.group.memberUp(HOSTILE));
  }

  private void leave() {
    net.nodes.values().forEach(node -> node.group.memberDown(REPLICA.node()));
  }

  /** The data are there and work, on the same replicas, and no node was told that any are lost. */
  private void demandUnharmed() {
    for (Node node : net.nodes.values()) {
      long before = node.count("c");
      assertThat(before).isPositive();
      assertThat(node.add("c")).isEqualTo(before + 1);
      assertThat(node.losses).isEmpty();
    }
    net.awaitVoters(3);
    assertThat(known(net.leader()).id()).isEqualTo(group.id());
    net.pass(3_000);
    Node fresh = net.start("fresh");
    assertThat(fresh.add("c")).isGreaterThan(4);
  }

  private GroupDescriptor forged(String id, long generation, Endpoint... voters) {
    List<Peer> peers = new ArrayList<>();
    return new GroupDescriptor(
        id, id, generation, 0, voters[0], 9, List.of(voters), 9, voters[0], peers, true, null);
  }

  private Endpoint replicaOf(int node, long number) {
    return new Endpoint(net.node(node).id, number);
  }

  // Announcements

  @ParameterizedTest
  @ValueSource(longs = {1, 1_000_000, Long.MAX_VALUE >> 1, Long.MAX_VALUE})
  void anAnnouncedGroupThatHasNoReplicasReplacesNone(long generation) {
    publish(forged("forged", generation, REPLICA));
    demandUnharmed();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, Long.MAX_VALUE >> 1})
  void anAnnouncedGroupOfLivingNodesReplacesNoneAndIsWithdrawn(long generation) {
    publish(forged("forged", generation, replicaOf(1, 7), replicaOf(2, 7), replicaOf(3, 7)));
    demandUnharmed();
    assertThat(net.announced).containsOnlyKeys(group.id());
  }

  @Test
  void aForgedDescriptionOfTheGroupIsCorrected() {
    publish(forged(group.id(), 0, REPLICA));
    publish(forged(group.id(), 0, replicaOf(3, 1)));
    net.pass(3_000);
    assertThat(net.announced.get(group.id())).isEqualTo(known(net.leader()));
    demandUnharmed();
  }

  @Test
  void aWithdrawnGroupIsAnnouncedAgain() {
    net.announced.remove(group.id());
    net.nodes.values().forEach(node -> node.group.withdrawn(group.id()));
    net.pass(3_000);
    assertThat(net.announced).containsKey(group.id());
    demandUnharmed();
  }

  @Test
  void whatAStrangerSaysOfAGroupIsIgnored() {
    sendToAll(new Superseded(forged("forged", 5, REPLICA)));
    sendToAll(new Superseded(forged(group.id(), 0, REPLICA)));
    demandUnharmed();
    assertThat(net.node(0).group.refused()).isEqualTo(2);
  }

  @Test
  void aMemberThatAnnouncesAGroupWithoutReplicasReplacesNone() {
    becomeMember();
    publish(forged("forged", 5, REPLICA));
    net.pass(2_000);
    leave();
    demandUnharmed();
  }

  /** Its term counts for as long as it is there. */
  @Test
  void aMemberThatClaimedToLeadTheGroupIsForgottenWhenItIsGone() {
    becomeMember();
    sendToAll(new Superseded(forged(group.id(), 0, REPLICA)));
    net.pass(1_000);
    leave();
    net.pass(3_000);
    demandUnharmed();
  }

  // Replicas

  @Test
  void aStrangerStartsNoReplica() {
    sendToAll(new StartLearner(forged("forged", 5, REPLICA)));
    sendToAll(new StartLearner(forged(group.id(), 0, REPLICA)));
    demandUnharmed();
  }

  @Test
  void aMemberStartsReplicasOfItsOwnGroupsOnly() {
    becomeMember();
    sendToAll(new StartLearner(forged("forged", 5, replicaOf(0, 1))));
    leave();
    demandUnharmed();
  }

  @Test
  void aStrangerStopsNoReplica() {
    for (Node node : net.nodes.values()) {
      for (Endpoint voter : group.voters()) {
        send(node, new Stop(group.id(), voter));
      }
    }
    demandUnharmed();
    assertThat(net.leader().group.refused()).isOne();
  }

  @Test
  void aMemberThatIsNoVoterStopsNoReplica() {
    becomeMember();
    publish(forged(group.id(), 0, replicaOf(3, 1), REPLICA));
    for (Endpoint voter : group.voters()) {
      sendToAll(new Stop(group.id(), voter));
    }
    net.pass(1_000);
    leave();
    net.pass(3_000);
    demandUnharmed();
  }

  @Test
  void aNodeSpeaksForNoReplicaOfAnother() {
    for (Endpoint voter : group.voters()) {
      sendToAll(new Leave(group.id(), voter));
      sendToAll(new Missing(group.id(), voter));
      sendToAll(new LogPosition(group.id(), voter, 1_000, 1_000, true));
    }
    demandUnharmed();
    assertThat(known(net.leader()).voters()).containsExactlyInAnyOrderElementsOf(group.voters());
  }

  // Raft

  @ParameterizedTest
  @ValueSource(ints = {100, Integer.MAX_VALUE})
  void aStrangerChangesNoTerm(int term) {
    int before = net.leader().group.replica().term();
    for (Endpoint voter : group.voters()) {
      Node node = Objects.requireNonNull(net.nodes.get(voter.node()));
      raft(node, voter, ForgedMessages.vote(group.id(), REPLICA, term));
      raft(node, voter, ForgedMessages.append(group.id(), REPLICA, term));
      Endpoint other = group.voters().get(voter.equals(group.voters().get(0)) ? 1 : 0);
      raft(node, voter, ForgedMessages.vote(group.id(), other, term));
      raft(node, voter, ForgedMessages.append(group.id(), other, term));
      assertThat(node.group.refused()).isEqualTo(4);
    }
    demandUnharmed();
    assertThat(net.leader().group.replica().term()).isEqualTo(before);
  }

  @Test
  void aMemberThatIsNoVoterTakesNoTermFarAhead() {
    becomeMember();
    for (Endpoint voter : group.voters()) {
      Node node = Objects.requireNonNull(net.nodes.get(voter.node()));
      raft(node, voter, ForgedMessages.vote(group.id(), REPLICA, Integer.MAX_VALUE));
      raft(node, voter, ForgedMessages.append(group.id(), REPLICA, Integer.MAX_VALUE));
      raft(node, voter, ForgedMessages.vote(group.id(), REPLICA, 900));
      if (!node.group.isLeader()) {
        raft(node, voter, ForgedMessages.append(group.id(), REPLICA, 900));
      }
    }
    leave();
    net.pass(5_000);
    demandUnharmed();
    assertThat(net.leader().group.replica().term()).isLessThan(2_000);
  }

  private void raft(Node to, Endpoint replica, byte[] message) {
    send(to, new Raft(group.id(), replica, Bytes.of(message), null));
  }

  // Requests

  /** Sides of a partition may have given one id to the sessions of two nodes. */
  @Test
  void aSessionIsThatOfItsNodeOnly() {
    becomeMember();
    Node leader = net.leader();
    List<String> holders = leader.group.replica().store().nodes();
    assertThat(holders).containsExactly("n3");
    for (long session = 0; session < 4; session++) {
      send(
          leader,
          new Ask(
              group.id(),
              session,
              List.of(new Request(session, 0, 2, new StoreOp.Add("c", 1_000)))));
    }
    send(leader, new Ask(group.id(), 9, List.of(new ExpireNode("n3"), new OpenSession("n3", 9))));
    net.pass(1_000);
    assertThat(leader.group.replica().store().nodes()).isEqualTo(holders);
    assertThat(net.node(3).add("c")).isEqualTo(2);
    demandUnharmed();
  }
}
