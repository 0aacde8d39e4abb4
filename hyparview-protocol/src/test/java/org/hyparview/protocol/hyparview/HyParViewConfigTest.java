package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HyParViewConfigTest {

  private static final long HOUR = 3_600_000;

  /** A setting, its range, and how to make a config that has it. */
  private record Setting(String option, long min, long max, LongFunction<HyParViewConfig> config) {
    @Override
    public String toString() {
      return option;
    }
  }

  static List<Setting> settings() {
    long forever = Integer.MAX_VALUE;
    return List.of(
        new Setting("activeViewSize", 1, 32, n -> some().views((int) n, 30).build()),
        new Setting("passiveViewSize", 0, 1_024, n -> some().views(5, (int) n).build()),
        new Setting(
            "activeRandomWalkLength",
            0,
            TimeToLive.MAX,
            n -> some().walks((int) n, 0).build()),
        new Setting(
            "passiveRandomWalkLength", 0, 6, n -> some().walks(6, (int) n).build()),
        new Setting("shuffleActive", 0, 31, n -> some().shuffles((int) n, 4, 6).build()),
        new Setting("shufflePassive", 0, 31, n -> some().shuffles(3, (int) n, 6).build()),
        new Setting(
            "shuffleTimeToLive",
            1,
            TimeToLive.MAX,
            n -> some().shuffles(3, 4, (int) n).build()),
        new Setting(
            "shuffleInterval", 1, forever, n -> some().shuffleInterval(n).build()),
        new Setting("requestTimeout", 1, forever, n -> some().requestTimeout(n).build()),
        new Setting("healInterval", 1, forever, n -> some().healInterval(n).build()),
        new Setting(
            "rejoinMinDelay", 1, forever, n -> some().rejoinDelays(n, forever).build()),
        new Setting(
            "rejoinMaxDelay", 700, forever, n -> some().rejoinDelays(700, n).build()),
        new Setting(
            "failedPeerRetention",
            0,
            Long.MAX_VALUE / 4,
            n -> some().failedPeerRetention(n).build()));
  }

  private static ConfigBuilder some() {
    return new ConfigBuilder();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void theEndsOfTheRangeAreIn(Setting setting) {
    assertThat(setting.config.apply(setting.min)).isNotEqualTo(setting.config.apply(setting.max));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void whatIsOutOfRangeIsNamedWithItsRange(Setting setting) {
    for (long value : new long[] {setting.min - 1, setting.max + 1}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> setting.config.apply(value))
          .withMessage(
              "%s must be in %d..%d, but is %d", setting.option, setting.min, setting.max, value);
    }
  }

  @Test
  void defaultsAreWhatTheDocumentationSays() {
    assertThat(HyParViewConfig.DEFAULT)
        .isEqualTo(new HyParViewConfig(
            5, 30, 6, 3, 3, 4, 6, 30_000, 5_000, 30_000, 500, 30_000, 24 * HOUR));
  }

  @Test
  void aSampleHoldsTheNodeItselfAndBothParts() {
    assertThat(HyParViewConfig.DEFAULT.sampleSize()).isEqualTo(8);
    assertThat(new ConfigBuilder().shuffles(31, 31, 6).build().sampleSize())
        .isLessThanOrEqualTo(HyParViewMessage.MAX_SAMPLE);
  }
}
