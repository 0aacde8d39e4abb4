package org.hyparview.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java in README.md and docs compiles, or is part of a file that does: {@link Snippet}. */
class DocSnippetsTest {

  private static final Path ROOT = root();

  @TempDir
  private Path classes;

  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(directory.resolve(".mvn"))) {
      directory = directory.getParent();
      if (directory == null) {
        throw new IllegalStateException(
            "no directory .mvn at or above " + Path.of("").toAbsolutePath());
      }
    }
    return directory;
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    return documents;
  }

  static List<Snippet> snippets() throws IOException {
    List<Snippet> snippets = new ArrayList<>();
    for (Path document : documents()) {
      String name = ROOT.relativize(document).toString().replace('\\', '/');
      snippets.addAll(Snippet.in(name, Files.readString(document)));
    }
    return snippets;
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void compiles(Snippet snippet) throws IOException {
    assertThat(snippet.faults(ROOT, new SnippetCompiler(classes))).isEmpty();
  }

  @Test
  void everyBlockOfJavaIsFound() throws IOException {
    int fences = 0;
    for (Path document : documents()) {
      fences += (int) Files.readString(document)
          .lines()
          .filter(line -> line.strip().startsWith("```java"))
          .count();
    }
    assertThat(snippets()).hasSize(fences).isNotEmpty();
  }

  @Test
  void anErrorIsReportedWithItsPlaceInTheDocument() throws IOException {
    List<Snippet> snippets = Snippet.in("some.md", """
        Text.

        ```java
        int one = 1;

        int two = "two";
        ```
        """);
    assertThat(snippets).hasSize(1);
    assertThat(snippets.get(0).faults(ROOT, new SnippetCompiler(classes)))
        .singleElement()
        .asString()
        .startsWith("some.md:6: incompatible types");
  }

  @Test
  void declarationsInFrontOfABlockAreKnownToIt() throws IOException {
    List<Snippet> snippets = Snippet.in("some.md", """
        <!-- snippet:
        implements Runnable
        int one;
        abstract int more(int number);
        -->
        ```java
        int two = more(one);

        void add(int number) {
          two += number;
        }

        add(two);
        new Thread(this).start();
        ```
        """);
    assertThat(snippets).hasSize(1);
    assertThat(snippets.get(0).faults(ROOT, new SnippetCompiler(classes))).isEmpty();
  }

  @Test
  void aBlockThatDiffersFromItsFileIsReported() throws IOException {
    List<Snippet> snippets = Snippet.in("some.md", """
        <!-- snippet of README.md -->
        ```java
        int one = 1;   // which is not in that file
        ```
        """);
    assertThat(snippets.get(0).faults(ROOT, new SnippetCompiler(classes)))
        .containsExactly("some.md:3: differs from README.md");
  }
}
