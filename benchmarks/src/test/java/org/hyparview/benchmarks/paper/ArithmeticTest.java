package org.hyparview.benchmarks.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hyparview.simulation.metrics.OverlayGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How runs become means, means verdicts, and verdicts a page. */
class ArithmeticTest {

  private static final Spread OURS = Spread.of(List.of(98, 100, 102), Integer::doubleValue);

  @Test
  void aSpreadSumsUpRuns() {
    assertThat(OURS).isEqualTo(new Spread(3, 100, 2, 98, 102));
    assertThat(OURS.text(1)).isEqualTo("100.0 ± 2.0");
    assertThat(Spread.of(List.of(7), Integer::doubleValue)).isEqualTo(new Spread(1, 7, 0, 7, 7));
    assertThat(Spread.number(12_345.678, 2)).isEqualTo("12,345.68");
  }

  @Test
  void aClaimHoldsIfTheMeanIsWithinTheLimits() {
    assertThat(claim(100, 100).holds()).isTrue();
    assertThat(claim(99, 99.9).holds()).isFalse();
    assertThat(claim(100.1, 101).holds()).isFalse();
    assertThat(claim(99, Double.POSITIVE_INFINITY).holds()).isTrue();
    assertThat(claim(Double.NEGATIVE_INFINITY, 99).holds()).isFalse();
  }

  @Test
  void aClaimWithoutANumberFails() {
    Spread none = Spread.of(List.<Integer>of(), Integer::doubleValue);
    assertThat(new Claim("", "", 0, 100, none, 1).holds()).isFalse();
  }

  @Test
  void aClaimSaysWhatItAccepts() {
    assertThat(claim(1, 2).accepted()).isEqualTo("1.0 – 2.0");
    assertThat(claim(1, Double.POSITIVE_INFINITY).accepted()).isEqualTo("≥ 1.0");
    assertThat(claim(Double.NEGATIVE_INFINITY, 2).accepted()).isEqualTo("≤ 2.0");
  }

  private static Claim claim(double min, double max) {
    return new Claim("what", "100", min, max, OURS, 1);
  }

  @Test
  void aTableOfClaimsNamesTheVerdicts() {
    assertThat(Table.ofClaims(List.of(claim(99, 101), claim(0, 1)))).hasToString("""
            |  | paper | accepted | ours | runs | verdict |
            |---|--:|--:|--:|--:|--:|
            | what | 100 | 99.0 – 101.0 | 100.0 ± 2.0 | 3 | holds |
            | what | 100 | 0.0 – 1.0 | 100.0 ± 2.0 | 3 | **fails** |
            """);
  }

  @Test
  void aRowMustFitItsTable() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new Table("a", "b").row(1))
        .withMessage("A row needs 2 cells, but has 1");
  }

  @Test
  void aSeriesFindsTheFirstRowOfAValue() {
    Series series = new Series(new double[] {1, 0.5, 1, 1, 0.2, 1, 1, 1});
    assertThat(series.firstRowOf(1, 1)).isZero();
    assertThat(series.firstRowOf(1, 2)).isEqualTo(2);
    assertThat(series.firstRowOf(1, 3)).isEqualTo(5);
    assertThat(series.firstRowOf(1, 4)).as("none").isEqualTo(8);
    assertThat(series.mean(0, 2)).isEqualTo(0.75);
    assertThat(series.last()).isEqualTo(1);
  }

  @Test
  void aSectionIsReplacedAndTheRestStays(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("page.md");
    Files.writeString(file, "before\n<!-- begin a -->\nold\n<!-- end a -->\nafter\n");
    Page page = Page.read(file);
    page.replace("a", "new\n");
    page.replace("b", "more\n");
    page.write();
    assertThat(file).content().isEqualTo("""
            before
            <!-- begin a -->

            new
            <!-- end a -->
            after

            <!-- begin b -->

            more
            <!-- end b -->
            """);
  }

  @Test
  void aSectionWithoutAnEndIsRefused(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("page.md");
    Files.writeString(file, "<!-- begin a -->\nold\n");
    Page page = Page.read(file);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> page.replace("a", "new"))
        .withMessageContaining("no end of the section a");
  }

  @Test
  void onlyThePapersSizesAreComparedWithThePaper() {
    assertThat(new Settings(10_000, 20, 1, 50, 1_000).areThePapers()).isTrue();
    assertThat(new Settings(9_999, 20, 1, 50, 1_000).areThePapers()).isFalse();
    assertThat(new Settings(10_000, 20, 1, 49, 1_000).areThePapers()).isFalse();
    assertThat(new Settings(10_000, 20, 1, 50, 999).areThePapers()).isFalse();
  }

  @Test
  void aMessageGoesOnlyOverLinksThatBothEndsHave() {
    Overlay overlay = Overlay.stable(Policy.paper(), 100, 1, 2);
    OverlayGraph graph = overlay.graph();
    assertThat(graph.size()).isEqualTo(100);
    assertThat(graph.oneWayEdges()).isZero();
    assertThat(overlay.meanReliability(5)).isEqualTo(1);
    assertThat(overlay.largestKnowledge()).isEqualTo(1);
  }
}
