package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HyParViewConfigTest {

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
        new Setting("activeViewSize", 1, 32, n -> some().activeViewSize((int) n).build()),
        new Setting(
            "passiveViewSize", 0, 1_024, n -> some().passiveViewSize((int) n).build()),
        new Setting(
            "activeRandomWalkLength",
            0,
            TimeToLive.MAX,
            n -> some()
                .activeRandomWalkLength((int) n)
                .passiveRandomWalkLength(0)
                .build()),
        new Setting(
            "passiveRandomWalkLength",
            0,
            6,
            n -> some().passiveRandomWalkLength((int) n).build()),
        new Setting("shuffleActive", 0, 31, n -> some().shuffleActive((int) n).build()),
        new Setting("shufflePassive", 0, 31, n -> some().shufflePassive((int) n).build()),
        new Setting(
            "shuffleTimeToLive",
            1,
            TimeToLive.MAX,
            n -> some().shuffleTimeToLive((int) n).build()),
        new Setting(
            "shuffleInterval", 1, forever, n -> some().shuffleInterval(n).build()),
        new Setting("requestTimeout", 1, forever, n -> some().requestTimeout(n).build()),
        new Setting("healInterval", 1, forever, n -> some().healInterval(n).build()),
        new Setting(
            "rejoinMinDelay",
            1,
            forever,
            n -> some().rejoinMinDelay(n).rejoinMaxDelay(forever).build()),
        new Setting(
            "rejoinMaxDelay",
            700,
            forever,
            n -> some().rejoinMinDelay(700).rejoinMaxDelay(n).build()),
        new Setting(
            "failedPeerRetention",
            0,
            Long.MAX_VALUE / 4,
            n -> some().failedPeerRetention(n).build()));
  }

  private static HyParViewConfig.Builder some() {
    return HyParViewConfig.builder();
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
        .hasToString("HyParViewConfig[activeViewSize=5, passiveViewSize=30,"
            + " activeRandomWalkLength=6, passiveRandomWalkLength=3, shuffleActive=3,"
            + " shufflePassive=4, shuffleTimeToLive=6, shuffleInterval=30000,"
            + " requestTimeout=5000, healInterval=30000, rejoinMinDelay=500,"
            + " rejoinMaxDelay=30000, failedPeerRetention=86400000]");
  }

  @Test
  void aSampleHoldsTheNodeItselfAndBothParts() {
    assertThat(HyParViewConfig.DEFAULT.sampleSize()).isEqualTo(8);
    assertThat(HyParViewConfig.builder()
            .shuffleActive(31)
            .shufflePassive(31)
            .build()
            .sampleSize())
        .isLessThanOrEqualTo(HyParViewMessage.MAX_SAMPLE);
  }
}
