package org.hyparview.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ends after 100, of which no more than 20 pass between two looks. */
class PatienceTest {

  private final Patience patience = new Patience(100, 20);

  @BeforeEach
  void begin() {
    patience.begin(1_000);
  }

  @Test
  void itIsOverAfterTheLimit() {
    for (int now = 1_010; now < 1_100; now += 10) {
      assertThat(patience.isOver(now)).isFalse();
    }
    assertThat(patience.isOver(1_100)).isTrue();
  }

  @Test
  void timeInWhichNobodyLookedDoesNotPass() {
    assertThat(patience.isOver(5_000)).isFalse();
    for (int now = 5_020; now < 5_080; now += 20) {
      assertThat(patience.isOver(now)).isFalse();
    }
    assertThat(patience.isOver(5_080)).isTrue();
  }

  @Test
  void itBeginsAgain() {
    assertThat(patience.isOver(1_020)).isFalse();
    patience.begin(9_000);
    for (int now = 9_020; now < 9_100; now += 20) {
      assertThat(patience.isOver(now)).isFalse();
    }
    assertThat(patience.isOver(9_100)).isTrue();
  }
}
