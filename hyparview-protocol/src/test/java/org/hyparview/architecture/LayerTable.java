package org.hyparview.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the tables of docs/architecture.md: in the section with the module's name, each row has a
 * package, a sentence, and what it may import. {@code .x} stands for {@code org.hyparview.x} and
 * {@code .x.*} for all packages inside it.
 */
final class LayerTable {

  private static final Path DOCUMENT = Path.of("docs", "architecture.md");
  private static final String ROOT = "org.hyparview";
  private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| (.+) \\| (.+) \\|");
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");

  private LayerTable() {}

  /**
   * The rows of a module.
   *
   * @param known the names that {@code .x.*} may stand for
   */
  static Map<String, Set<String>> ofModule(String module, Set<String> known) {
    Map<String, Set<String>> rows = new TreeMap<>();
    for (String line : section(module)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.put(fullName(row.group(1)), imports(row.group(3), known));
      }
    }
    return rows;
  }

  private static List<String> section(String module) {
    try {
      return Arrays.stream(Files.readString(document()).split("(?m)^#+ "))
          .filter(section -> section.startsWith("`" + module + "`"))
          .flatMap(String::lines)
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + DOCUMENT, e);
    }
  }

  private static Path document() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve(DOCUMENT))) {
      directory = directory.getParent();
      if (directory == null) {
        throw new IllegalStateException(
            "no " + DOCUMENT + " at or above " + Path.of("").toAbsolutePath());
      }
    }
    return directory.resolve(DOCUMENT);
  }

  private static Set<String> imports(String cell, Set<String> known) {
    Set<String> names = new TreeSet<>();
    NAME.matcher(cell)
        .results()
        .flatMap(name -> expanded(fullName(name.group(1)), known))
        .forEach(names::add);
    return names;
  }

  private static Stream<String> expanded(String name, Set<String> known) {
    if (!name.endsWith(".*")) {
      return Stream.of(name);
    }
    String prefix = name.substring(0, name.length() - 1);
    return known.stream().filter(other -> other.startsWith(prefix));
  }

  private static String fullName(String name) {
    return name.startsWith(".") ? ROOT + name : name;
  }
}
