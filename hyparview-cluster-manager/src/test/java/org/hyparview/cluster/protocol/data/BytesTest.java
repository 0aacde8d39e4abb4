package org.hyparview.cluster.protocol.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BytesTest {

  @Test
  void hashIsThatOfArraysAtEachLength() {
    SplittableRandom random = new SplittableRandom(1);
    for (int length = 0; length < 100; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      assertThat(Bytes.of(bytes).hashCode())
          .as("the hash of %d bytes", length)
          .isEqualTo(Arrays.hashCode(bytes));
    }
  }

  @Test
  void hashIsThatOfArraysForExtremeBytes() {
    for (byte extreme : new byte[] {Byte.MIN_VALUE, -1, 0, Byte.MAX_VALUE}) {
      byte[] bytes = new byte[1_003];
      Arrays.fill(bytes, extreme);
      assertThat(Bytes.of(bytes).hashCode()).isEqualTo(Arrays.hashCode(bytes));
    }
  }
}
