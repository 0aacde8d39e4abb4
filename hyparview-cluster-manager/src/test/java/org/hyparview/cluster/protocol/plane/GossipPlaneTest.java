package org.hyparview.cluster.protocol.plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.failure.FailureMessage.Dead;
import org.hyparview.cluster.protocol.failure.FailureMessage.Evidence;
import org.hyparview.cluster.protocol.failure.FailureMessage.Suspicion;
import org.hyparview.cluster.protocol.registry.Delta;
import org.hyparview.cluster.protocol.registry.DownReason;
import org.hyparview.cluster.protocol.registry.RegistryConfig;
import org.hyparview.cluster.protocol.registry.RegistryEvent;
import org.hyparview.cluster.protocol.registry.RegistryEvent.EntryChanged;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeDown;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeUp;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Outcome;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Returned;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Update;
import org.hyparview.cluster.protocol.registry.Stamp;
import org.hyparview.cluster.wire.BinaryPayloadCodec;
import org.hyparview.protocol.hyparview.ComponentLabel;
import org.hyparview.protocol.hyparview.HyParViewAction.Connect;
import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.Fold;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.protocol.plumtree.PlumtreeConfig;
import org.hyparview.protocol.plumtree.PlumtreeEvent;
import org.hyparview.protocol.plumtree.PlumtreeMessage;
import org.hyparview.simulation.net.Partition;
import org.hyparview.simulation.net.SimulatedNode;
import org.junit.jupiter.api.Test;

/** The gossip plane in small clusters, one story a test. */
class GossipPlaneTest {

  private static final int PARTITIONS = 60;

  private static final Bytes KEY = Bytes.of((byte) 1);

  private static GossipPlane planeOf(String id) {
    Peer self = new Peer(PeerId.of(id), 1_000_000, new PeerAddress("host", 1));
    return new GossipPlane(
        self, PlaneConfig.DEFAULT, new BinaryPayloadCodec(), new SplittableRandom(1), 0);
  }

  private static GossipPlane alone() {
    GossipPlane plane = planeOf("self");
    plane.join(List.of(plane.registry().self().address()), 0);
    return plane;
  }

  private static List<NodeDown> downs(SimulatedNode<PlaneHost> at) {
    return at.host().reported().events(NodeDown.class);
  }

  @Test
  void aClusterStartsNodeByNode() {
    PlaneCluster cluster = new PlaneCluster(1).start(6);
    cluster.demandConvergence(10_000);
    assertThat(cluster.members()).hasSize(6);
  }

  @Test
  void aQuestionIsAnsweredByEachMemberOnce() {
    PlaneCluster cluster = new PlaneCluster(3).start(20);
    cluster.demandConvergence(10_000);
    for (int i = 0; i < 20; i++) {
      PlumtreeEvent.Answered answers = cluster.ask(cluster.simulation.node(i), Fold.SUM);
      assertThat(answers.reachedAll()).isTrue();
      assertThat(answers.result().sum()).isEqualTo(20);
      assertThat(answers.result().isComplete()).isTrue();
    }
  }

  @Test
  void aMemberThatDiesDuringAQuestionIsNoneOfThoseThatAreComplete() {
    PlaneCluster cluster = new PlaneCluster(4).start(20);
    cluster.demandConvergence(10_000);
    cluster.simulation.vanish(cluster.simulation.node(7));
    PlumtreeEvent.Answered answers = cluster.ask(cluster.simulation.node(2), Fold.SUM);
    assertThat(answers.reachedAll()).isTrue();
    assertThat(answers.result().sum()).isEqualTo(19);
  }

  @Test
  void aNodeThatHasNotJoinedHasNoAnswer() {
    GossipPlane plane = planeOf("self");
    MessageId id = plane.ask(new byte[0], Fold.COUNT, 1_000, 0);
    assertThat(id).isNotNull();
    List<PlumtreeEvent> events = new ArrayList<>();
    for (Object output = plane.outbox().poll();
        output != null;
        output = plane.outbox().poll()) {
      if (output instanceof PlumtreeEvent event) {
        events.add(event);
      }
    }
    assertThat(events)
        .singleElement()
        .isInstanceOfSatisfying(
            PlumtreeEvent.Answered.class,
            outcome -> assertThat(outcome.result().answered()).isZero());
  }

  @Test
  void aBurstOfJoinsBecomesOneCluster() {
    PlaneCluster cluster = new PlaneCluster(7).start(1);
    for (int i = 0; i < 29; i++) {
      cluster.join();
    }
    cluster.demandConvergence(30_000);
    assertThat(cluster.members()).hasSize(30);
  }

  /**
   * As when many start at once: each searches for a contact for a while, and is found in the
   * meantime. A rare one has several parts for some seconds even so.
   */
  @Test
  void nodesThatAreAskedBeforeTheyAskAreOneClusterAtOnce() {
    int whole = 0;
    for (int seed = 0; seed < 50; seed++) {
      PlaneCluster cluster = new PlaneCluster(seed).start(1);
      cluster.startLate(29, 8, 300);
      cluster.run(1_000);
      whole += cluster.isConverged() ? 1 : 0;
    }
    assertThat(whole).isGreaterThanOrEqualTo(48);
  }

  @Test
  void aDeadContactIsNoReasonToFoundAClusterWhileAnotherAnswers() {
    PlaneCluster cluster = new PlaneCluster(4).start(2);
    SimulatedNode<PlaneHost> dead = cluster.simulation.node(0);
    SimulatedNode<PlaneHost> alive = cluster.simulation.node(1);
    cluster.simulation.crash(dead);
    SimulatedNode<PlaneHost> joiner = cluster.simulation.add();
    List<PeerAddress> contacts = List.of(dead.address(), alive.address());
    cluster.simulation.input(joiner, (host, now) -> host.join(contacts, now));
    cluster.demandJoined(joiner);
    assertThat(joiner.host().reported().nodes()).contains(alive.host().self().id());
  }

  /** As with a list of contacts that all nodes share, in which this one has another name. */
  @Test
  void aNodeWhoseOnlyContactIsItselfBootstrapsAClusterAtOnce() {
    GossipPlane plane = planeOf("self");
    plane.join(List.of(new PeerAddress("alias", 1)), 0);
    plane.connectFailed(dial(plane).request(), ConnectFailure.SELF, 1);
    assertThat(joinedAt(plane, 1)).isLessThan(1_000);
  }

  /** A contact that opens the link, so that it is asked, and says nothing for ever. */
  @Test
  void theSearchForAContactHasABound() {
    GossipPlane plane = planeOf("self");
    List<PeerAddress> contacts = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      contacts.add(new PeerAddress("silent", 100 + i));
    }
    plane.join(contacts, 0);
    long time = 0;
    for (long link = 1; !plane.registry().isJoined() && time < 60_000; link++) {
      for (Connect dial : dials(plane)) {
        plane.connected(dial.request(), link++, silent(dial.address()), time);
      }
      time = plane.deadline();
      plane.wake(time);
    }
    assertThat(time).isBetween(GossipPlane.MAX_SEARCH, GossipPlane.MAX_SEARCH + 1_000);
  }

  private static Peer silent(PeerAddress address) {
    return new Peer(PeerId.of("silent-" + address.port()), 1, address);
  }

  private static Connect dial(GossipPlane plane) {
    return dials(plane).get(0);
  }

  private static List<Connect> dials(GossipPlane plane) {
    List<Connect> dials = new ArrayList<>();
    for (Object output = plane.outbox().poll();
        output != null;
        output = plane.outbox().poll()) {
      if (output instanceof Connect dial) {
        dials.add(dial);
      }
    }
    return dials;
  }

  private static long joinedAt(GossipPlane plane, long start) {
    long time = start;
    while (!plane.registry().isJoined() && time < 60_000) {
      time = plane.deadline();
      plane.wake(time);
    }
    return time;
  }

  /** Sooner than their labels differ, which takes six steps of 5 s. */
  @Test
  void partsThatBeganApartAreOneOnceANodeOfOneIsACandidateInTheOther() {
    PlaneCluster cluster = new PlaneCluster(3).start(6);
    List<SimulatedNode<PlaneHost>> apart = cluster.startApart(6);
    cluster.run(5_000);
    assertThat(cluster.members().get(0).host().reported().nodes()).hasSize(6);
    PeerAddress contact = cluster.members().get(0).address();
    cluster.simulation.input(apart.get(0), (host, now) -> host.join(List.of(contact), now));
    cluster.demandConvergence(12_000);
    assertThat(cluster.members().get(0).host().reported().nodes()).hasSize(12);
  }

  @Test
  void aCompletedRegistrationIsKnownEverywhere() {
    PlaneCluster cluster = new PlaneCluster(2).start(6);
    cluster.run(PlaneCluster.QUIET);
    for (int i = 0; i < 20; i++) {
      cluster.register(cluster.anyAlive());
      cluster.run(20);
    }
    cluster.run(5_000);
    assertThat(cluster.checkedPromises()).isEqualTo(20 * 5);
    assertThat(cluster.unkeptPromises()).isEmpty();
    cluster.demandConvergence(1_000);
  }

  @Test
  void thousandsOfRegistrationsAndALateJoiner() {
    PlaneCluster cluster = new PlaneCluster(3).start(4);
    SimulatedNode<PlaneHost> node = cluster.anyAlive();
    for (int i = 0; i < 4_000; i++) {
      cluster.register(node);
    }
    cluster.run(10);
    SimulatedNode<PlaneHost> joiner = cluster.join();
    cluster.demandConvergence(10_000);
    PeerId id = node.host().self().id();
    assertThat(joiner.host().plane().registry().registrations(id)).hasSize(4_000);
  }

  @Test
  void infoAndMetadataAndEntriesTravel() {
    PlaneCluster cluster = new PlaneCluster(4).start(3);
    SimulatedNode<PlaneHost> node = cluster.simulation.node(0);
    PeerId id = node.host().self().id();
    cluster.simulation.input(node, (host, now) -> host.setNodeInfo(KEY, now));
    cluster.simulation.input(node, (host, now) -> host.setMetadata(KEY, now));
    cluster.put(node, 1, 5);
    cluster.run(1_000);
    var there = cluster.simulation.node(2).host().plane().registry();
    assertThat(there.nodeInfo(id)).isEqualTo(KEY);
    assertThat(there.metadata(id)).isEqualTo(KEY);
    assertThat(there.entry(PlaneCluster.MAP, KEY)).isEqualTo(Bytes.of((byte) 5));
    cluster.remove(node, 1);
    cluster.run(1_000);
    assertThat(there.entry(PlaneCluster.MAP, KEY)).isNull();
  }

  @Test
  void aLeavingNodeIsRemovedEverywhereAtOnceAfterItsEntries() {
    PlaneCluster cluster = new PlaneCluster(5).start(5);
    cluster.run(3_000);
    SimulatedNode<PlaneHost> leaver = cluster.simulation.node(1);
    cluster.register(leaver);
    cluster.put(leaver, 1, 5);
    cluster.run(500);
    cluster.remove(leaver, 1);
    cluster.leave(leaver);
    cluster.run(200);
    PeerId id = leaver.host().self().id();
    for (SimulatedNode<PlaneHost> node : cluster.members()) {
      assertThat(downs(node)).extracting(NodeDown::reason).containsExactly(DownReason.LEFT);
      assertThat(node.host().reported().events())
          .containsSubsequence(
              new EntryChanged(PlaneCluster.MAP, KEY, null), downs(node).get(0));
      assertThat(node.host().plane().registry().registrations(id)).isEmpty();
    }
    assertThat(leaver.host().reported().hasLeft()).isTrue();
    cluster.run(20_000);
    cluster.demandConvergence(1);
  }

  @Test
  void aProcessThatRestartsAtTheSameAddressIsAnotherNode() {
    PlaneCluster cluster = new PlaneCluster(6).start(4);
    cluster.run(3_000);
    SimulatedNode<PlaneHost> node = cluster.simulation.node(2);
    cluster.register(node);
    cluster.run(500);
    PeerId former = node.host().self().id();
    cluster.simulation.crash(node);
    cluster.simulation.replace(node);
    cluster.joinAgain(node);
    cluster.demandConvergence(5_000);
    var there = cluster.simulation.node(0).host();
    assertThat(there.reported().events(NodeDown.class))
        .extracting(down -> down.node().id())
        .containsExactly(former);
    assertThat(there.reported().nodes())
        .doesNotContain(former)
        .contains(node.host().self().id());
  }

  /**
   * A crash, and before the failure detector has decided a restart under the same id: its new
   * record replaces the old one, and no node is removed twice or forever.
   */
  @Test
  void aQuickRestartUnderTheSameIdIsTheSameNodeWithNewRegistrations() {
    PlaneCluster cluster = new PlaneCluster(8).start(4);
    cluster.run(3_000);
    SimulatedNode<PlaneHost> node = cluster.simulation.node(2);
    cluster.register(node);
    cluster.run(500);
    cluster.simulation.crash(node);
    cluster.simulation.restart(node);
    cluster.joinAgain(node);
    long seq = cluster.register(node);
    cluster.demandConvergence(10_000);
    PeerId id = node.host().self().id();
    assertThat(cluster.simulation.node(0).host().plane().registry().registrations(id))
        .containsOnlyKeys(seq);
  }

  @Test
  void bothSidesOfAPartitionBuryEachOtherAndReturnByThemselves() {
    PlaneCluster cluster = new PlaneCluster(9).start(6);
    cluster.members().forEach(cluster::register);
    cluster.run(5_000);
    cluster.partition(Partition.sides(node -> node % 2));
    cluster.run(8_000);
    for (SimulatedNode<PlaneHost> node : cluster.members()) {
      assertThat(downs(node)).hasSize(3);
      cluster.register(node);
    }
    cluster.run(20_000);
    cluster.heal();
    cluster.demandConvergence(10_000);
    for (SimulatedNode<PlaneHost> node : cluster.members()) {
      assertThat(downs(node)).as("no second burial at %s", node).hasSize(3);
      assertThat(node.host().reported().events(NodeUp.class)).hasSize(5 + 3);
      assertThat(node.host().reported().events(Returned.class)).isNotEmpty();
    }
  }

  /**
   * What one side broadcast about the other arrives there when the network is whole again, before a
   * slow node can object.
   */
  @Test
  void noNodeIsBuriedByItsOwnSideAfterAPartition() {
    for (int seed = 0; seed < PARTITIONS; seed++) {
      PlaneCluster cluster = new PlaneCluster(seed).start(5);
      cluster.run(5_000);
      cluster.partition(Partition.sides(node -> node < 2 ? 1 : 0));
      cluster.run(4_000 + 1_000L * (seed % 30));
      cluster.heal();
      cluster.simulation.slow(cluster.simulation.node(4), 300);
      cluster.demandConvergence(60_000);
      for (SimulatedNode<PlaneHost> node : cluster.members()) {
        assertThat(downs(node))
            .as("burials at %s, seed %s", node, seed)
            .noneMatch(down -> isOnSideOf(node, down, cluster));
      }
    }
  }

  private static boolean isOnSideOf(
      SimulatedNode<PlaneHost> node, NodeDown down, PlaneCluster cluster) {
    return cluster.simulation.nodes().stream()
        .filter(other -> other.host().self().id().equals(down.node().id()))
        .anyMatch(other -> other.index() < 2 == node.index() < 2);
  }

  /** A third of the cluster dies at once, many of them with all their neighbors. */
  @Test
  void aMassFailureIsFoundByTheSurvivors() {
    PlaneCluster cluster = new PlaneCluster(10).start(30);
    cluster.run(10_000);
    for (int i = 0; i < 20; i++) {
      cluster.simulation.crash(cluster.anyAlive());
    }
    cluster.demandConvergence(60_000);
    assertThat(cluster.members()).hasSize(10);
    assertThat(cluster.wrongDeclarations()).isZero();
  }

  @Test
  void aSlowNodeIsNotAccused() {
    PlaneCluster cluster = new PlaneCluster(11).start(6);
    cluster.simulation.slow(cluster.simulation.node(3), 250);
    for (int i = 0; i < 100; i++) {
      cluster.register(cluster.anyAlive());
      cluster.run(500);
    }
    assertThat(cluster.wrongDeclarations()).isZero();
    cluster.demandConvergence(5_000);
  }

  @Test
  void aStalledNodeReportsThatAndAccusesNoOther() {
    PlaneCluster cluster = new PlaneCluster(12).start(4);
    cluster.run(5_000);
    SimulatedNode<PlaneHost> node = cluster.simulation.node(1);
    cluster.simulation.input(node, (host, now) -> host.stalled(3_000, now));
    cluster.run(5_000);
    assertThat(node.host().plane().failure().localHealth()).isOne();
    assertThat(cluster.wrongDeclarations()).isZero();
  }

  // Single planes

  @Test
  void theOnlyNodeHasJoinedAndItsChangesAreCompleted() {
    GossipPlane plane = alone();
    long ticket = plane.addRegistration(1, "address", 0);
    plane.flush(0);
    List<Object> outputs = new ArrayList<>();
    while (!plane.outbox().isEmpty()) {
      outputs.add(plane.outbox().poll());
    }
    assertThat(outputs)
        .contains(
            new RegistryEvent.Joined(), new RegistryEvent.Completed(ticket, Outcome.ACKNOWLEDGED));
  }

  @Test
  void whatIsNoPayloadIsCountedAndIgnored() {
    GossipPlane plane = alone();
    Peer other = new Peer(PeerId.of("other"), 5, new PeerAddress("host", 2));
    plane.receive(1, other, new HyParViewMessage.Join(new ComponentLabel(other.id(), 5, 0)), 1);
    MessageId id = new MessageId(other.id(), 5, 0);
    plane.receive(1, other, gossip(id, 1), 2);
    assertThat(plane.undecodable()).isOne();
    assertThat(plane.unknownKinds()).isZero();
  }

  @Test
  void aBroadcastOfAnUnknownKindIsCountedReportedAndIgnored() {
    GossipPlane plane = alone();
    Peer other = new Peer(PeerId.of("other"), 5, new PeerAddress("host", 2));
    plane.receive(1, other, new HyParViewMessage.Join(new ComponentLabel(other.id(), 5, 0)), 1);
    plane.receive(1, other, gossip(new MessageId(other.id(), 5, 0), 77), 2);
    assertThat(plane.undecodable()).isZero();
    assertThat(plane.unknownKinds()).isOne();
    List<Object> outputs = new ArrayList<>();
    while (!plane.outbox().isEmpty()) {
      outputs.add(plane.outbox().poll());
    }
    assertThat(outputs)
        .filteredOn(PlaneAction.Refused.class::isInstance)
        .singleElement()
        .extracting(output -> ((PlaneAction.Refused) output).source())
        .isEqualTo(other.id());
  }

  private static PlumtreeMessage gossip(MessageId id, int kind) {
    return new PlumtreeMessage.Gossip(id, 0, 0, true, new byte[] {(byte) kind});
  }

  @Test
  void aNodeSpeaksOnlyForItself() {
    GossipPlane plane = alone();
    Peer other = new Peer(PeerId.of("other"), 5, new PeerAddress("host", 2));
    Peer victim = new Peer(PeerId.of("victim"), 5, new PeerAddress("host", 3));
    plane.receive(1, other, new HyParViewMessage.Join(new ComponentLabel(other.id(), 5, 0)), 1);
    receive(plane, other, 0, new Payload.OfRegistry(update(other)));
    receive(plane, other, 1, new Payload.OfRegistry(update(victim)));
    assertThat(plane.registry().members()).contains(other).doesNotContain(victim);
    receive(plane, victim, 0, new Payload.OfRegistry(update(victim)));
    assertThat(plane.registry().members()).contains(victim);
    Suspicion inAnothersName = new Suspicion(victim.id(), 5, victim.id(), Evidence.REFUSAL);
    receive(plane, other, 2, new Payload.OfFailure(inAnothersName));
    assertThat(plane.failure().suspects()).isEmpty();
    Suspicion ownOne = new Suspicion(victim.id(), 5, other.id(), Evidence.REFUSAL);
    receive(plane, other, 3, new Payload.OfFailure(ownOne));
    assertThat(plane.failure().suspects()).containsExactly(victim.id());
    assertThat(plane.refused()).isEqualTo(2);
  }

  @Test
  void onlyMembersAccuse() {
    GossipPlane plane = alone();
    Peer other = new Peer(PeerId.of("other"), 5, new PeerAddress("host", 2));
    Peer victim = new Peer(PeerId.of("victim"), 5, new PeerAddress("host", 3));
    plane.receive(1, other, new HyParViewMessage.Join(new ComponentLabel(other.id(), 5, 0)), 1);
    receive(plane, victim, 0, new Payload.OfRegistry(update(victim)));
    Dead dead = new Dead(victim.id(), 5, Evidence.REFUSAL);
    receive(plane, other, 0, new Payload.OfFailure(dead));
    assertThat(plane.registry().members()).contains(victim);
    assertThat(plane.refused()).isOne();
  }

  private static Update update(Peer owner) {
    Stamp empty = new Stamp(owner.incarnation(), 0);
    return new Update(new Delta(owner, empty, List.of()), List.of(), false);
  }

  private static void receive(GossipPlane plane, Peer origin, long sequence, Payload payload) {
    MessageId id = new MessageId(origin.id(), origin.incarnation(), sequence);
    byte[] bytes = new BinaryPayloadCodec().encode(payload);
    Peer relay = new Peer(PeerId.of("other"), 5, new PeerAddress("host", 2));
    plane.receive(1, relay, new PlumtreeMessage.Gossip(id, 1, 0, true, bytes), 2);
  }

  @Test
  void aPlaneThatHasLeftHasNothingToDo() {
    GossipPlane plane = alone();
    plane.leave(10);
    while (plane.outbox().poll() != null) {
      plane.wake(10);
    }
    plane.wake(20_000);
    assertThat(plane.registry().deadline()).isEqualTo(Machine.NEVER);
    assertThat(plane.failure().deadline()).isEqualTo(Machine.NEVER);
  }

  @Test
  void settingsMustFitTogether() {
    PlumtreeConfig small = PlumtreeConfig.builder().maxPayload(60_000).build();
    assertThatThrownBy(() -> new PlaneConfig(
            PlaneConfig.DEFAULT.membership(),
            small,
            RegistryConfig.DEFAULT,
            PlaneConfig.DEFAULT.failure()))
        .hasMessageContaining("maxPayload");
    PlumtreeConfig forgetful = PlumtreeConfig.builder().retention(4_999).build();
    assertThatThrownBy(() -> new PlaneConfig(
            PlaneConfig.DEFAULT.membership(),
            forgetful,
            RegistryConfig.DEFAULT,
            PlaneConfig.DEFAULT.failure()))
        .hasMessageContaining("completionTimeout");
  }
}
