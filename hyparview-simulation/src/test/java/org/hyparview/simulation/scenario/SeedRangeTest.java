package org.hyparview.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.LongStream;
import org.hyparview.simulation.net.SimulationFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedRangeTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void eachSeedIsRunOnceOnSoManyThreads(int threads) {
    ConcurrentSkipListSet<Long> seen = new ConcurrentSkipListSet<>();
    new SeedRange(50, 100, threads)
        .each("counting", "%d", seed -> assertThat(seen.add(seed)).isTrue());
    assertThat(seen).containsExactlyElementsOf(LongStream.range(50, 150).boxed().toList());
  }

  @Test
  void aFailureTellsItsSeedAndHowToSeeItAgainAndTheOthersGoOn() {
    ConcurrentSkipListSet<Long> seen = new ConcurrentSkipListSet<>();
    assertThatThrownBy(() -> new SeedRange(1, 10, 2).each("odd", "run --seed %d", seed -> {
          seen.add(seed);
          if (seed % 4 == 0) {
            throw new SimulationFailure("four divides " + seed);
          }
        }))
        .isInstanceOf(AssertionError.class)
        .hasMessage("odd: 8 of 10 seeds passed, from 1"
            + "\nSeed 4 fails: four divides 4\nReplay: run --seed 4"
            + "\nSeed 8 fails: four divides 8\nReplay: run --seed 8")
        .satisfies(error -> assertThat(error.getSuppressed()).hasSize(2));
    assertThat(seen).hasSize(10);
  }

  @Test
  void theReplayNamesTheTestItsSizeAndTheSeed() {
    assertThat(String.format(SeedRange.replayOfThisSize(SeedRangeTest.class, "method"), 17))
        .isEqualTo("mvn test -pl hyparview-simulation -am"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dtest=SeedRangeTest#method"
            + " -Dhyparview.seed=17 -Dhyparview.nodes=" + SeedRange.nodes());
  }
}
