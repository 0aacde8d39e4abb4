package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HyParViewSimulationTest {

  private static final HyParViewConfig CONFIG = HyParViewConfig.DEFAULT;

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 20, 100, 1_000})
  void aBurstOfJoinsComesToRest(int count) {
    for (int seed = 0; seed < 5; seed++) {
      Cluster cluster = Cluster.fifo(seed, CONFIG).burst(count);
      long joined = cluster.drain();
      int comps = cluster.components();
      cluster.ticks(1);
      cluster.drain();
      int comps1 = cluster.components();
      cluster.ticks(1);
      cluster.drain();
      System.out.println(count + " seed " + seed + " msgs " + joined + " comps " + comps + " "
          + comps1 + " " + cluster.components() + " oneway "
          + cluster.oneWayEntries() + " pending " + cluster.pending() + " deg "
          + cluster.meanDegree() + " " + cluster.messages);
      assertThat(cluster.oneWayEntries()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 10_000})
  void sequentialJoins(int count) {
    long t = System.nanoTime();
    Cluster cluster = Cluster.fifo(1, CONFIG).sequential(count);
    System.out.println(count + " seq msgs " + cluster.messages + " comps " + cluster.components()
        + " deg " + cluster.meanDegree() + " " + (System.nanoTime() - t) / 1000000 + "ms");
    for (int i = 0; i < 5; i++) {
      long b = cluster.messages;
      cluster.ticks(1);
      System.out.println(count + " tick msgs " + (cluster.messages - b) / (double) count + " comps "
          + cluster.components() + " deg " + cluster.meanDegree() + " oneway "
          + cluster.oneWayEntries());
    }
    System.out.println(cluster.kinds.size());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.8, 0.9, 0.95})
  void kill(double f) {
    Cluster cluster = Cluster.interleaved(1, CONFIG).burst(1000);
    cluster.ticks(5);
    for (int i = 1; i < 1000; i++)
      if (cluster.random.nextDouble() < f) cluster.crash(cluster.nodes.get(i));
    for (int i = 0; i < 5; i++) {
      long b = cluster.messages;
      System.out.println(f + " tick msgs " + (cluster.messages - b) / 1000.0 + " comps "
          + cluster.components() + " deg " + cluster.meanDegree() + " oneway "
          + cluster.oneWayEntries());
      cluster.ticks(1);
    }
    System.out.println(cluster.kinds.size());
  }
}
