package org.hyparview.cluster.protocol.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeUp;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Outcome;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Digest;
import org.hyparview.cluster.protocol.registry.RegistryMessage.EntrySummary;
import org.hyparview.cluster.protocol.registry.RegistryMessage.InSync;
import org.hyparview.cluster.protocol.registry.RegistryMessage.MemberSummary;
import org.hyparview.cluster.protocol.registry.RegistryMessage.State;
import org.hyparview.cluster.protocol.registry.RegistryNet.Node;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.Test;

/** The transfer of the state to a joining node, and its announcement. */
class RegistryJoinTest {

  private static final Bytes KEY = Bytes.of((byte) 1);
  private static final Bytes VALUE = Bytes.of((byte) 2);

  @Test
  void aLoneNodeHasJoinedAtOnce() {
    RegistryNet net = RegistryNet.joined(1);
    assertThat(net.nodes.get(0).reported.hasJoined()).isTrue();
    assertThat(net.nodes.get(0).registry.isJoined()).isTrue();
  }

  @Test
  void aNodeWithoutNeighborsWaitsUntilItIsReportedAlone() {
    RegistryNet net = new RegistryNet(1);
    Node node = net.add();
    net.pass(60_000);
    assertThat(node.reported.hasJoined()).isFalse();
    node.registry.alone(net.now);
    net.drain(node);
    net.run();
    assertThat(node.reported.hasJoined()).isTrue();
  }

  @Test
  void beingAloneMeansNothingToAMember() {
    RegistryNet net = RegistryNet.joined(2);
    net.nodes.get(1).registry.alone(net.now);
    net.drain(net.nodes.get(1));
    assertThat(net.nodes.get(1).reported.events(RegistryEvent.Joined.class)).hasSize(1);
  }

  @Test
  void aJoinerHasTheWholeStateBeforeItHasJoined() {
    RegistryNet net = RegistryNet.joined(2);
    Node old = net.nodes.get(0);
    old.registry.addRegistration(7, "address", net.now);
    old.registry.setNodeInfo(VALUE, net.now);
    old.registry.setMetadata(KEY, net.now);
    old.registry.putEntry("map", KEY, VALUE, net.now);
    net.run();
    Node joiner = net.add();
    net.link(joiner, net.nodes.get(1));
    net.run();
    assertThat(joiner.reported.hasJoined()).isTrue();
    assertThat(joiner.registry.registrations(old.id())).containsEntry(7L, "address");
    assertThat(joiner.registry.nodeInfo(old.id())).isEqualTo(VALUE);
    assertThat(joiner.registry.metadata(old.id())).isEqualTo(KEY);
    assertThat(joiner.registry.entry("map", KEY)).isEqualTo(VALUE);
    int joined = joiner.reported.events().indexOf(new RegistryEvent.Joined());
    assertThat(joiner.reported.events().subList(joined, joiner.reported.events().size()))
        .noneMatch(event -> event instanceof NodeUp);
  }

  @Test
  void theClusterKnowsTheJoinerBeforeItHasJoined() {
    RegistryNet net = RegistryNet.joined(2);
    net.acknowledging = false;
    Node joiner = net.add();
    net.link(joiner, net.nodes.get(0));
    net.run();
    assertThat(net.nodes.get(1).reported.nodes()).contains(joiner.id());
    assertThat(joiner.reported.hasJoined()).isFalse();
    joiner.registry.broadcastCompleted(1, false, net.now);
    net.drain(joiner);
    assertThat(joiner.reported.hasJoined()).isTrue();
  }

  @Test
  void whatAJoinerChangesBeforeIsKnownWhenItHasJoined() {
    RegistryNet net = RegistryNet.joined(2);
    Node joiner = net.add();
    long ticket = joiner.registry.addRegistration(1, "early", net.now);
    net.drain(joiner);
    net.link(joiner, net.nodes.get(0));
    net.run();
    assertThat(joiner.reported.completed()).containsEntry(ticket, Outcome.ACKNOWLEDGED);
    assertThat(net.nodes.get(1).registry.registrations(joiner.id())).containsEntry(1L, "early");
  }

  @Test
  void twoThatStartTogetherGetEachOthersState() {
    RegistryNet net = new RegistryNet(2);
    Node a = net.add();
    Node b = net.add();
    a.registry.addRegistration(1, "a", net.now);
    net.drain(a);
    net.link(a, b);
    net.run();
    assertThat(a.reported.hasJoined()).isTrue();
    assertThat(b.reported.hasJoined()).isTrue();
    assertThat(net.isConverged()).isTrue();
    assertThat(b.registry.registrations(a.id())).containsEntry(1L, "a");
  }

  @Test
  void aJoinerWhoseStateIsTheSameIsNotified() {
    RegistryNet net = RegistryNet.joined(1);
    Node joiner = net.add();
    net.delivered = message -> message instanceof Digest || message instanceof InSync;
    Node first = net.nodes.get(0);
    net.link(joiner, first);
    long link = first.linkTo(joiner);
    first.registry.receive(link, new Digest(first.registry.hash(), true, 0), net.now);
    net.drain(first);
    net.run();
    assertThat(net.messages).contains(new InSync());
    assertThat(joiner.reported.hasJoined()).isTrue();
  }

  @Test
  void anotherNeighborSendsTheStateIfTheFirstDiesMidway() {
    RegistryNet net = RegistryNet.joined(3);
    Node joiner = net.add();
    net.delivered = message -> !(message instanceof State);
    net.link(joiner, net.nodes.get(0));
    net.run();
    assertThat(joiner.reported.hasJoined()).isFalse();
    net.delivered = message -> true;
    net.kill(net.nodes.get(0));
    net.link(joiner, net.nodes.get(1));
    net.run();
    assertThat(joiner.reported.hasJoined()).isTrue();
    assertThat(joiner.reported.nodes()).contains(net.nodes.get(2).id());
  }

  @Test
  void theTransferRestartsWithoutAnAnswer() {
    RegistryNet net = RegistryNet.joined(2);
    Node joiner = net.add();
    net.delivered = message -> !(message instanceof MemberSummary);
    net.link(joiner, net.nodes.get(0));
    net.run();
    assertThat(joiner.reported.hasJoined()).isFalse();
    net.delivered = message -> true;
    net.pass(RegistryConfig.DEFAULT.pullTimeout());
    assertThat(joiner.reported.hasJoined()).isTrue();
  }

  @Test
  void theTransferIsNotCompleteWhileASummaryIsMissing() {
    RegistryNet net = RegistryNet.joined(1);
    Node first = net.nodes.get(0);
    Node joiner = net.add();
    net.delivered = message -> false;
    net.link(joiner, first);
    net.run();
    long link = joiner.linkTo(first);
    EntryKey key = new EntryKey("map", KEY);
    joiner.registry.receive(link, new EntrySummary(null, null, List.of()), net.now);
    joiner.registry.receive(
        link, new MemberSummary(first.id(), null, List.of(), List.of(), 0), net.now);
    joiner.registry.receive(link, new EntrySummary(key, null, List.of()), net.now);
    net.drain(joiner);
    assertThat(joiner.reported.hasJoined()).isFalse();
  }

  @Test
  void aNodeWhoseIdWasInUseBeforeTakesAHigherIncarnation() {
    RegistryNet net = RegistryNet.joined(2);
    Node dead = net.nodes.get(1);
    dead.registry.addRegistration(1, "old", net.now);
    net.run();
    long formerIncarnation = dead.registry.self().incarnation();
    net.kill(dead);
    Peer self = new Peer(dead.id(), formerIncarnation - 10, new PeerAddress("host", 9));
    Node next = net.add(self, RegistryConfig.DEFAULT);
    next.registry.addRegistration(1, "new", net.now);
    net.drain(next);
    net.link(next, net.nodes.get(0));
    net.run();
    net.pass(20_000);
    assertThat(next.registry.self().incarnation()).isGreaterThan(formerIncarnation);
    assertThat(net.nodes.get(0).registry.registrations(next.id())).containsEntry(1L, "new");
    assertThat(next.reported.hasJoined()).isTrue();
  }

  @Test
  void theFoundingOfSeveralThatMeetLaterMakesOneCluster() {
    RegistryNet net = new RegistryNet(3);
    for (int i = 0; i < 3; i++) {
      Node node = net.add();
      node.registry.alone(net.now);
      node.registry.addRegistration(i, "a" + i, net.now);
      net.drain(node);
      net.run();
    }
    net.link(net.nodes.get(2), net.nodes.get(1));
    net.link(net.nodes.get(1), net.nodes.get(0));
    net.run();
    net.pass(20_000);
    assertThat(net.isConverged()).isTrue();
    assertThat(net.nodes.get(0).reported.nodes()).hasSize(3);
  }

  @Test
  void idsAreComparedWithWhatOthersHold() {
    RegistryNet net = RegistryNet.joined(1);
    assertThat(net.nodes.get(0).registry.stamp(PeerId.of("nobody"))).isNull();
    assertThat(net.nodes.get(0).registry.nodeInfo(PeerId.of("nobody"))).isNull();
    assertThat(net.nodes.get(0).registry.metadata(PeerId.of("nobody"))).isNull();
    assertThat(net.nodes.get(0).registry.registrations(PeerId.of("nobody"))).isEmpty();
  }
}
