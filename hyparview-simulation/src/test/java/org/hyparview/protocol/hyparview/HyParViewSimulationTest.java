package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.hyparview.protocol.hyparview.Clusters.Report;
import org.hyparview.protocol.hyparview.HyParViewEvent.DownReason;
import org.hyparview.protocol.hyparview.HyParViewEvent.Isolated;
import org.hyparview.protocol.hyparview.HyParViewEvent.PeerDown;
import org.hyparview.protocol.hyparview.HyParViewEvent.SelfChanged;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.simulation.host.HyParViewHost;
import org.hyparview.simulation.metrics.OverlayGraph;
import org.hyparview.simulation.metrics.ShortestPaths;
import org.hyparview.simulation.net.Partition;
import org.hyparview.simulation.net.SimulatedNode;
import org.hyparview.simulation.net.Simulation;
import org.hyparview.simulation.scenario.MembershipCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole clusters in virtual time. The invariants of each machine are checked with each input. */
class HyParViewSimulationTest {

  private static final HyParViewConfig CONFIG = HyParViewConfig.DEFAULT;

  /**
   * Nearly always at once. Rarely six nodes have each other and so a full view: such an island is
   * only found by its label.
   */
  @ParameterizedTest
  @CsvSource({"2, 500", "3, 500", "10, 500", "20, 500", "100, 50", "1000, 5"})
  void aBurstOfJoinsThroughOneContactComesToRestAsOneSymmetricComponent(int nodes, int seeds) {
    int late = 0;
    for (int seed = 0; seed < seeds; seed++) {
      for (MembershipCluster<HyParViewHost> cluster :
          List.of(Clusters.fifo(seed, CONFIG), Clusters.interleaved(seed, CONFIG))) {
        cluster.burst(nodes);
        Clusters.drain(cluster);
        int ticks = 2 + ticksAfterTwoUntilOneComponent(cluster);
        late += ticks > 2 ? 1 : 0;
        Clusters.drain(cluster);
        assertAtRest(cluster, "seed " + seed);
        assertThat(ticks).as("ticks, seed %s", seed).isBetween(0, 10);
      }
    }
    assertThat(late).as("of %s bursts", 2 * seeds).isLessThanOrEqualTo(seeds / 100);
  }

  /** Were it clustered, it would be long ways round, and fall apart when many nodes fail. */
  @ParameterizedTest
  @CsvSource({"0, 0.03", "1, 0.02", "20, 0.01", "100, 0.006"})
  void joinsThatOverlapThroughOneContactLeaveARandomOverlay(long pause, double clustering) {
    double sum = 0;
    for (int seed = 0; seed < 5; seed++) {
      MembershipCluster<HyParViewHost> cluster = Clusters.interleaved(seed, CONFIG);
      cluster.sequential(1_000, pause);
      cluster.ticks(2);
      OverlayGraph graph = cluster.activeViews();
      assertThat(ShortestPaths.sampled(graph, 100, new Random(seed)).mean()).isLessThan(5.3);
      assertThat(graph.components().count()).isOne();
      sum += graph.clusteringCoefficient();
    }
    assertThat(sum / 5).as("clustering coefficient").isLessThan(clustering);
  }

  /** Were it not so, the death of a few would empty many passive views; of contacts above all. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void eachNodeIsInAboutAsManyPassiveViews(long seed) {
    MembershipCluster<HyParViewHost> cluster = Clusters.interleaved(seed, CONFIG);
    cluster.burst(1_000);
    cluster.ticks(40);
    Simulation<HyParViewHost> simulation = cluster.simulation();
    Integer[] known = new Integer[1_000];
    Arrays.fill(known, 0);
    for (SimulatedNode<HyParViewHost> node : simulation.nodes()) {
      node.host().membership().passiveView().forEach(peer -> known[simulation.indexOf(peer)]++);
    }
    assertThat(known).as("of 30 on average").allMatch(views -> views > 5 && views < 80);
  }

  private static int ticksAfterTwoUntilOneComponent(MembershipCluster<HyParViewHost> cluster) {
    cluster.ticks(2);
    return cluster.ticksUntil(() -> components(cluster) == 1, 10);
  }

  @Test
  void sequentialJoinsFillTheViews() {
    MembershipCluster<HyParViewHost> cluster = Clusters.fifo(1, CONFIG);
    cluster.sequential(1_000, 20);
    double afterJoins = cluster.meanDegree();
    long joinMessages = cluster.simulation().messages();
    cluster.ticks(10);
    Clusters.drain(cluster);
    assertAtRest(cluster, "");
    assertThat(components(cluster)).isOne();
    assertThat(afterJoins).isGreaterThan(4.03);
    assertThat(cluster.meanDegree()).isGreaterThan(4.98);
    assertThat(joinMessages).isLessThan(100_000);
  }

  @ParameterizedTest
  @CsvSource({"0.5, 1", "0.8, 2", "0.9, 3", "0.95, 4", "0.95, 5", "0.95, 6"})
  void survivorsOfAMassiveFailureAreOneComponentWithinFiveTicks(double failed, long seed) {
    MembershipCluster<HyParViewHost> cluster = Clusters.interleaved(seed, CONFIG);
    cluster.burst(1_000);
    cluster.ticks(5);
    cluster.crash(failed, cluster::isContact);
    cluster.ticks(5);
    Clusters.drain(cluster);
    assertAtRest(cluster, "");
    assertThat(components(cluster)).isOne();
    assertThat(cluster.meanDegree()).isGreaterThan(4.8);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void halvesThatWerePartitionedForLongJoinAgain(long seed) {
    MembershipCluster<HyParViewHost> cluster = Clusters.interleaved(seed, CONFIG);
    cluster.burst(200);
    cluster.ticks(5);
    cluster.simulation().partition(Partition.sides(index -> index % 2));
    cluster.ticks(40);
    assertThat(components(cluster)).isEqualTo(2);
    cluster.simulation().heal();
    int ticks = cluster.ticksUntil(() -> components(cluster) == 1, 20);
    assertThat(ticks).isBetween(0, 20);
    cluster.ticks(10);
    Clusters.drain(cluster);
    assertAtRest(cluster, "seed " + seed);
    assertThat(components(cluster)).isOne();
  }

  @Test
  void aPartitionShorterThanThePatienceForTheRootIsHealedToo() {
    MembershipCluster<HyParViewHost> cluster = Clusters.interleaved(7, CONFIG);
    cluster.burst(100);
    cluster.ticks(5);
    cluster.simulation().partition(Partition.sides(index -> index % 2));
    cluster.ticks(3);
    cluster.simulation().heal();
    int ticks = cluster.ticksUntil(() -> components(cluster) == 1, 40);
    assertThat(ticks).isBetween(0, 40);
  }

  private static int components(MembershipCluster<HyParViewHost> cluster) {
    return cluster.activeViews().components().count();
  }

  @Test
  void islandsThatStartedApartFindTogetherThroughTheirContacts() {
    MembershipCluster<HyParViewHost> cluster = Clusters.interleaved(3, CONFIG);
    Simulation<HyParViewHost> simulation = cluster.simulation();
    IntStream.range(0, 20).forEach(i -> simulation.add());
    for (SimulatedNode<HyParViewHost> node : simulation.nodes()) {
      int island = node.index() % 2;
      cluster.setContacts(
          List.of(simulation.node(island).address(), simulation.node(1 - island).address()));
      cluster.join(node);
    }
    cluster.simulation().partition(Partition.sides(index -> index % 2));
    cluster.ticks(30);
    cluster.simulation().heal();
    assertThat(cluster.ticksUntil(() -> components(cluster) == 1, 30)).isBetween(0, 30);
  }

  /** With three neighbors, eight nodes may form two full islands, which no failure ever opens. */
  @Test
  void fullIslandsOfSmallViewsFindTogether() {
    HyParViewConfig small = Clusters.withViews(3, 18);
    for (int seed = 0; seed < 200; seed++) {
      MembershipCluster<HyParViewHost> cluster = Clusters.interleaved(seed, small);
      cluster.burst(8);
      int ticks = cluster.ticksUntil(() -> components(cluster) == 1, 20);
      assertThat(ticks).as("ticks, seed %s", seed).isBetween(0, 20);
    }
  }

  @Test
  void inASettledOverlayNobodyIsEvicted() {
    List<Report> reports = new ArrayList<>();
    MembershipCluster<HyParViewHost> cluster = Clusters.interleaved(5, CONFIG, reports);
    cluster.burst(200);
    cluster.ticks(20);
    reports.clear();
    cluster.ticks(100);
    assertThat(evictions(reports)).isZero();
  }

  @Test
  void theDeathOfTheRootOfTheComponentEvictsNobody() {
    List<Report> reports = new ArrayList<>();
    MembershipCluster<HyParViewHost> cluster = Clusters.interleaved(6, CONFIG, reports);
    cluster.burst(100);
    cluster.ticks(20);
    cluster.simulation().crash(cluster.simulation().node(0));
    cluster.ticks(2);
    reports.clear();
    cluster.ticks(60);
    assertThat(evictions(reports)).isLessThan(20);
    assertThat(components(cluster)).isOne();
  }

  private static long evictions(List<Report> reports) {
    return reports.stream()
        .map(Report::event)
        .filter(event -> event instanceof PeerDown down && down.reason() == DownReason.EVICTED)
        .count();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01})
  void aTickCostsFewerThanTenMessagesANode(double loss) {
    MembershipCluster<HyParViewHost> cluster = Clusters.interleaved(8, CONFIG);
    cluster.burst(1_000);
    cluster.ticks(5);
    cluster.simulation().loss(loss);
    long before = cluster.simulation().messages();
    cluster.ticks(50);
    assertThat((cluster.simulation().messages() - before) / 50_000.0).isLessThan(10);
    cluster.simulation().loss(0);
    cluster.ticks(3);
    Clusters.drain(cluster);
    assertAtRest(cluster, "");
    assertThat(components(cluster)).isOne();
    assertThat(cluster.meanDegree()).isGreaterThan(4.9);
  }

  @Test
  void aNodeWhoseContactsAreDownGoesOnTryingAndSaysSoOnce() {
    List<Report> reports = new ArrayList<>();
    MembershipCluster<HyParViewHost> cluster = Clusters.interleaved(9, CONFIG, reports);
    SimulatedNode<HyParViewHost> contact = cluster.join();
    cluster.simulation().crash(contact);
    SimulatedNode<HyParViewHost> node = cluster.join();
    cluster.ticks(20);
    assertThat(reports).containsExactly(new Report(node, new Isolated()));
    cluster.restart(contact);
    cluster.ticks(2);
    assertThat(node.host().membership().activeView())
        .containsExactly(contact.host().self());
  }

  @Test
  void aRestartedNodeIsLetInAtOnce() {
    MembershipCluster<HyParViewHost> cluster = Clusters.interleaved(10, CONFIG);
    cluster.burst(50);
    cluster.ticks(5);
    Simulation<HyParViewHost> simulation = cluster.simulation();
    SimulatedNode<HyParViewHost> node = simulation.node(20);
    simulation.vanish(node);
    cluster.restart(node);
    simulation.run(2_000);
    assertThat(node.host().membership().activeSize()).isPositive();
    cluster.ticks(3);
    Clusters.drain(cluster);
    assertAtRest(cluster, "");
    assertThat(components(cluster)).isOne();
    Peer self = node.host().self();
    for (SimulatedNode<HyParViewHost> other : simulation.nodes()) {
      other.host().membership().activeView().stream()
          .filter(peer -> peer.sameNode(self))
          .forEach(peer -> assertThat(peer).isEqualTo(self));
    }
  }

  @Test
  void aNodeWhoseClockWentBackIsLetInWithAHigherIncarnation() {
    List<Report> reports = new ArrayList<>();
    MembershipCluster<HyParViewHost> cluster = Clusters.interleaved(1, CONFIG, reports);
    cluster.burst(20);
    cluster.ticks(2);
    SimulatedNode<HyParViewHost> node = cluster.simulation().node(7);
    Peer firstLife = node.host().self();
    cluster.setContacts(
        node.host().membership().activeView().stream().map(Peer::address).toList());
    cluster.simulation().vanish(node);
    cluster.restart(node, firstLife.incarnation() - 500);
    cluster.simulation().run(1_000);
    Peer self = node.host().self();
    assertThat(self.isLaterThan(firstLife)).isTrue();
    assertThat(reports).contains(new Report(node, new SelfChanged(self)));
    assertThat(node.host().membership().activeView()).isNotEmpty();
  }

  /** The paper, §4.1: links of the active view are symmetric. */
  @Test
  void activeViewsAreSymmetric() {
    MembershipCluster<HyParViewHost> cluster = Clusters.interleaved(1, CONFIG);

    cluster.sequential(100, 20);
    cluster.ticks(2);
    Clusters.drain(cluster);

    assertThat(cluster.activeViews().oneWayEdges()).isZero();
  }

  @Test
  void sameSeedSameTrace() {
    assertThat(trace(42)).isEqualTo(trace(42)).isNotEqualTo(trace(43));
    assertThat(trace(42)).as("the same on every JVM").isEqualTo(7245279935672051804L);
  }

  private static long trace(long seed) {
    MembershipCluster<HyParViewHost> cluster = Clusters.interleaved(seed, CONFIG);
    cluster.burst(60);
    cluster.ticks(5);
    cluster.crash(0.5, cluster::isContact);
    cluster.ticks(5);
    return cluster.simulation().traceHash();
  }

  private static void assertAtRest(MembershipCluster<HyParViewHost> cluster, String what) {
    assertThat(cluster.activeViews().oneWayEdges())
        .as("7: one-way entries %s", what)
        .isZero();
    assertThat(cluster.pendingRequests()).as("8: pending requests %s", what).isZero();
  }
}
