package org.hyparview.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.hyparview.golden.GoldenCorpus.Line;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The promise that bytes of earlier versions are read, and those of later ones as far as
 * docs/wire-protocol.md says: a module's test of its {@linkplain GoldenCorpus corpus}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class GoldenCorpusContract {

  private static final String HOW = "add an example to its formats, and the line by running"
      + " GoldenCorpusTest with -Dhyparview.golden=extend; see CONTRIBUTING.md";

  /** Returns all formats of the module. */
  protected abstract List<GoldenFormat<?>> formats();

  /** Returns the reason of a refusal to decode. */
  protected abstract Object reason(Exception refusal);

  @BeforeAll
  void extend() throws IOException {
    if ("extend".equals(System.getProperty("hyparview.golden"))) {
      for (GoldenFormat<?> format : formats()) {
        GoldenCorpus.extend(format);
      }
    }
  }

  @Test
  void everyFileIsOfAFormat() throws IOException {
    assertThat(GoldenCorpus.formats())
        .containsExactlyInAnyOrderElementsOf(
            formats().stream().map(GoldenFormat::toString).toList());
  }

  @ParameterizedTest
  @MethodSource("formats")
  void everyLineIsReadAsTheExampleOfItsName(GoldenFormat<?> format) throws IOException {
    List<Line> lines = GoldenCorpus.lines(format);
    assertThat(lines).extracting(Line::name).as("names").isSubsetOf(format.exampleNames());
    assertThat(lines).allMatch(line -> format.isRead(line, this::reason), "is read");
  }

  @ParameterizedTest
  @MethodSource("formats")
  void everyExampleIsWrittenAsInTheCorpus(GoldenFormat<?> format) throws IOException {
    List<Line> lines = GoldenCorpus.lines(format);
    assertThat(lines).extracting(Line::name).as(HOW).containsAll(format.exampleNames());
    assertThat(format.exampleNames())
        .allMatch(
            name -> GoldenCorpus.has(lines, name, format.bytes(name)),
            "has the bytes of the corpus; what is in it never changes, so " + HOW);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void everyKindHasAnExample(GoldenFormat<?> format) throws IOException {
    assertThat(format.missingKinds()).as(HOW).isEmpty();
    assertThat(format.missingNumbers(GoldenCorpus.lines(format), this::reason))
        .as(HOW)
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void whatLaterVersionsAddIsSkippedOrRefused(GoldenFormat<?> format) throws IOException {
    assertThat(format.brokenPromises(GoldenCorpus.lines(format), this::reason)).isEmpty();
  }
}
