package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DialBudgetTest {

  private final DialBudget budget = new DialBudget(10);

  private int take(long now) {
    int taken = 0;
    while (budget.take(now)) {
      taken++;
    }
    return taken;
  }

  @Test
  void asManyDialsAsGrowInASecondAreFreeAtOnce() {
    assertThat(take(0)).isEqualTo(10);
    assertThat(take(99)).isZero();
    assertThat(take(100)).isOne();
    assertThat(take(1_000)).isEqualTo(9);
  }

  @Test
  void noMoreThanThatIsEverSaved() {
    take(0);
    assertThat(take(1_000_000)).isEqualTo(10);
  }

  @Test
  void inTheLongRunThereAreSoManyASecond() {
    int taken = 0;
    for (int now = 0; now < 60_000; now++) {
      taken += take(now);
    }
    assertThat(taken).isBetween(600, 610);
  }
}
