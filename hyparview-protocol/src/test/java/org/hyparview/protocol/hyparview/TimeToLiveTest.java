package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeToLiveTest {

  @Test
  void itCountsDownToZeroAndNoFurther() {
    TimeToLive ttl = TimeToLive.of(2);
    assertThat(ttl.isExpired()).isFalse();
    assertThat(ttl.decremented().hops()).isOne();
    assertThat(ttl.decremented().isExpired()).isFalse();
    assertThat(ttl.decremented().decremented().isExpired()).isTrue();
    assertThat(TimeToLive.of(0).decremented()).isSameAs(TimeToLive.of(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 65, Integer.MAX_VALUE})
  void whatIsOutOfRangeIsNone(int hops) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TimeToLive.of(hops))
        .withMessage("A time to live must be in 0..64, but is " + hops);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64})
  void equalHopsAreTheSameValue(int hops) {
    assertThat(TimeToLive.of(hops)).isSameAs(TimeToLive.of(hops));
    assertThat(TimeToLive.of(hops).hops()).isEqualTo(hops);
    assertThat(TimeToLive.of(hops)).hasToString(Integer.toString(hops));
  }

  @Test
  void itIsCutToALimitButNotRaisedToIt() {
    assertThat(TimeToLive.of(7).clampedTo(6).hops()).isEqualTo(6);
    assertThat(TimeToLive.of(6).clampedTo(6).hops()).isEqualTo(6);
    assertThat(TimeToLive.of(5).clampedTo(6).hops()).isEqualTo(5);
    assertThat(TimeToLive.of(5).clampedTo(0).isExpired()).isTrue();
  }
}
