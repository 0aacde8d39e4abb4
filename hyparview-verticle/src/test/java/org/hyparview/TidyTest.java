package org.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Style as a test: reads every Java source of the repository, main and test, in all modules. */
class TidyTest {

  private static final int MAX_COLUMNS = 100;

  /**
   * The lines of the longest method, from the opening to the closing brace, and of the longest
   * file. Ratchets: these numbers only ever go down, and are always the true ones.
   */
  private static final Limits PRODUCT = new Limits(36, 1_083);

  private static final Limits ALL = new Limits(50, 1_083);

  private record Limits(int methodLines, int fileLines) {}

  private static final Pattern MARKER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
  private static final Pattern DISABLED = Pattern.compile("@Disabled");
  private static final Pattern SLEEP =
      Pattern.compile("\\bThread\\s*\\.\\s*sleep\\b|\\bTimeUnit\\b[\\s.\\w]*\\.\\s*sleep\\b");
  private static final Pattern EMPTY_CATCH = Pattern.compile("\\bcatch\\s*\\([^)]*\\)\\s*\\{\\s*}");

  /** Comments, text blocks, strings and characters: what is no code. */
  private static final Pattern NO_CODE = Pattern.compile(
      "//[^\\n]*"
          + "|/\\*.*?\\*/"
          + "|\"\"\".*?\"\"\""
          + "|\"(?:\\\\.|[^\"\\\\\\n])*+\""
          + "|'(?:\\\\.|[^'\\\\\\n])*+'",
      Pattern.DOTALL);

  private static final Pattern ANNOTATION = Pattern.compile("@\\w[\\w.]*(\\([^()]*\\))?");
  private static final Pattern STATEMENT = Pattern.compile(
      "^(if|for|while|switch|try|catch|synchronized)\\b|->|=|\\bnew\\b|\\brecord\\s+\\w");
  private static final Pattern METHOD =
      Pattern.compile("\\w\\s*\\(.*\\)(\\s*throws\\s[\\w.,\\s]+)?$", Pattern.DOTALL);

  private static List<Source> sources = List.of();

  @BeforeAll
  static void readSources() throws IOException {
    try (Stream<Path> files = Files.walk(root())) {
      sources = files.filter(TidyTest::isSource).sorted().map(Source::read).toList();
    }
  }

  @Test
  void theSourcesAreFound() {
    assertThat(sources).anyMatch(source -> source.path.endsWith("TidyTest.java"));
  }

  @Test
  void linesFitTheColumns() {
    assertNone(source -> source.longLines(MAX_COLUMNS));
  }

  @Test
  void methodsAreShort() {
    assertRatchet(product().flatMap(Source::methods), PRODUCT.methodLines);
    assertRatchet(sources.stream().flatMap(Source::methods), ALL.methodLines);
  }

  @Test
  void filesAreShort() {
    assertRatchet(product().map(Source::whole), PRODUCT.fileLines);
    assertRatchet(sources.stream().map(Source::whole), ALL.fileLines);
  }

  private static Stream<Source> product() {
    return sources.stream().filter(Source::isProduct);
  }

  private static void assertRatchet(Stream<Extent> extents, int limit) {
    List<Extent> all = extents.toList();
    assertThat(all.stream().filter(extent -> extent.lines > limit))
        .as("longer than %d lines", limit)
        .isEmpty();
    assertThat(all.stream().mapToInt(Extent::lines).max())
        .as("the longest has become shorter, so lower the limit")
        .hasValue(limit);
  }

  @Test
  void nothingIsLeftToDoInTheSources() {
    assertNone(source -> source.find(MARKER, source.text, "make it an issue"));
  }

  @Test
  void noTestIsDisabled() {
    assertNone(source -> source.find(DISABLED, source.code, "repair the test or delete it"));
  }

  @Test
  void nobodySleeps() {
    assertNone(source -> source.find(SLEEP, source.code, "wait for an event or use virtual time"));
  }

  @Test
  void noExceptionIsSwallowed() {
    assertNone(source -> source.find(EMPTY_CATCH, source.code, "handle the exception"));
  }

  private static void assertNone(Check check) {
    assertThat(sources.stream().flatMap(source -> check.violations(source).stream()))
        .isEmpty();
  }

  private static boolean isSource(Path path) {
    String name = path.toString().replace('\\', '/');
    return name.endsWith(".java") && name.contains("/src/") && !name.contains("/target/");
  }

  /** The directory of the repository: the closest one above that holds the build's settings. */
  static Path root() {
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

  /** A text with its comments and literals blanked out. */
  static String code(String text) {
    return NO_CODE.matcher(text).replaceAll(found -> found.group().replaceAll("[^\\n]", " "));
  }

  private interface Check {
    List<String> violations(Source source);
  }

  /** A file, its text, and its code: the text with comments and literals blanked out. */
  private record Source(Path path, String text, String code) {

    static Source read(Path path) {
      try {
        String text = Files.readString(path);
        return new Source(path, text, TidyTest.code(text));
      } catch (IOException e) {
        throw new IllegalStateException("cannot read " + path, e);
      }
    }

    List<String> find(Pattern pattern, String where, String remedy) {
      List<String> found = new ArrayList<>();
      Matcher matcher = pattern.matcher(where);
      while (matcher.find()) {
        found.add(at(lineOf(matcher.start())) + matcher.group() + ": " + remedy);
      }
      return found;
    }

    List<String> longLines(int columns) {
      List<String> found = new ArrayList<>();
      List<String> lines = text.lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).length() > columns) {
          found.add(at(i + 1) + lines.get(i).length() + " columns");
        }
      }
      return found;
    }

    /** Whether this is main code of a module that users get. */
    boolean isProduct() {
      String name = path.toString().replace('\\', '/');
      return name.contains("/hyparview-") && name.contains("/src/main/");
    }

    Extent whole() {
      return new Extent(path.toString(), (int) text.lines().count());
    }

    Stream<Extent> methods() {
      List<Extent> found = new ArrayList<>();
      Deque<Block> open = new ArrayDeque<>();
      int headStart = 0;
      for (int i = 0; i < code.length(); i++) {
        char c = code.charAt(i);
        if (c == '{') {
          open.push(new Block(code.substring(headStart, i), lineOf(i)));
        } else if (c == '}' && !open.isEmpty()) {
          Block block = open.pop();
          if (block.isMethod()) {
            found.add(new Extent(path + ":" + block.line, lineOf(i) - block.line + 1));
          }
        }
        if (c == '{' || c == '}' || c == ';') {
          headStart = i + 1;
        }
      }
      return found.stream();
    }

    private String at(int line) {
      return path + ":" + line + ": ";
    }

    private int lineOf(int position) {
      return 1
          + (int) text.substring(0, position).chars().filter(c -> c == '\n').count();
    }
  }

  /** The length of a method or file, and where it begins. */
  private record Extent(String place, int lines) {}

  /** What stands before an opening brace, and the line of that brace. */
  private record Block(String head, int line) {

    boolean isMethod() {
      String bare = ANNOTATION.matcher(head).replaceAll("").strip();
      return METHOD.matcher(bare).find() && !STATEMENT.matcher(bare).find();
    }
  }
}
