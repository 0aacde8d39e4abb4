package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.hyparview.protocol.machine.Machine;
import org.junit.jupiter.api.Test;

class RefillBackoffTest {

  private static final long NOW = 10_000;

  private final RefillBackoff pace = new RefillBackoff(100, 1_000, new SplittableRandom(2));

  @Test
  void withoutARoundThereIsNoBudget() {
    assertThat(pace.hasBudget()).isFalse();
    assertThat(pace.deadline()).isEqualTo(Machine.NEVER);
    assertThat(pace.isRoundDue(NOW)).isFalse();
    assertThat(pace.isRefused()).isFalse();
  }

  @Test
  void eachRefusalTakesFromTheBudget() {
    pace.beginRound(2);
    assertThat(pace.hasBudget()).isTrue();
    pace.refused();
    assertThat(pace.hasBudget()).isTrue();
    assertThat(pace.isRefused()).isTrue();
    pace.refused();
    assertThat(pace.hasBudget()).isFalse();
  }

  @Test
  void aRoundWithNoBudgetIsOverAtOnce() {
    pace.beginRound(0);
    assertThat(pace.hasBudget()).isFalse();
  }

  @Test
  void aNeighborEndsTheMemoryOfRefusals() {
    pace.beginRound(3);
    pace.refused();
    pace.succeeded();
    assertThat(pace.isRefused()).isFalse();
  }

  @Test
  void thePausesDoubleWithJitterWhileTheyAreShorterThanAStep() {
    long[] delays = {100, 200, 400, 800};
    for (long delay : delays) {
      pace.retryLater(NOW);
      assertThat(pace.deadline() - NOW).isBetween(1 + delay / 2, delay + delay / 2);
      pace.beginRound(1);
    }
    pace.retryLater(NOW);
    assertThat(pace.deadline()).as("the step comes first").isEqualTo(Machine.NEVER);
  }

  @Test
  void aPauseAsLongAsAStepIsLeftToTheStep() {
    RefillBackoff other = new RefillBackoff(100, 200, new SplittableRandom(2));
    other.retryLater(NOW);
    other.beginRound(1);
    other.retryLater(NOW);
    assertThat(other.deadline()).isEqualTo(Machine.NEVER);
  }

  @Test
  void thePauseTakesEachValueFromHalfToOneAndAHalfOfTheDelay() {
    long min = Long.MAX_VALUE;
    long max = 0;
    for (int seed = 0; seed < 2_000; seed++) {
      RefillBackoff other = new RefillBackoff(100, 1_000, new SplittableRandom(seed));
      other.retryLater(NOW);
      min = Math.min(min, other.deadline() - NOW);
      max = Math.max(max, other.deadline() - NOW);
    }
    assertThat(min).isEqualTo(51);
    assertThat(max).isEqualTo(150);
  }

  @Test
  void aPauseIsNotProlongedWhileItLasts() {
    pace.retryLater(NOW);
    long deadline = pace.deadline();
    pace.retryLater(NOW + 10);
    assertThat(pace.deadline()).isEqualTo(deadline);
  }

  @Test
  void aRoundIsDueFromItsDeadlineOn() {
    pace.retryLater(NOW);
    assertThat(pace.isRoundDue(pace.deadline() - 1)).isFalse();
    assertThat(pace.isRoundDue(pace.deadline())).isTrue();
    pace.beginRound(1);
    assertThat(pace.deadline()).isEqualTo(Machine.NEVER);
  }

  @Test
  void aNeighborMakesThePausesShortAgain() {
    for (int i = 0; i < 3; i++) {
      pace.retryLater(NOW);
      pace.beginRound(1);
    }
    pace.succeeded();
    pace.retryLater(NOW);
    assertThat(pace.deadline() - NOW).isLessThanOrEqualTo(150);
  }

  @Test
  void theWalksOfAJoinAreGivenTheShortestDelay() {
    pace.beginRound(5);
    pace.waitForWalks(NOW);
    assertThat(pace.hasBudget()).isFalse();
    assertThat(pace.deadline()).isEqualTo(NOW + 100);
  }
}
