package org.hyparview.protocol.plumtree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlumtreeConfigTest {

  /** A setting, its range, and how to make a config that has it. */
  private record Setting(
      String option, long min, long max, LongFunction<PlumtreeConfigBuilder> config) {
    @Override
    public String toString() {
      return option;
    }

    PlumtreeConfig with(long value) {
      return config.apply(value).build();
    }
  }

  static List<Setting> settings() {
    int most = Integer.MAX_VALUE;
    return List.of(
        new Setting("ihaveInterval", 0, most, n -> some().ihaves(n, 64)),
        new Setting("ihaveBatch", 1, 256, n -> some().ihaves(20, (int) n)),
        new Setting("graftTimeout1", 1, most, n -> some().grafts(n, 200, 8)),
        new Setting("graftTimeout2", 1, most, n -> some().grafts(500, n, 8)),
        new Setting("graftAttempts", 1, 255, n -> some().grafts(500, 200, (int) n)),
        new Setting(
            "optimizationThreshold",
            1,
            most - 1,
            n -> some().optimizationThreshold(Math.toIntExact(n))),
        new Setting("pruneDelay", 0, most, n -> some().pruneDelay(n)),
        new Setting("maxPayload", 1, 16_776_192, n -> some().maxPayload((int) n)),
        new Setting("cachedMessages", 1, most - 1, n -> some().cache(Math.toIntExact(n), 0)),
        new Setting("cachedBytes", 0, Long.MAX_VALUE / 4, n -> some().cache(1, n)),
        new Setting("retention", 1, most, n -> some().retention(n)),
        new Setting("seenOrigins", 1, most - 1, n -> some().seen(Math.toIntExact(n), 64)),
        new Setting(
            "missingMessages", 1, most - 1, n -> some().missingMessages(Math.toIntExact(n))),
        new Setting("waves", 1, most - 1, n -> some().waves(Math.toIntExact(n), 5)),
        new Setting("waveAttempts", 1, 255, n -> some().waves(1, (int) n)),
        new Setting("waveTimeout", 1, most, n -> some().waveTimeout(n)),
        new Setting("settleTime", 0, most, n -> some().settleTime(n)));
  }

  private static PlumtreeConfigBuilder some() {
    return new PlumtreeConfigBuilder();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void theEndsOfTheRangeAreIn(Setting setting) {
    assertThat(setting.with(setting.min)).isNotEqualTo(setting.with(setting.max));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void whatIsBelowTheRangeIsNamedWithIt(Setting setting) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> setting.with(setting.min - 1))
        .withMessageStartingWith(setting.option + " must be in " + setting.min + "..")
        .withMessageEndingWith(", but is " + (setting.min - 1));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void whatIsAboveTheRangeIsNamedWithIt(Setting setting) {
    if (setting.max < Integer.MAX_VALUE - 1 || setting.max == Integer.MAX_VALUE) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> setting.with(setting.max + 1))
          .withMessageContaining(" must be in " + setting.min + ".." + setting.max + ", but is ");
    }
  }

  @Test
  void theWidthOfAWindowIsAMultipleOf64() {
    assertThat(some().seen(1, 64).build().seenWidth()).isEqualTo(64);
    assertThat(some().seen(1, 1 << 20).build().seenWidth()).isEqualTo(1 << 20);
    for (int wrong : new int[] {0, 63, 65, (1 << 20) + 64}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> some().seen(1, wrong).build())
          .withMessageStartingWith("seenWidth must be ")
          .withMessageEndingWith(", but is " + wrong);
    }
  }

  @Test
  void defaultsAreWhatTheDocumentationSays() {
    assertThat(PlumtreeConfig.DEFAULT)
        .isEqualTo(new PlumtreeConfig(
            20,
            64,
            1_000,
            200,
            8,
            7,
            1_000,
            1_047_552,
            4_096,
            33_554_432,
            30_000,
            16_384,
            1_024,
            4_096,
            1_024,
            5,
            3_000,
            1_000));
  }
}
