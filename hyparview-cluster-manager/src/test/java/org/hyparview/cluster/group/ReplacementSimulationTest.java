package org.hyparview.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.hyparview.cluster.QuorumLossPolicy;
import org.hyparview.cluster.Seeds;
import org.hyparview.cluster.group.Workload.Plan;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Shared data outlive the nodes that held them: nodes leave in good order and others join at any
 * moment, until none is left of the beginning.
 */
@Execution(ExecutionMode.CONCURRENT)
class ReplacementSimulationTest {

  private static final int[] SIZES = {1, 2, 3, 4, 5, 7};

  /** Seeds beyond those that are tried each time. */
  private static final long[] HAVE_FAILED = {2315, 3519, 4328};

  static LongStream seeds() {
    return LongStream.concat(Seeds.all(300), LongStream.of(HAVE_FAILED)).distinct();
  }

  private static Plan plan(long seed, boolean harsh) {
    QuorumLossPolicy[] policies = QuorumLossPolicy.values();
    return new Plan(
        SIZES[(int) (seed % SIZES.length)],
        policies[(int) (seed / SIZES.length % policies.length)],
        true,
        harsh);
  }

  /** Nodes come and go, pause, and are killed one at a time. */
  @ParameterizedTest
  @MethodSource("seeds")
  void whoeverLeavesNothingIsLost(long seed) {
    Workload workload = new Workload(seed, plan(seed, false));
    workload.run();
    assertThat(workload.violations()).as("seed " + seed).isEmpty();
    assertThat(workload.hasReportedLoss()).as("data lost, seed " + seed).isFalse();
    assertThat(workload.isSettled()).as("settled, seed " + seed).isTrue();
  }

  /** As above, while any number of nodes are also killed and cut off. */
  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsLostIsReported(long seed) {
    Workload workload = new Workload(seed, plan(seed, true));
    workload.run();
    if (!workload.hasReportedLoss()) {
      assertThat(workload.violations()).as("seed " + seed).isEmpty();
    }
    assertThat(workload.isSettled() || workload.isAtAnEnd())
        .as("settled or at a clear end, seed " + seed)
        .isTrue();
  }
}
