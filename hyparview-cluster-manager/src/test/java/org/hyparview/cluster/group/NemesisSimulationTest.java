package org.hyparview.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.hyparview.cluster.Seeds;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Maps, counters and locks stay linearizable under the concurrent operations of five nodes, while
 * nodes are killed, paused, cut off and started and messages are lost and late.
 */
@Execution(ExecutionMode.CONCURRENT)
class NemesisSimulationTest {

  static LongStream seeds() {
    return Seeds.all(1_000);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverHappensTheHistoryIsLinearizable(long seed) {
    Workload workload = new Workload(seed);
    workload.run();
    assertThat(workload.violations()).as("seed " + seed).isEmpty();
    assertThat(workload.isSettled()).as("settled, seed " + seed).isTrue();
  }
}
