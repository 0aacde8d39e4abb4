package org.hyparview.micrometer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page of metrics, and others of the repository. */
final class Document {

  static final Path METRICS = root().resolve("docs/metrics.md");

  private Document() {}

  static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(directory.resolve(".mvn"))) {
      directory = Objects.requireNonNull(directory.getParent(), "the root of the repository");
    }
    return directory;
  }

  /** Returns all matches of an expression, once each: of its first group, if it has one. */
  static Set<String> matches(String text, String expression) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile(expression, Pattern.MULTILINE).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(matcher.groupCount()));
    }
    return found;
  }
}
