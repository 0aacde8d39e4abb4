package org.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HyParViewVerticleIT {

  @Test
  void aHundredNodesFormOneSymmetricComponent() {
    try (LocalOverlay overlay = new LocalOverlay()) {
      long start = System.nanoTime();
      overlay.first("n0");
      overlay.join(IntStream.range(1, 100).mapToObj(i -> "n" + i).toArray(String[]::new));
      System.out.println((System.nanoTime() - start) / 1_000_000);
      overlay.until("one symmetric component", 10, LocalOverlay::isOneSymmetricComponent);
      System.out.println((System.nanoTime() - start) / 1_000_000);
      assertThat(overlay.view("n0")).hasSizeBetween(1, 5);
    }
  }
}
