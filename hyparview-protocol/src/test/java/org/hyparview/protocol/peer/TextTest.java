package org.hyparview.protocol.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

  /** The last character of each length in UTF-8 and the first of the next. */
  @ParameterizedTest
  @ValueSource(strings = {"~", "\u00A0", "\u07FF", "\u0800", "\uD7FF", "\uE000", "\uFFFD", "🕸"})
  void bytesAreCountedAsUtf8CountsThem(String character) {
    int bytes = character.getBytes(UTF_8).length;
    assertThatCode(() -> Text.check("A text", character, bytes, true)).doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Text.check("A text", character, bytes - 1, true))
        .withMessage("A text must have 1 to %d bytes in UTF-8, but has %d", bytes - 1, bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000", "\n", "a\rb", "\u007F", "\u0085"})
  void controlCharactersAreNeverAllowed(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Text.check("A text", text, 100, true))
        .withMessage("A text must not hold control characters or spaces");
  }

  @Test
  void spacesAreAllowedOrNot() {
    assertThatCode(() -> Text.check("A text", "a b", 3, true)).doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Text.check("A text", "a b", 3, false))
        .withMessage("A text must not hold control characters or spaces");
  }

  @Test
  void halfASurrogatePairIsNoText() {
    for (String text : new String[] {
      "\uD83D", "\uDD78", "a\uD83D", "\uD83Da", "a\uDD78", "\uDD78a", "\uDD78\uD83D", "\uD83D\uD83D"
    }) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Text.check("A text", text, 100, true))
          .withMessage("A text must not hold half a surrogate pair");
    }
  }

  @Test
  void pairsMayFollowEachOther() {
    assertThatCode(() -> Text.check("A text", "🕸🕸", 8, true)).doesNotThrowAnyException();
  }
}
