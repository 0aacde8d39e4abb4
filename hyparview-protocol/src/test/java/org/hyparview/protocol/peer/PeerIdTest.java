package org.hyparview.protocol.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerIdTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "pod-0.service", "with space", "é", "節", "🕸"})
  void anyTextIsAnId(String text) {
    assertThat(PeerId.of(text)).hasToString(text);
  }

  @Test
  void anIdHasOneTo255Bytes() {
    assertThat(PeerId.of("a".repeat(255))).hasToString("a".repeat(255));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PeerId.of("a".repeat(256)))
        .withMessage("A peer id must have 1 to 255 bytes in UTF-8, but has 256");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PeerId.of(""))
        .withMessage("A peer id must have 1 to 255 bytes in UTF-8, but has 0");
  }

  @Test
  void idsAreEqualByTheirText() {
    assertThat(PeerId.of("Aa"))
        .isEqualTo(PeerId.of("Aa"))
        .hasSameHashCodeAs(PeerId.of("Aa"))
        .isNotEqualTo(PeerId.of("ab"))
        .isNotEqualTo("Aa");
    assertThat(PeerId.of("Aa")).as("of the same hash").isNotEqualTo(PeerId.of("BB"));
  }

  @Test
  void idsAreOrderedByTheirText() {
    assertThat(PeerId.of("a")).isLessThan(PeerId.of("b")).isLessThan(PeerId.of("aa"));
    assertThat(PeerId.of("b")).isGreaterThan(PeerId.of("a"));
    assertThat(PeerId.of("a")).isEqualByComparingTo(PeerId.of("a"));
  }

  @Test
  void aRandomIdIsAVersion4Uuid() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100; i++) {
      UUID uuid = UUID.fromString(PeerId.random(random).toString());
      assertThat(uuid.version()).isEqualTo(4);
      assertThat(uuid.variant()).isEqualTo(2);
    }
    assertThat(PeerId.random(new SplittableRandom(1)))
        .isEqualTo(PeerId.random(new SplittableRandom(1)))
        .isNotEqualTo(PeerId.random(new SplittableRandom(2)));
  }
}
