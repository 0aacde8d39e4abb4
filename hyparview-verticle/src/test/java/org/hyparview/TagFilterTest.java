package org.hyparview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagFilterTest {

  private static final Map<String, String> TAGS =
      Map.of("zone", "a", "gpu", "", "roles", "web,db", "name", "x y");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "zone=a",
        " zone = a ",
        "zone!=b",
        "rack!=b",
        "gpu",
        "gpu=",
        "!tpu",
        "zone=a,gpu,!tpu",
        "roles=web\\,db",
        "name=x y"
      })
  void holds(String filter) {
    assertThat(TagFilter.parse(filter).matches(TAGS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"zone=b", "zone!=a", "rack=b", "rack", "!gpu", "gpu=x", "zone=a,!gpu", "zone=A"})
  void doesNotHold(String filter) {
    assertThat(TagFilter.parse(filter).matches(TAGS)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zone=a,,gpu | 8 | a key is missing",
        ",gpu | 1 | a key is missing",
        "zone=a, | 8 | a key is missing",
        "=a | 1 | a key is missing",
        "! | 2 | a key is missing",
        "!zone=a | 6 | \"!zone\" has no value; for another value write zone!=…",
        "zone!a | 6 | = is missing",
        "zo ne=a | 1 | a key must not hold control characters or spaces",
        "zone=a\\ | 7 | nothing follows the backslash"
      })
  void whatIsWrongIsNamedWithItsPosition(String filter, int position, String what) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TagFilter.parse(filter))
        .withMessage(
            "The tag filter \"" + filter + "\" is wrong at position " + position + ": " + what);
  }

  @Test
  void aFilterIsBounded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TagFilter.parse("k".repeat(TagFilter.MAX_LENGTH + 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TagFilter.parse("k,".repeat(TagFilter.MAX_TERMS) + "k"))
        .withMessageContaining("64 terms");
  }

  @Test
  void theStringOfAFilterIsTheFilter() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder("k" + random.nextInt(3));
      String value = anyValue(random);
      boolean negated = random.nextBoolean();
      text.append(negated ? "!=" : "=");
      for (int j = 0; j < value.length(); j++) {
        text.append('\\').append(value.charAt(j));
      }
      TagFilter filter = TagFilter.parse(text + ",!k3");
      assertThat(TagFilter.parse(filter.toString())).isEqualTo(filter).hasSameHashCodeAs(filter);
      assertThat(filter.matches(Map.of(text.substring(0, 2), value))).isNotEqualTo(negated);
    }
  }

  private static String anyValue(SplittableRandom random) {
    StringBuilder value = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      value.append(" ,\\=!ab".charAt(random.nextInt(7)));
    }
    return value.toString();
  }

  @Test
  void tagsAreBounded() {
    Map<String, String> many = new TreeMap<>();
    for (int i = 0; i <= Tags.MAX_TAGS; i++) {
      many.put("k" + i, "");
    }
    assertRefused(many, "The number of tags must be in 0..32, but is 33");
    assertRefused(Map.of("a b", ""), "The key of a tag must not hold");
    assertRefused(Map.of("a=b", ""), "The key of a tag must not have any of");
    assertRefused(Map.of("", ""), "The key of a tag must have 1 to 64 bytes");
    assertRefused(Map.of("k".repeat(65), ""), "The key of a tag must have 1 to 64 bytes");
    assertRefused(Map.of("k", "v".repeat(256)), "The value of the tag k must have 1 to 255");
    assertRefused(Map.of("k", "a\nb"), "The value of the tag k must not hold");
    Map<String, String> big = new HashMap<>();
    for (int i = 0; i < 17; i++) {
      big.put("k" + i, "v".repeat(250));
    }
    assertRefused(big, "The number of bytes of all tags must be in 0..4096");
    assertThat(Tags.check(TAGS)).isEqualTo(TAGS);
  }

  private static void assertRefused(Map<String, String> tags, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tags.check(tags))
        .withMessageStartingWith(message);
  }
}
