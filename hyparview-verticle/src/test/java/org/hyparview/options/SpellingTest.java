package org.hyparview.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {

  private static final List<String> NAMES = List.of("port", "portRange", "healInterval", "host");

  @ParameterizedTest
  @CsvSource({
    "prot, port",
    "Port, port",
    "portrange, portRange",
    "healIntervall, healInterval",
    "healthInterval, healInterval",
    "hosts, host"
  })
  void aSlipIsFound(String slip, String meant) {
    assertThat(Spelling.nearest(slip, NAMES)).isEqualTo(meant);
  }

  @ParameterizedTest
  @CsvSource({"interval", "range", "x", "ttl"})
  void anotherWordIsNone(String word) {
    assertThat(Spelling.nearest(word, NAMES)).isNull();
  }

  @Test
  void editsAreCounted() {
    assertThat(Spelling.edits("kitten", "sitting")).isEqualTo(3);
    assertThat(Spelling.edits("", "abc")).isEqualTo(3);
    assertThat(Spelling.edits("abc", "")).isEqualTo(3);
    assertThat(Spelling.edits("abc", "abc")).isZero();
  }
}
