package org.hyparview.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The golden corpus of a module: the files {@code src/test/resources/golden/<version>/<format>.txt}
 * with the bytes of examples as the versions have written them.
 */
final class GoldenCorpus {

  /** The version whose directory gets new lines. */
  private static final String VERSION = "0.1";

  private static final Path ROOT = Path.of("src", "test", "resources", "golden");
  private static final String ENDING = ".txt";

  /** An example as a version has written it. */
  record Line(String version, String name, String hex) {

    byte[] bytes() {
      return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
      return version + "/" + name;
    }
  }

  private GoldenCorpus() {}

  /** Returns the names of the formats that have a file. */
  static List<String> formats() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString().replace(ENDING, ""))
          .distinct()
          .toList();
    }
  }

  /** Returns the lines of a format, of all versions. */
  static List<Line> lines(GoldenFormat<?> format) throws IOException {
    List<Line> lines = new ArrayList<>();
    try (Stream<Path> versions = Files.list(ROOT)) {
      for (Path version : versions.sorted().toList()) {
        lines.addAll(linesOf(version, format));
      }
    }
    return lines;
  }

  private static List<Line> linesOf(Path version, GoldenFormat<?> format) throws IOException {
    Path file = version.resolve(format + ENDING);
    if (!Files.exists(file)) {
      return List.of();
    }
    return Files.readAllLines(file).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(" ", 2))
        .map(parts -> new Line(version.getFileName().toString(), parts[0], parts[1]))
        .toList();
  }

  /** Returns whether a version has written an example as this one does. */
  static boolean has(List<Line> lines, String example, byte[] bytes) {
    return lines.stream()
        .anyMatch(line -> line.name().equals(example) && Arrays.equals(line.bytes(), bytes));
  }

  /** Adds the lines that the format lacks. Lines that this version already has stay as they are. */
  static void extend(GoldenFormat<?> format) throws IOException {
    Path file = Files.createDirectories(ROOT.resolve(VERSION)).resolve(format + ENDING);
    List<String> added = new ArrayList<>();
    if (!Files.exists(file)) {
      added.add(
          "# Examples of " + format + " as version " + VERSION + " writes them: name, bytes.");
      added.add("# Later versions read them. Lines are added, never changed or removed.");
    }
    List<Line> lines = lines(format);
    for (String example : format.exampleNames()) {
      byte[] bytes = format.bytes(example);
      if (!has(lines, example, bytes) && !isWritten(lines, example)) {
        added.add(example + " " + HexFormat.of().formatHex(bytes));
      }
    }
    Files.write(file, added, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static boolean isWritten(List<Line> lines, String example) {
    return lines.stream()
        .anyMatch(line -> line.version().equals(VERSION) && line.name().equals(example));
  }
}
