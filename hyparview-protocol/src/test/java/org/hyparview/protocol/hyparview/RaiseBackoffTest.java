package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How often a node may raise its incarnation. */
class RaiseBackoffTest {

  private final RaiseBackoff backoff = new RaiseBackoff();

  private int raises(long from, long to) {
    int raises = 0;
    for (long now = from; now < to; now += 100) {
      raises += backoff.tryRaise(now) ? 1 : 0;
    }
    return raises;
  }

  @Test
  void aRestartedNodeRaisesAtOnce() {
    for (int i = 0; i < RaiseBackoff.FREE_RAISES; i++) {
      assertThat(backoff.tryRaise(5)).isTrue();
    }
    assertThat(backoff.tryRaise(5)).isFalse();
    assertThat(backoff.tryRaise(5 + RaiseBackoff.MIN_PAUSE)).isTrue();
  }

  @Test
  void oneOfTwoThatDisplaceEachOtherDoesSoEverMoreRarely() {
    assertThat(raises(0, 60_000)).isBetween(5, 10);
    assertThat(raises(60_000, 3_600_000)).isBetween(5, 20);
  }

  @Test
  void formerRaisesAreForgotten() {
    raises(0, 10_000);
    long later = 10_000 + RaiseBackoff.MEMORY;
    for (int i = 0; i < RaiseBackoff.FREE_RAISES; i++) {
      assertThat(backoff.tryRaise(later)).isTrue();
    }
  }
}
