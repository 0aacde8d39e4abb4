package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.hyparview.protocol.hyparview.HyParViewAction.DownReason;
import org.hyparview.protocol.hyparview.HyParViewAction.PeerDown;
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
      for (Cluster cluster :
          List.of(Cluster.fifo(seed, CONFIG), Cluster.interleaved(seed, CONFIG))) {
        cluster.burst(nodes).drain();
        int ticks = 2 + ticksAfterTwoUntilOneComponent(cluster);
        late += ticks > 2 ? 1 : 0;
        cluster.drain();
        assertAtRest(cluster, "seed " + seed);
        assertThat(ticks).as("ticks, seed %s", seed).isLessThan(10);
      }
    }
    assertThat(late).as("of %s bursts", 2 * seeds).isLessThanOrEqualTo(seeds / 100);
  }

  private static int ticksAfterTwoUntilOneComponent(Cluster cluster) {
    cluster.ticks(2);
    return ticksUntil(() -> cluster.components() == 1, cluster, 10);
  }

  @Test
  void sequentialJoinsFillTheViews() {
    Cluster cluster = Cluster.fifo(1, CONFIG).sequential(1_000);
    double afterJoins = cluster.meanDegree();
    long joinMessages = cluster.messages;
    cluster.ticks(10);
    cluster.drain();
    assertAtRest(cluster, "");
    assertThat(cluster.components()).isOne();
    assertThat(afterJoins).isGreaterThan(4.03);
    assertThat(cluster.meanDegree()).isGreaterThan(4.98);
    assertThat(joinMessages).isLessThan(100_000);
  }

  @ParameterizedTest
  @CsvSource({"0.5, 1", "0.8, 2", "0.9, 3", "0.95, 4", "0.95, 5", "0.95, 6"})
  void survivorsOfAMassiveFailureAreOneComponentWithinFiveTicks(double failed, long seed) {
    Cluster cluster = Cluster.interleaved(seed, CONFIG).burst(1_000);
    cluster.ticks(5);
    killAllBut(cluster, failed, 0);
    cluster.ticks(5);
    cluster.drain();
    assertAtRest(cluster, "");
    assertThat(cluster.components()).isOne();
    assertThat(cluster.meanDegree()).isGreaterThan(4.8);
  }

  /** Kills that part of the nodes, but not the contact. */
  private static void killAllBut(Cluster cluster, double failed, int contact) {
    int kills = (int) (failed * cluster.nodes.size());
    while (kills > 0) {
      Cluster.Node node = cluster.nodes.get(cluster.random.nextInt(cluster.nodes.size()));
      if (node.alive && node.index != contact) {
        cluster.crash(node);
        kills--;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void halvesThatWerePartitionedForLongJoinAgain(long seed) {
    Cluster cluster = Cluster.interleaved(seed, CONFIG).burst(200);
    cluster.ticks(5);
    cluster.partition(index -> index % 2);
    cluster.ticks(40);
    assertThat(cluster.components()).isEqualTo(2);
    cluster.heal();
    int ticks = ticksUntil(() -> cluster.components() == 1, cluster, 20);
    assertThat(ticks).isLessThan(20);
    cluster.ticks(10);
    cluster.drain();
    assertAtRest(cluster, "seed " + seed);
    assertThat(cluster.components()).isOne();
  }

  @Test
  void aPartitionShorterThanThePatienceForTheRootIsHealedToo() {
    Cluster cluster = Cluster.interleaved(7, CONFIG).burst(100);
    cluster.ticks(5);
    cluster.partition(index -> index % 2);
    cluster.ticks(3);
    cluster.heal();
    int ticks = ticksUntil(() -> cluster.components() == 1, cluster, 40);
    assertThat(ticks).isLessThan(40);
  }

  private static int ticksUntil(Supplier<Boolean> reached, Cluster cluster, int most) {
    int ticks = 0;
    while (!reached.get() && ticks < most) {
      cluster.ticks(1);
      ticks++;
    }
    return ticks;
  }

  @Test
  void islandsThatStartedApartFindTogetherThroughTheirContacts() {
    Cluster cluster = Cluster.interleaved(3, CONFIG);
    IntStream.range(0, 20).forEach(i -> cluster.addNode());
    for (Cluster.Node node : cluster.nodes) {
      int island = node.index % 2;
      Cluster.Node other = cluster.nodes.get(1 - island);
      cluster.join(node, List.of(cluster.nodes.get(island).address, other.address));
    }
    cluster.partition(index -> index % 2);
    cluster.ticks(30);
    cluster.heal();
    assertThat(ticksUntil(() -> cluster.components() == 1, cluster, 30)).isLessThan(30);
  }

  /** With three neighbours, eight nodes may form two full islands, which no failure ever opens. */
  @Test
  void fullIslandsOfSmallViewsFindTogether() {
    HyParViewConfig small = withViews(3, 18);
    for (int seed = 0; seed < 200; seed++) {
      Cluster cluster = Cluster.interleaved(seed, small).burst(8);
      int ticks = ticksUntil(() -> cluster.components() == 1, cluster, 20);
      assertThat(ticks).as("ticks, seed %s", seed).isLessThan(20);
    }
  }

  static HyParViewConfig withViews(int active, int passive) {
    HyParViewConfig d = CONFIG;
    return new HyParViewConfig(
        active,
        passive,
        d.activeRandomWalkLength(),
        d.passiveRandomWalkLength(),
        d.shuffleActive(),
        d.shufflePassive(),
        d.shuffleTimeToLive(),
        d.shuffleInterval(),
        d.requestTimeout(),
        d.healInterval(),
        d.rejoinMinDelay(),
        d.rejoinMaxDelay(),
        d.failedPeerRetention());
  }

  @Test
  void inASettledOverlayNobodyIsEvicted() {
    Cluster cluster = Cluster.interleaved(5, CONFIG).burst(200);
    cluster.ticks(20);
    long before = evictions(cluster);
    cluster.ticks(100);
    assertThat(evictions(cluster)).isEqualTo(before);
  }

  @Test
  void theDeathOfTheRootOfTheComponentEvictsNobody() {
    Cluster cluster = Cluster.interleaved(6, CONFIG).burst(100);
    cluster.ticks(20);
    cluster.crash(cluster.nodes.get(0));
    cluster.ticks(2);
    long before = evictions(cluster);
    cluster.ticks(60);
    assertThat(evictions(cluster) - before).isLessThan(20);
    assertThat(cluster.components()).isOne();
  }

  private static long evictions(Cluster cluster) {
    return cluster.nodes.stream()
        .flatMap(node -> node.events.stream())
        .filter(event -> event instanceof PeerDown down && down.reason() == DownReason.EVICTED)
        .count();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01})
  void aTickCostsFewerThanTenMessagesANode(double loss) {
    Cluster cluster = Cluster.interleaved(8, CONFIG).burst(1_000);
    cluster.ticks(5);
    cluster.loss = loss;
    long before = cluster.messages;
    cluster.ticks(50);
    assertThat((cluster.messages - before) / 50_000.0).isLessThan(10);
    cluster.loss = 0;
    cluster.ticks(3);
    cluster.drain();
    assertAtRest(cluster, "");
    assertThat(cluster.components()).isOne();
    assertThat(cluster.meanDegree()).isGreaterThan(4.9);
  }

  @Test
  void aNodeWhoseContactsAreDownGoesOnTryingAndSaysSoOnce() {
    Cluster cluster = Cluster.interleaved(9, CONFIG);
    Cluster.Node contact = cluster.addNode();
    Cluster.Node node = cluster.addNode();
    contact.alive = false;
    cluster.join(node, List.of(contact.address));
    cluster.ticks(20);
    assertThat(node.isolations).isOne();
    contact.alive = true;
    cluster.join(contact, List.of());
    cluster.ticks(2);
    assertThat(node.machine.activeView()).containsExactly(contact.self());
  }

  @Test
  void aRestartedNodeIsLetInAtOnce() {
    Cluster cluster = Cluster.interleaved(10, CONFIG).burst(50);
    cluster.ticks(5);
    Cluster.Node node = cluster.nodes.get(20);
    cluster.vanish(node);
    cluster.restart(node, node.self().incarnation() + 1_000, List.of(cluster.nodes.get(0).address));
    cluster.advance(2_000);
    assertThat(node.machine.activeSize()).isPositive();
    cluster.ticks(3);
    cluster.drain();
    assertAtRest(cluster, "");
    assertThat(cluster.components()).isOne();
    for (Cluster.Node other : cluster.nodes) {
      other.machine.activeView().stream()
          .filter(peer -> peer.sameNode(node.self()))
          .forEach(peer -> assertThat(peer).isEqualTo(node.self()));
    }
  }

  @Test
  void sameSeedSameTrace() {
    assertThat(trace(42)).isEqualTo(trace(42)).isNotEqualTo(trace(43));
    assertThat(trace(42)).as("the same on every JVM").isEqualTo(-911652203045965418L);
  }

  private static long trace(long seed) {
    Cluster cluster = Cluster.interleaved(seed, CONFIG).burst(60);
    cluster.ticks(5);
    killAllBut(cluster, 0.5, 0);
    cluster.ticks(5);
    return cluster.hash;
  }

  private static void assertAtRest(Cluster cluster, String what) {
    assertThat(cluster.oneWayEntries()).as("7: one-way entries %s", what).isZero();
    assertThat(cluster.pending()).as("8: pending requests %s", what).isZero();
  }
}
