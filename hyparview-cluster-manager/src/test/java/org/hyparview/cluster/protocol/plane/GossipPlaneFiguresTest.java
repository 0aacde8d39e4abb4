package org.hyparview.cluster.protocol.plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.cluster.protocol.plane.GossipPlaneFigures.quantile;

import java.util.List;
import org.hyparview.cluster.protocol.registry.RegistryConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bounds of the documented times. */
class GossipPlaneFiguresTest {

  private static final int SEEDS = 20;

  @Test
  void aKilledProcessIsDownEverywhereInAFractionOfASecond() {
    List<Long> times = GossipPlaneFigures.crash(6, SEEDS);
    assertThat(quantile(times, 0.5)).isLessThan(200);
    assertThat(quantile(times, 1)).isLessThan(600);
  }

  @Test
  void aSilentNodeIsDownEverywhereWithinSixSeconds() {
    assertThat(quantile(GossipPlaneFigures.vanish(6, SEEDS), 1)).isLessThan(6_000);
    assertThat(quantile(GossipPlaneFigures.cutOff(6, SEEDS), 1)).isLessThan(6_000);
  }

  @Test
  void aRegistrationIsCompletedInAFewHops() {
    assertThat(quantile(GossipPlaneFigures.registration(6, SEEDS), 0.5)).isLessThan(40);
  }

  /** The overlay is never calm then: each node that joins makes another one lose a neighbor. */
  @ParameterizedTest
  @ValueSource(longs = {1, 20, 100})
  void aRegistrationIsCompletedSoonWhileOthersJoin(long gap) {
    List<Long> times =
        GossipPlaneFigures.registrationInRush(30, gap, GossipPlaneFigures.QUICK, SEEDS / 4);
    assertThat(times).hasSize(30 * SEEDS / 4);
    assertThat(quantile(times, 0.5)).isLessThan(40);
    assertThat(quantile(times, 1)).isLessThan(1_000);
  }

  /** One attempt after the other finds the overlay changed before all have answered. */
  @Test
  void aRegistrationIsTriedForAsLongAsItMayWait() {
    List<Long> times =
        GossipPlaneFigures.registrationInRush(30, 100, GossipPlaneFigures.SLOW, SEEDS / 4);
    assertThat(times).hasSize(30 * SEEDS / 4);
    assertThat(quantile(times, 1)).isLessThan(RegistryConfig.DEFAULT.completionTimeout());
  }

  @Test
  void aRegistrationNeedsAboutAMessageAndAnAnswerForEachNode() {
    assertThat(quantile(GossipPlaneFigures.messagesOfRegistration(6, SEEDS), 0.5))
        .isLessThan(60);
  }

  @Test
  void aClusterThatWasCutInTwoIsOneAgainSoon() {
    assertThat(quantile(GossipPlaneFigures.healing(SEEDS), 1)).isLessThan(15_000);
  }

  /**
   * With the settings of a local network, every other announcement would be requested too early.
   */
  @Test
  void overAWideAreaHardlyAnythingIsRequestedTooEarly() {
    long grafts = GossipPlaneFigures.graftsOfRegistrations(PlaneConfig.WAN, 30, SEEDS / 4);
    assertThat(grafts).isLessThan(2 * SEEDS / 4);
    assertThat(GossipPlaneFigures.graftsOfRegistrations(PlaneConfig.DEFAULT, 30, SEEDS / 4))
        .isGreaterThan(4 * grafts);
  }
}
