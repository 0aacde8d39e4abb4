package org.hyparview.benchmarks.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole reproduction, at a size that takes seconds. */
class PaperReproductionTest {

  private static final Settings SMALL = new Settings(200, 2, 7, 3, 20);

  @TempDir
  private Path docs;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeAll
  static void withoutScreen() {
    System.setProperty("java.awt.headless", "true");
  }

  private String page(Path directory) throws IOException {
    return Files.readString(directory.resolve("paper.md"));
  }

  private boolean run(List<Experiment> experiments, Path directory, int threads) {
    PrintStream progress = new PrintStream(out, true, StandardCharsets.UTF_8);
    return PaperReproduction.run(SMALL, experiments, directory, threads, progress);
  }

  @Test
  void writesASectionForEachExperimentAndTheChartsItShows() throws IOException {
    Files.writeString(docs.resolve("paper.md"), "# By hand\n");
    assertThat(run(PaperReproduction.experiments(), docs, 2)).isTrue();
    String page = page(docs);
    assertThat(page).startsWith("# By hand\n").contains("seeds 7 to 8");
    for (Experiment experiment : PaperReproduction.experiments()) {
      assertThat(page).contains("<!-- begin " + experiment.name() + " -->\n");
    }
    List<String> shown = page.lines()
        .filter(line -> line.startsWith("!["))
        .map(line -> line.substring(line.indexOf('(') + 1, line.indexOf(')')))
        .toList();
    assertThat(shown).hasSizeGreaterThanOrEqualTo(6).allSatisfy(image -> {
      assertThat(Files.readString(docs.resolve(image))).startsWith("<?xml").contains("<svg");
    });
    try (Stream<Path> images = Files.list(docs.resolve("images"))) {
      assertThat(images).hasSize(shown.size());
    }
  }

  @Test
  void theSameSettingsGiveTheSamePageWhateverTheNumberOfThreads() throws IOException {
    List<Experiment> some = List.of(new StableOverlay(), new Repairs());
    run(some, docs.resolve("one"), 1);
    run(some, docs.resolve("two"), 2);
    assertThat(page(docs.resolve("one"))).isEqualTo(page(docs.resolve("two")));
  }

  @Test
  void wrongOptionsAreRefused() {
    CommandLine command = new CommandLine(new PaperReproduction());
    command.setErr(new java.io.PrintWriter(out, true, StandardCharsets.UTF_8));
    assertThat(command.execute("--nodes", "5")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(command.execute("--only", "fig9")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("nodes must be at least 100, but is 5")
        .contains("There is no experiment [fig9]");
  }
}
