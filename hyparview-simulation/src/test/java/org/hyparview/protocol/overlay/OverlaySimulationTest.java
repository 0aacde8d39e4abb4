package org.hyparview.protocol.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Acknowledged;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Unacknowledged;
import org.hyparview.simulation.host.OverlayHost;
import org.hyparview.simulation.metrics.BroadcastMetrics;
import org.hyparview.simulation.metrics.Flood;
import org.hyparview.simulation.metrics.OverlayGraph;
import org.hyparview.simulation.net.Latency;
import org.hyparview.simulation.net.SimulatedNode;
import org.hyparview.simulation.scenario.BroadcastCounts;
import org.hyparview.simulation.scenario.BroadcastRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole clusters that broadcast, in virtual time. */
class OverlaySimulationTest {

  private static final Latency FIXED = Latency.fixed(20);
  private static final Latency UNIFORM = Latency.uniform(1, 50);
  private static final long REST = 5_000;

  private static Broadcasts settled(long seed, Latency latency, int nodes) {
    Broadcasts broadcasts = new Broadcasts(seed, latency);
    broadcasts.cluster.membership().sequential(nodes);
    broadcasts.cluster.membership().ticks(20);
    return broadcasts;
  }

  private static BroadcastRecord send(Broadcasts broadcasts, SimulatedNode<OverlayHost> from) {
    BroadcastRecord sent = broadcasts.cluster.broadcast(from);
    broadcasts.simulation.run(REST);
    return sent;
  }

  // The tree

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theSecondMessageOfASenderTakesATreeWithTheDepthOfTheFlood(boolean inStep) {
    Broadcasts broadcasts = settled(1, inStep ? FIXED : UNIFORM, 500);
    SimulatedNode<OverlayHost> origin = broadcasts.simulation.node(7);
    Set<List<Integer>> known = ends(broadcasts);
    BroadcastMetrics first = broadcasts.cluster.metrics(send(broadcasts, origin));
    assertThat(first.redundancy()).as("a flood").isBetween(2.9, 3.1);
    for (int i = 0; i < 10; i++) {
      Set<List<Integer>> now = ends(broadcasts);
      long newEnds = now.stream().filter(end -> !known.contains(end)).count();
      known.addAll(now);
      BroadcastMetrics next = broadcasts.cluster.metrics(send(broadcasts, origin));
      assertThat(next.isAtomic()).isTrue();
      assertThat(next.payloads())
          .as("N - 1, and once each way on new links")
          .isEqualTo(499 + newEnds);
      assertThat(next.lastDeliveryHop()).isLessThanOrEqualTo(first.lastDeliveryHop());
    }
  }

  /** A slot that was free may be filled at any time; the new link is eager at first. */
  private static Set<List<Integer>> ends(Broadcasts broadcasts) {
    OverlayGraph graph = broadcasts.cluster.membership().activeViews();
    Set<List<Integer>> ends = new HashSet<>();
    for (int node = 0; node < graph.size(); node++) {
      for (int place = 0; place < graph.outDegree(node); place++) {
        ends.add(List.of(node, graph.neighbor(node, place)));
      }
    }
    return ends;
  }

  @Test
  void theDepthOfTheTreeIsThatOfAFloodInEqualHops() {
    Broadcasts broadcasts = settled(2, FIXED, 500);
    int flood = new Flood(broadcasts.cluster.membership().activeViews()).from(7).lastDeliveryHop();
    send(broadcasts, broadcasts.simulation.node(7));
    BroadcastRecord second = send(broadcasts, broadcasts.simulation.node(7));
    assertThat(second.lastDeliveryHop()).isLessThanOrEqualTo(flood * 5 / 4);
  }

  @Test
  void allSendersShareTheTree() {
    Broadcasts broadcasts = settled(3, UNIFORM, 300);
    send(broadcasts, broadcasts.simulation.node(0));
    SplittableRandom random = new SplittableRandom(3);
    long payloads = 0;
    for (int i = 0; i < 50; i++) {
      BroadcastMetrics sent = broadcasts.cluster.metrics(send(broadcasts, broadcasts.any(random)));
      assertThat(sent.isAtomic()).isTrue();
      payloads += sent.payloads();
    }
    assertThat(payloads / 50.0 / 299 - 1).as("RMR").isLessThan(0.01);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void manySendersAtOnceDoNotTearTheTree(long seed) {
    Broadcasts broadcasts = settled(seed, UNIFORM, 300);
    SplittableRandom random = new SplittableRandom(seed);
    burst(broadcasts, random, 100);
    for (int round = 0; round < 5; round++) {
      assertThat(burst(broadcasts, random, 100)).as("RMR, round %s", round).isLessThan(0.1);
    }
  }

  /** The mean redundancy of messages that are sent at the same moment. */
  private static double burst(Broadcasts broadcasts, SplittableRandom random, int count) {
    List<BroadcastRecord> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sent.add(broadcasts.cluster.broadcast(broadcasts.any(random)));
    }
    broadcasts.simulation.run(REST);
    double redundancy = 0;
    for (BroadcastRecord one : sent) {
      BroadcastMetrics metrics = broadcasts.cluster.metrics(one);
      assertThat(metrics.isAtomic()).isTrue();
      redundancy += metrics.redundancy() / count;
    }
    return redundancy;
  }

  @Test
  void aStreamOfMessagesSettlesTooAndSendsNothingAfterwards() {
    Broadcasts broadcasts = settled(4, UNIFORM, 200);
    SimulatedNode<OverlayHost> origin = broadcasts.simulation.node(9);
    List<BroadcastRecord> sent = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      sent.add(broadcasts.cluster.broadcast(origin));
      broadcasts.simulation.run(10);
    }
    broadcasts.simulation.run(REST);
    assertThat(sent).allMatch(one -> broadcasts.cluster.metrics(one).isAtomic());
    assertThat(sent.subList(400, 500)).allMatch(one -> one.payloads() < 205);
    BroadcastCounts rest = broadcasts.cluster.counts();
    broadcasts.simulation.run(broadcasts.config.retention());
    assertThat(broadcasts.cluster.counts()).isEqualTo(rest);
    assertThat(broadcasts.simulation.alive())
        .allMatch(node -> node.host().plumtree().deadline() == Machine.NEVER);
  }

  // Faults

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void nothingIsMissedThoughMessagesAreLostAndNodesComeAndGo(long seed) {
    Broadcasts broadcasts = settled(seed, UNIFORM, 300);
    broadcasts.simulation.loss(0.01);
    SplittableRandom random = new SplittableRandom(seed);
    Map<BroadcastRecord, Set<SimulatedNode<OverlayHost>>> sent = new LinkedHashMap<>();
    for (int i = 0; i < 60; i++) {
      Set<SimulatedNode<OverlayHost>> present = inTheOverlay(broadcasts);
      sent.put(broadcasts.cluster.broadcast(broadcasts.any(random)), present);
      broadcasts.cluster.membership().churn(0.2, 1_000);
    }
    broadcasts.simulation.run(REST);
    sent.forEach((one, present) -> assertThat(one.missing(broadcasts.simulation.alive()))
        .as("%s", one.id())
        .doesNotContainAnyElementsOf(present));
  }

  /** Returns the nodes that have a neighbor: others have started, but not joined yet. */
  private static Set<SimulatedNode<OverlayHost>> inTheOverlay(Broadcasts broadcasts) {
    return broadcasts.simulation.alive().stream()
        .filter(node -> node.host().membership().activeSize() > 0)
        .collect(Collectors.toSet());
  }

  @Test
  void aHalfThatDiesIsRepairedAround() {
    Broadcasts broadcasts = settled(5, UNIFORM, 400);
    send(broadcasts, broadcasts.simulation.node(0));
    broadcasts.cluster.membership().crash(0.5, node -> node.index() == 0);
    broadcasts.simulation.run(REST);
    send(broadcasts, broadcasts.simulation.node(0));
    broadcasts.cluster.membership().ticks(2);
    send(broadcasts, broadcasts.simulation.node(0));
    BroadcastMetrics metrics =
        broadcasts.cluster.metrics(send(broadcasts, broadcasts.simulation.node(0)));
    assertThat(metrics.isAtomic()).isTrue();
    assertThat(metrics.redundancy()).isLessThan(0.02);
  }

  // Acknowledged broadcast

  @Test
  void inACalmOverlayTheFirstAttemptIsAcknowledgedForOneAckANode() {
    Broadcasts broadcasts = settled(6, FIXED, 300);
    SplittableRandom random = new SplittableRandom(6);
    send(broadcasts, broadcasts.simulation.node(0));
    for (int i = 0; i < 20; i++) {
      BroadcastCounts before = broadcasts.cluster.counts();
      BroadcastRecord sent = broadcasts.acknowledged(broadcasts.any(random), 10_000);
      broadcasts.simulation.run(REST);
      assertThat(sent.outcome()).isEqualTo(new Acknowledged(sent.id(), 1));
      BroadcastCounts cost = broadcasts.cluster.counts().since(before);
      assertThat(cost.acks()).isEqualTo(299);
      assertThat(cost.payloads()).isEqualTo(299);
      assertThat(sent.timeToOutcome()).isLessThanOrEqualTo(2 * sent.latency() + 100);
    }
    assertThat(broadcasts.checked()).isEqualTo(20);
  }

  @Test
  void aSilentNodeIsNamedIfTheTimeoutComesBeforeItIsFoundDead() {
    Broadcasts broadcasts = settled(7, FIXED, 100);
    send(broadcasts, broadcasts.simulation.node(0));
    SimulatedNode<OverlayHost> silent = broadcasts.simulation.node(60);
    broadcasts.simulation.vanish(silent);
    BroadcastRecord sent = broadcasts.acknowledged(broadcasts.simulation.node(0), 3_050);
    broadcasts.simulation.run(3_050);
    assertThat(sent.outcome())
        .isInstanceOfSatisfying(
            Unacknowledged.class,
            outcome ->
                assertThat(outcome.missing()).contains(silent.host().self().id()));
  }

  @Test
  void aSilentNodeIsDoneWithoutOnceItIsFoundDead() {
    Broadcasts broadcasts = settled(8, FIXED, 100);
    broadcasts.simulation.vanish(broadcasts.simulation.node(60));
    BroadcastRecord sent = broadcasts.acknowledged(broadcasts.simulation.node(0), 20_000);
    broadcasts.simulation.run(20_000);
    assertThat(sent.outcome()).isInstanceOf(Acknowledged.class);
    assertThat(sent.timeToOutcome()).isGreaterThan(3_000).isLessThan(10_000);
  }

  @Test
  void sameSeedSameTrace() {
    assertThat(trace(42)).isEqualTo(trace(42)).isNotEqualTo(trace(43));
  }

  private static long trace(long seed) {
    Broadcasts broadcasts = settled(seed, UNIFORM, 60);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 10; i++) {
      broadcasts.acknowledged(broadcasts.any(random), 5_000);
      broadcasts.cluster.membership().crash(0.05, node -> node.index() == 0);
      broadcasts.simulation.run(1_000);
    }
    return broadcasts.simulation.traceHash();
  }
}
