package org.hyparview.cluster.protocol.plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.cluster.protocol.plane.ApPlaneFigures.quantile;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The times that users are told of, with their bounds. */
class ApPlaneFiguresTest {

  private static final int SEEDS = 20;

  @Test
  void aKilledProcessIsDownEverywhereInAFractionOfASecond() {
    List<Long> times = ApPlaneFigures.crash(6, SEEDS);
    assertThat(quantile(times, 0.5)).isLessThan(200);
    assertThat(quantile(times, 1)).isLessThan(600);
  }

  @Test
  void aSilentNodeIsDownEverywhereWithinSixSeconds() {
    assertThat(quantile(ApPlaneFigures.vanish(6, SEEDS), 1)).isLessThan(6_000);
    assertThat(quantile(ApPlaneFigures.cutOff(6, SEEDS), 1)).isLessThan(6_000);
  }

  @Test
  void aRegistrationIsCompletedInAFewHops() {
    assertThat(quantile(ApPlaneFigures.registration(6, SEEDS), 0.5)).isLessThan(40);
  }

  @Test
  void aRegistrationNeedsAboutAMessageAndAnAnswerForEachNode() {
    assertThat(quantile(ApPlaneFigures.messagesOfRegistration(6, SEEDS), 0.5)).isLessThan(60);
  }

  @Test
  void aClusterThatWasCutInTwoIsOneAgainSoon() {
    assertThat(quantile(ApPlaneFigures.healing(SEEDS), 1)).isLessThan(15_000);
  }
}
