package org.hyparview.demo.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SimulationPlanTest {

  @Test
  void withoutArgumentsAllIsAsInThePaper() {
    SimulationPlan plan = plan("--seed", "1");

    assertThat(plan.config()).isEqualTo(HyParViewConfig.DEFAULT);
    assertThat(plan.arguments())
        .containsExactly("--nodes", "10000", "--fail", "0.6", "--seed", "1");
  }

  @Test
  void theArgumentsOfAPlanGiveThePlan() {
    SimulationPlan plan = plan(
        "--nodes=500 --fail=0.25 --seed=-7 --active=4 --passive=20 --arwl=5 --prwl=2 --ka=1 --kp=2"
            .concat(" --shuffle-ttl=3 --shuffle-interval=1000 --cycles=7 --heal-cycles=8")
            .concat(" --messages=9 --every=10 --loss=0.01 --churn=0.1 --latency=2..3 --join=100")
            .concat(" --contacts=dead --silently")
            .split(" "));

    assertThat(plan(plan.arguments().toArray(String[]::new))).isEqualTo(plan);
    assertThat(plan.config().activeViewSize()).isEqualTo(4);
    assertThat(plan.doomed()).isEqualTo(125);
    assertThat(plan.latency()).isEqualTo(new LatencyRange(2, 3));
    assertThat(plan.join()).isEqualTo(new JoinSchedule(100));
    assertThat(plan.contactDies()).isTrue();
    assertThat(plan.silently()).isTrue();
  }

  @Test
  void anExpectedSizeSetsBothViewsAsTheVerticlesOptionDoes() {
    HyParViewConfig config = plan("--expected-size", "100000").config();
    assertThat(config.activeViewSize()).isEqualTo(6);
    assertThat(config.passiveViewSize()).isEqualTo(36);

    HyParViewConfig mixed = plan("--expected-size", "100000", "--passive", "50").config();
    assertThat(mixed.activeViewSize()).isEqualTo(6);
    assertThat(mixed.passiveViewSize()).isEqualTo(50);
  }

  @Test
  void eachRunHasTheNextSeedAndElseTheSamePlan() {
    SimulationPlan plan = plan("--seed", "1", "--cycles", "3");
    assertThat(plan.withSeed(2)).isEqualTo(plan("--seed", "2", "--cycles", "3"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--nodes=1 | --nodes must be in 2..1000000, but is 1",
        "--fail=1 | --fail 1.0 of --nodes 10000 must be in 0..1 and leave at least 2 nodes",
        "--fail=NaN | --fail NaN of --nodes 10000 must be in 0..1 and leave at least 2 nodes",
        "--cycles=-1 | --cycles must be in 0..100000, but is -1",
        "--heal-cycles=-1 | --heal-cycles must be in 0..100000, but is -1",
        "--messages=0 | --messages must be in 1..100000, but is 0",
        "--every=0 | --every must be in 1..60000, but is 0",
        "--loss=0.6 | --loss must be in 0..0.5, but is 0.6",
        "--churn=-0.1 | --churn must be in 0..1.0, but is -0.1",
        "--active=99 | activeViewSize must be in 1..32, but is 99",
        "--prwl=9 | passiveRandomWalkLength must be in 0..6, but is 9",
        "--expected-size=0 | expectedClusterSize must be in 1..2147483647, but is 0",
        "--latency=5..4 | --latency 5..4 has no values",
        "--latency=fast | --latency must have the form MIN..MAX in milliseconds, but is \"fast\"",
        "--join=0 | --join must be sequential, burst or a pause in milliseconds, but is \"0\"",
        "--contacts=gone | --contacts must be alive or dead, but is \"gone\"",
      })
  void badInputIsToldWithItsRange(String argument, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> plan(argument)).withMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sequential", "burst", "1", "100"})
  void waysToJoinAreReadAsTheyAreWritten(String text) {
    assertThat(JoinSchedule.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0..0", "1..50", "20"})
  void latenciesAreReadAsTheyAreWritten(String text) {
    LatencyRange range = LatencyRange.parse(text);
    assertThat(LatencyRange.parse(range.toString())).isEqualTo(range);
  }

  private static SimulationPlan plan(String... arguments) {
    SimulateCommand command = new SimulateCommand();
    new CommandLine(command).parseArgs(arguments);
    return command.plan();
  }
}
