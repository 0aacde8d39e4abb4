package org.hyparview.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.hyparview.simulation.net.SimulationFailure;
import org.junit.jupiter.api.Test;

class ScenarioTest {

  private final Scenario<List<String>> scenario = Scenario.<List<String>>of(
          "two steps", "run --seed %d", seed -> new ArrayList<>(List.of("" + seed)))
      .then("one", list -> list.add("one"))
      .then("two", list -> list.add("two"));

  @Test
  void itRunsTheStepsInOrderOnWhatTheSeedGives() {
    assertThat(scenario.run(17)).containsExactly("17", "one", "two");
    assertThat(scenario.run(18)).containsExactly("18", "one", "two");
  }

  @Test
  void aFailureTellsStepSeedAndHowToSeeItAgain() {
    Scenario<List<String>> failing = scenario.demand("no more than two", list -> {
      throw new IllegalStateException("there are " + list.size());
    });
    assertThatThrownBy(() -> failing.run(17))
        .isInstanceOf(SimulationFailure.class)
        .hasMessage("Scenario \"two steps\" failed at \"no more than two\" with seed 17: "
            + "there are 3\nReplay: run --seed 17");
  }

  @Test
  void aFailedAssertionIsAFailureToo() {
    Scenario<List<String>> failing =
        scenario.then("assertion", list -> assertThat(list).isEmpty());
    assertThatThrownBy(() -> failing.run(1)).isInstanceOf(SimulationFailure.class);
  }
}
