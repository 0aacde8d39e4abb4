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
 * Shared data outlives the nodes that held it: nodes leave gracefully and others join at any
 * moment, until none of the first ones is left. With each fourth seed, some nodes keep no data, and
 * the voters are spread over zones.
 */
@Execution(ExecutionMode.CONCURRENT)
class ReplacementSimulationTest {

  private static final int[] SIZES = {1, 2, 3, 4, 5, 7};

  /** The seeds that are tried each time in addition, without placement. */
  private static final long[] HAVE_FAILED = {
    3, 32, 202, 388, 701, 796, 835, 1234, 1305, 1447, 2315, 3519, 4328
  };

  /**
   * One that is tried in addition: the leader and one other have removed a voter that is cut off,
   * and the leader dies. The one that is left knows that this is no quorum, all others see two of
   * three voters, none of which leads.
   */
  private static final long HAS_FAILED_PLACED = 4205;

  static LongStream seeds() {
    LongStream earlier =
        LongStream.concat(LongStream.of(HAVE_FAILED), LongStream.of(HAS_FAILED_PLACED));
    return LongStream.concat(Seeds.all(200), earlier).distinct();
  }

  private static Plan plan(long seed, boolean harsh) {
    QuorumLossPolicy[] policies = QuorumLossPolicy.values();
    return new Plan(
        SIZES[(int) (seed % SIZES.length)],
        policies[(int) (seed / SIZES.length % policies.length)],
        true,
        harsh,
        seed % 4 == 1 && LongStream.of(HAVE_FAILED).noneMatch(failed -> failed == seed));
  }

  /** Nodes join and leave, pause, and are killed one at a time. */
  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsLostWhicheverNodeLeaves(long seed) {
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
    if (!workload.hasReportedLoss() && !workload.hasLostASide()) {
      assertThat(workload.violations()).as("seed " + seed).isEmpty();
    }
    assertThat(workload.isSettled() || workload.isAtAnEnd())
        .as("settled or at a clear end, seed " + seed)
        .isTrue();
  }
}
