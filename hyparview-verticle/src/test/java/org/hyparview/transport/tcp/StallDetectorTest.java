package org.hyparview.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StallDetectorTest {

  private final StallDetector detector = new StallDetector(125, 0);

  @Test
  void aTickInTimeIsNoStall() {
    assertThat(detector.tick(25)).isFalse();
    assertThat(detector.tick(50)).isFalse();
    assertThat(detector.tick(175)).isFalse();
  }

  @Test
  void aLateTickIsAStallOnce() {
    assertThat(detector.tick(126)).isTrue();
    assertThat(detector.tick(126)).as("ticks that were missed come in a burst").isFalse();
    assertThat(detector.tick(151)).isFalse();
  }
}
