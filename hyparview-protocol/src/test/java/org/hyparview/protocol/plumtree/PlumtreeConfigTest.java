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
      String option, long min, long max, LongFunction<PlumtreeConfig.Builder> config) {
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
        new Setting("ihaveInterval", 0, most, n -> some().ihaveInterval(n)),
        new Setting("ihaveBatch", 1, 256, n -> some().ihaveBatch((int) n)),
        new Setting("graftTimeout1", 1, most, n -> some().graftTimeout1(n)),
        new Setting("graftTimeout2", 1, most, n -> some().graftTimeout2(n)),
        new Setting("graftAttempts", 1, 255, n -> some().graftAttempts((int) n)),
        new Setting(
            "optimizationThreshold",
            1,
            most - 1,
            n -> some().optimizationThreshold(Math.toIntExact(n))),
        new Setting("pruneDelay", 0, most, n -> some().pruneDelay(n)),
        new Setting("maxPayload", 1, 16_776_192, n -> some().maxPayload((int) n)),
        new Setting("cachedMessages", 1, most - 1, n -> some().cachedMessages(Math.toIntExact(n))),
        new Setting("cachedBytes", 0, Long.MAX_VALUE / 4, n -> some().cachedBytes(n)),
        new Setting("retention", 1, most, n -> some().retention(n)),
        new Setting("seenOrigins", 1, most - 1, n -> some().seenOrigins(Math.toIntExact(n))),
        new Setting(
            "missingMessages", 1, most - 1, n -> some().missingMessages(Math.toIntExact(n))),
        new Setting("waves", 1, most - 1, n -> some().waves(Math.toIntExact(n))),
        new Setting("waveAttempts", 1, 255, n -> some().waveAttempts((int) n)),
        new Setting("waveTimeout", 1, most, n -> some().waveTimeout(n)),
        new Setting("settleTime", 0, most, n -> some().settleTime(n)));
  }

  private static PlumtreeConfig.Builder some() {
    return PlumtreeConfig.builder();
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
    assertThat(some().seenWidth(64).build().seenWidth()).isEqualTo(64);
    assertThat(some().seenWidth(1 << 20).build().seenWidth()).isEqualTo(1 << 20);
    for (int wrong : new int[] {0, 63, 65, (1 << 20) + 64}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> some().seenWidth(wrong).build())
          .withMessageStartingWith("seenWidth must be ")
          .withMessageEndingWith(", but is " + wrong);
    }
  }

  @Test
  void defaultsAreWhatTheDocumentationSays() {
    assertThat(PlumtreeConfig.DEFAULT)
        .hasToString("PlumtreeConfig[ihaveInterval=20, ihaveBatch=64, graftTimeout1=1000,"
            + " graftTimeout2=200, graftAttempts=8, optimizationThreshold=7, pruneDelay=1000,"
            + " maxPayload=1047552, cachedMessages=4096, cachedBytes=33554432, retention=30000,"
            + " seenOrigins=16384, seenWidth=1024, missingMessages=4096, waves=1024,"
            + " waveAttempts=5, waveTimeout=3000, settleTime=1000,"
            + " questions=QuestionConfig[open=1024, maxAnswer=65536, maxResult=262144,"
            + " space=16777216]]");
  }

  @Test
  void aBuilderKeepsWhatItIsNotTold() {
    PlumtreeConfig some = PlumtreeConfig.builder().retention(7).waves(9).build();
    assertThat(some.toBuilder().build()).isEqualTo(some);
    assertThat(some.toBuilder().waves(1_024).retention(30_000).build())
        .isEqualTo(PlumtreeConfig.DEFAULT);
  }
}
