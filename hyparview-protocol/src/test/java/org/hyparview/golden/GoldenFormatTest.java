package org.hyparview.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.hyparview.golden.GoldenCorpus.Line;
import org.junit.jupiter.api.Test;

/** The golden corpus finds what breaks the promise, here of fruits of one or two bytes. */
class GoldenFormatTest {

  private static final Line APPLE = new Line("0.1", "Apple", "00");
  private static final Line PEAR = new Line("0.1", "Pear", "01");

  private sealed interface Fruit {}

  private record Apple() implements Fruit {}

  private record Pear() implements Fruit {}

  private static GoldenFormat<Fruit> fruits() {
    return new GoldenFormat<>("fruits", GoldenFormatTest::encode, GoldenFormatTest::decode);
  }

  private static byte[] encode(Fruit fruit) {
    return new byte[] {(byte) (fruit instanceof Apple ? 0 : 1)};
  }

  private static Fruit decode(byte[] bytes) {
    return switch (bytes[0]) {
      case 0 -> new Apple();
      case 1 -> new Pear();
      default -> throw new NoSuchElementException("no such fruit");
    };
  }

  private static Object reason(Exception refusal) {
    return refusal.getClass();
  }

  @Test
  void aLineThatIsReadAsSomethingElse() {
    GoldenFormat<Fruit> format = fruits().example("Apple", new Apple());
    assertThat(format.isRead(APPLE, GoldenFormatTest::reason)).isTrue();
    assertThat(format.isRead(new Line("0.1", "Apple", "01"), GoldenFormatTest::reason))
        .isFalse();
    assertThat(format.isRead(new Line("0.1", "Apple", "02"), GoldenFormatTest::reason))
        .isFalse();
  }

  @Test
  void anExampleThatIsWrittenInAnotherWay() {
    assertThat(GoldenCorpus.has(List.of(APPLE, PEAR), "Pear", new byte[] {1})).isTrue();
    assertThat(GoldenCorpus.has(List.of(APPLE, PEAR), "Pear", new byte[] {0})).isFalse();
  }

  @Test
  void aKindWithoutAnExample() {
    GoldenFormat<Fruit> format = fruits()
        .example("Apple", new Apple())
        .covers(Fruit.class)
        .kindAt(0, NoSuchElementException.class);
    assertThat(format.missingKinds()).containsExactly(Pear.class);
    assertThat(format.missingNumbers(List.of(APPLE), GoldenFormatTest::reason)).containsExactly(1);
    format.example("Pear", new Pear());
    assertThat(format.missingKinds()).isEmpty();
    assertThat(format.missingNumbers(List.of(APPLE, PEAR), GoldenFormatTest::reason))
        .isEmpty();
  }

  @Test
  void somethingNewerThatIsNotReadAsPromised() {
    GoldenFormat<Fruit> format = fruits()
        .examples(Stream.of(new Apple()), fruit -> fruit)
        .skipsFurtherFields()
        .skips("nothing", bytes -> bytes)
        .skips("another fruit", bytes -> GoldenFormat.with(bytes, 0, 1))
        .refusesVersions(0, NoSuchElementException.class)
        .kindAt(0, IllegalStateException.class);
    assertThat(format.brokenPromises(
            List.of(new Line("0.1", "Apple", "00")), GoldenFormatTest::reason))
        .containsExactly(
            "nothing: changes nothing",
            "another fruit: Apple is read as Pear[]",
            "an unknown kind: Apple");
  }
}
