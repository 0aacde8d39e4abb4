package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Ticks are due every 25. */
class StallDetectorTest {

  private final StallDetector detector = new StallDetector(25, 0);

  @Test
  void aTickInTimeIsNotLate() {
    assertThat(detector.tick(25)).isZero();
    assertThat(detector.tick(50)).isZero();
  }

  @Test
  void aLateTickIsLateOnce() {
    assertThat(detector.tick(126)).isEqualTo(101);
    assertThat(detector.tick(126)).as("ticks that were missed come in a burst").isZero();
    assertThat(detector.tick(151)).isZero();
    assertThat(detector.tick(177)).isEqualTo(1);
  }
}
