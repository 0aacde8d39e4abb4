package org.hyparview.demo.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverlayPlanTest {

  @Test
  void namesSortAsTheirNumbersDo() {
    assertThat(OverlayPlan.of(10, 0.3, 1).nodes()).isSorted().startsWith("n01").endsWith("n10");
  }

  @Test
  void theSeedPicksTheDoomed() {
    OverlayPlan plan = OverlayPlan.of(100, 0.3, 7);

    assertThat(plan.doomed()).hasSize(30).isSubsetOf(plan.nodes());
    assertThat(OverlayPlan.of(100, 0.3, 7)).isEqualTo(plan);
    assertThat(OverlayPlan.of(100, 0.3, 8)).isNotEqualTo(plan);
  }

  @ParameterizedTest
  @CsvSource({"20, 0", "20, 0.02", "20, -1", "20, NaN", "20, 0.95", "20, 1", "3, 0.5"})
  void someAreKilledAndSomeSurvive(int nodes, double kill) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OverlayPlan.of(nodes, kill, 1))
        .withMessageStartingWith("--kill " + kill + " of --nodes " + nodes);
  }
}
