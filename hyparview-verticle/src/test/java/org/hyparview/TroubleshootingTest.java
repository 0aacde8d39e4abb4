package org.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The lines that docs/troubleshooting.md quotes are in the sources: what is between two ellipses is
 * made of string literals of main code.
 */
class TroubleshootingTest {

  private static final Pattern BLOCK = Pattern.compile(
      "^```(?<kind>log|vertx)\\n(?<lines>.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern LEVEL = Pattern.compile("^(INFO|WARN|ERROR) +");
  private static final Pattern CELL = Pattern.compile("^\\| (`[^|]*) \\|", Pattern.MULTILINE);
  private static final Pattern CODE = Pattern.compile("`([^`]*)`");
  private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");
  private static final Pattern LITERAL = Pattern.compile("\"((?:\\\\.|[^\"\\\\\\n])*+)\"");

  /** A piece of a literal that is shorter proves nothing. */
  private static final int TELLING = 12;

  /** The JDK says these. */
  private static final Set<String> FOREIGN = Set.of("Connection refused", "cause");

  private static final Set<String> LITERALS = new HashSet<>();
  private static String page = "";

  @BeforeAll
  static void read() throws IOException {
    page = Document.all().stream()
        .filter(document -> document.path().equals(Path.of("docs", "troubleshooting.md")))
        .findFirst()
        .orElseThrow()
        .text();
    for (Document source : Document.mainSources()) {
      Matcher literal = LITERAL.matcher(JOINT.matcher(source.text()).replaceAll(""));
      while (literal.find()) {
        LITERALS.add(literal.group(1).replace("\\\"", "\""));
      }
    }
  }

  private static List<String> lines(String kind) {
    return BLOCK
        .matcher(page)
        .results()
        .filter(block -> block.group(1).equals(kind))
        .flatMap(block -> block.group(2).lines())
        .map(line -> LEVEL.matcher(line).replaceFirst(""))
        .toList();
  }

  @Test
  void quotedLinesAreInTheSources() {
    List<String> quoted = lines("log");
    assertThat(quoted).hasSizeGreaterThan(30);
    assertThat(quoted.stream().flatMap(TroubleshootingTest::unknownParts)).isEmpty();
  }

  @Test
  void reasonsInTablesAreInTheSources() {
    List<String> reasons = CELL.matcher(page)
        .results()
        .flatMap(cell -> CODE.matcher(cell.group(1)).results().map(code -> code.group(1)))
        .filter(code -> !FOREIGN.contains(code))
        .toList();
    assertThat(reasons).hasSizeGreaterThan(15);
    assertThat(reasons.stream().flatMap(TroubleshootingTest::unknownParts)).isEmpty();
  }

  @Test
  void linesOfVertxAreInItsClasses() throws IOException {
    String event = constants("/io/vertx/core/eventbus/impl/clustered/ClusteredEventBus.class");
    List<String> quoted = lines("vertx");
    assertThat(quoted).isNotEmpty();
    assertThat(quoted.stream().flatMap(line -> Stream.of(line.split("…", -1))))
        .allMatch(event::contains);
  }

  private static String constants(String file) throws IOException {
    try (InputStream bytes = Vertx.class.getResourceAsStream(file)) {
      return new String(
          Objects.requireNonNull(bytes, file).readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** Returns the parts of a line that the sources don't have. */
  private static Stream<String> unknownParts(String line) {
    return Stream.of(line.split("…", -1))
        .filter(part -> !part.isBlank() && !isMadeOfLiterals(part))
        .map(part -> "\"" + part + "\" in: " + line);
  }

  /**
   * Returns whether a part can be cut into pieces each of which is a literal, or a telling piece of
   * one.
   */
  private static boolean isMadeOfLiterals(String part) {
    List<Integer> ends = new ArrayList<>(List.of(0));
    for (int end = 1; end <= part.length(); end++) {
      int to = end;
      if (ends.stream().anyMatch(from -> isPiece(part.substring(from, to)))) {
        ends.add(end);
      }
    }
    return ends.contains(part.length());
  }

  private static boolean isPiece(String piece) {
    return LITERALS.contains(piece)
        || (piece.length() >= TELLING
            && LITERALS.stream().anyMatch(literal -> literal.contains(piece)));
  }
}
