package org.hyparview;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A document of the repository, or a source that is read for its comments.
 *
 * @param path the path from the root of the repository
 * @param text all of it
 */
record Document(Path path, String text) {

  private static final List<String> ROOT_DOCUMENTS = List.of(
      "README.md",
      "CONTRIBUTING.md",
      "CHANGELOG.md",
      "CODE_OF_CONDUCT.md",
      "SECURITY.md",
      "benchmarks/README.md");

  /** Blocks of code, comments and code within a line: what is no prose. */
  private static final Pattern NO_PROSE =
      Pattern.compile("^```.*?^```$|<!--.*?-->|`[^`]*`", Pattern.MULTILINE | Pattern.DOTALL);

  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

  /** Reads all documents that are written by hand, or mostly. */
  static List<Document> all() throws IOException {
    List<Path> paths = new ArrayList<>();
    Path root = TidyTest.root();
    ROOT_DOCUMENTS.forEach(name -> paths.add(root.resolve(name)));
    try (Stream<Path> files = Files.list(root.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(paths::add);
    }
    return read(root, paths);
  }

  /** Reads the main sources of all modules. */
  static List<Document> mainSources() throws IOException {
    Path root = TidyTest.root();
    try (Stream<Path> files = Files.walk(root)) {
      return read(root, files.filter(Document::isMainSource).sorted().toList());
    }
  }

  private static boolean isMainSource(Path path) {
    String name = path.toString().replace('\\', '/');
    return name.endsWith(".java") && name.contains("/src/main/") && !name.contains("/target/");
  }

  private static List<Document> read(Path root, List<Path> paths) throws IOException {
    List<Document> documents = new ArrayList<>();
    for (Path path : paths) {
      documents.add(new Document(root.relativize(path), Files.readString(path)));
    }
    return documents;
  }

  /** Returns the text with all that is no prose blanked out. */
  String prose() {
    return NO_PROSE.matcher(text).replaceAll(found -> found.group().replaceAll("[^\\n]", " "));
  }

  /** Finds a pattern in this text, or in the prose of it. */
  List<String> find(Pattern pattern, String where) {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(where);
    while (matcher.find()) {
      found.add(at(matcher.start()) + matcher.group());
    }
    return found;
  }

  /** Returns the names by which links find the headings of this document, as GitHub makes them. */
  List<String> anchors() {
    return HEADING
        .matcher(text)
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", ""))
        .map(heading -> heading.replace(' ', '-'))
        .toList();
  }

  /** Returns the place of a position in the text, for a message. */
  String at(int position) {
    return path + ":"
        + (1 + text.substring(0, position).chars().filter(c -> c == '\n').count()) + ": ";
  }
}
