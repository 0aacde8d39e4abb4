package org.hyparview.cluster.protocol.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuspicionTimeoutTest {

  @ParameterizedTest
  @CsvSource({
    "1000, 0, 1000",
    "1000, 2, 1000",
    "1000, 10, 1000",
    "1000, 30, 1477",
    "1000, 100, 2000",
    "1000, 1000, 3000",
    "500, 10000, 2000"
  })
  void theLeastGrowsWithTheLogarithmOfTheCluster(long base, int nodes, long expected) {
    assertThat(SuspicionTimeout.min(base, nodes)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"3, 1, 0", "3, 2, 0", "3, 3, 1", "3, 4, 2", "3, 5, 3", "3, 100, 3", "0, 100, 0"})
  void noMoreConfirmationsAreNeededThanThereCanBe(int confirmations, int nodes, int expected) {
    assertThat(SuspicionTimeout.enough(confirmations, nodes)).isEqualTo(expected);
  }

  /** With three times the least for a single accuser, and three confirmations. */
  @ParameterizedTest
  @CsvSource({
    "2, 0, 1000",
    "3, 0, 3000",
    "3, 1, 1000",
    "10, 0, 3000",
    "10, 1, 2000",
    "10, 2, 1415",
    "10, 3, 1000",
    "10, 9, 1000",
    "100, 0, 6000",
    "100, 1, 4000",
    "100, 3, 2000"
  })
  void confirmationsShortenIt(int nodes, int confirmed, long expected) {
    assertThat(SuspicionTimeout.of(FailureConfig.DEFAULT, nodes, confirmed)).isEqualTo(expected);
  }

  @Test
  void healthGetsWorseToABoundAndBetterWithTime() {
    LocalHealth health = new LocalHealth();
    assertThat(health.stretch(100, 0)).isEqualTo(100);
    for (int i = 0; i < 20; i++) {
      health.worsen(1_000);
    }
    assertThat(health.score(1_000)).isEqualTo(LocalHealth.MAX);
    assertThat(health.stretch(100, 1_000)).isEqualTo(800);
    assertThat(health.score(1_000 + 2 * LocalHealth.RECOVERY)).isEqualTo(5);
    assertThat(health.score(1_000_000)).isZero();
  }

  @Test
  void settingsOutOfTheirRangeAreRefusedByName() {
    assertThatThrownBy(() -> FailureConfig.builder().weakTimeout(0).build())
        .hasMessage("weakTimeout must be in 1.." + Integer.MAX_VALUE + ", but is 0");
    assertThatThrownBy(() -> FailureConfig.builder().confirmations(33).build())
        .hasMessage("confirmations must be in 0..32, but is 33");
  }

  @Test
  void messagesHaveNoNegativeIncarnations() {
    PeerId id = PeerId.of("a");
    assertThatThrownBy(() -> new FailureMessage.Dead(id, -1, FailureMessage.Evidence.CLAIM))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
