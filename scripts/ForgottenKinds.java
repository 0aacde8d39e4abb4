import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * The proof that no kind of a sealed interface can be forgotten: adds a record to each, in memory,
 * and compiles. Started by {@code forgotten-kinds.sh}.
 *
 * <p>Each is tried twice. First the record has no {@code dispatch}, and must be refused. Then it
 * calls a new method of {@code Handler}, and the compiler must name handlers that lack it. The
 * modules are compiled as one on the class path, since a handler may be in another module.
 */
public final class ForgottenKinds {

  private static final String KIND = "Brandnew";

  private static final Pattern SEALED =
      Pattern.compile("(?m)^ *(?:(?:public|private|static) )*sealed interface (\\w+)[^{]*\\{");
  private static final Pattern DISPATCH =
      Pattern.compile("(?m)^ *((?:<\\w+> )?\\w+ dispatch\\(\\s*Handler\\b[^;]*);");
  private static final Pattern HANDLER =
      Pattern.compile("(?m)^ *interface Handler(?:<(\\w+)>)? \\{");
  private static final Pattern LACKING =
      Pattern.compile("([\\w.$]+)>? is not abstract and does not override .*\\bon" + KIND + "\\(");
  private static final Pattern PACKAGE = Pattern.compile("^(?:[a-z]\\w*\\.)+");

  private static final String ROW = "%-20s %-17s %s%n";

  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
  private final JavaFileManager files = compiler.getStandardFileManager(null, null, null);
  private final Map<Path, String> sources = new TreeMap<>();
  private final String libraries;
  private final Path classes;

  private ForgottenKinds(Path root, Path classPaths, Path classes) throws IOException {
    this.classes = Files.createDirectories(classes);
    libraries = Files.readAllLines(classPaths).stream()
        .flatMap(line -> Arrays.stream(line.split(File.pathSeparator)))
        .filter(entry -> entry.endsWith(".jar") && !entry.contains("hyparview-"))
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
    try (DirectoryStream<Path> modules = Files.newDirectoryStream(root, "hyparview-*")) {
      for (Path module : modules) {
        read(module.resolve("src/main/java"));
      }
    }
  }

  private void read(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      try (Stream<Path> all = Files.walk(directory)) {
        for (Path file : all.filter(ForgottenKinds::isCompiled).toList()) {
          sources.put(file, Files.readString(file));
        }
      }
    }
  }

  private static boolean isCompiled(Path file) {
    return file.toString().endsWith(".java") && !file.endsWith("module-info.java");
  }

  /**
   * Exits with 1 if a kind can be forgotten.
   *
   * @param arguments the root of the repository, a file of class paths, one a line, and a directory
   *     for classes
   */
  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    boolean isProven =
        new ForgottenKinds(root, Path.of(arguments[1]), Path.of(arguments[2])).tryAll();
    System.exit(isProven ? 0 : 1);
  }

  private boolean tryAll() {
    List<String> errors = errors(sources, libraries);
    if (!errors.isEmpty()) {
      throw new IllegalStateException("The modules don't compile as they are: " + errors);
    }
    System.out.printf(ROW, "sealed type", "without dispatch", "handlers that lack a kind");
    int tried = 0;
    int proven = 0;
    for (Map.Entry<Path, String> source : sources.entrySet()) {
      Matcher sealed = SEALED.matcher(source.getValue());
      while (sealed.find()) {
        tried++;
        proven += isProven(source.getKey(), sealed.group(1), sealed.end()) ? 1 : 0;
      }
    }
    System.out.println(proven + " of " + tried + " sealed types let no kind be forgotten");
    return tried > 0 && proven == tried;
  }

  private boolean isProven(Path file, String type, int bodyStart) {
    String text = sources.get(file);
    boolean isRefused = isRefused(file, insert(text, bodyStart, kind(type, "")));
    String dispatched = withDispatchedKind(text, type, bodyStart);
    Set<String> handlers = dispatched == null ? Set.of() : lacking(file, dispatched);
    System.out.printf(
        ROW,
        type,
        isRefused ? "refused" : "COMPILES",
        handlers.isEmpty() ? "NONE" : String.join(", ", handlers));
    return isRefused && !handlers.isEmpty();
  }

  /** What is refused alone is refused among all others, too, and sooner. */
  private boolean isRefused(Path file, String changed) {
    String path = libraries + File.pathSeparator + classes;
    return !errors(Map.of(file, changed), path).isEmpty()
        || !errors(replaced(file, changed), libraries).isEmpty();
  }

  /** The handlers for which the compiler refuses a source. */
  private Set<String> lacking(Path file, String changed) {
    Set<String> handlers = new TreeSet<>();
    for (String error : errors(replaced(file, changed), libraries)) {
      Matcher lacking = LACKING.matcher(error);
      if (lacking.find()) {
        handlers.add(PACKAGE.matcher(lacking.group(1)).replaceFirst(""));
      }
    }
    return handlers;
  }

  private Map<Path, String> replaced(Path file, String changed) {
    Map<Path, String> all = new TreeMap<>(sources);
    all.put(file, changed);
    return all;
  }

  /** A sealed type with a kind that is dispatched, or null if it has no dispatch to a handler. */
  private static String withDispatchedKind(String text, String type, int bodyStart) {
    Matcher dispatch = DISPATCH.matcher(text);
    Matcher handler = HANDLER.matcher(text);
    if (!dispatch.find(bodyStart) || !handler.find(bodyStart)) {
      return null;
    }
    String result = handler.group(1) == null ? "void" : handler.group(1);
    String method = "\n " + result + " on" + KIND + "(" + KIND + " kind);\n";
    String body = "public " + dispatch.group(1) + " { throw new UnsupportedOperationException(); }";
    return insert(insert(text, handler.end(), method), bodyStart, kind(type, body));
  }

  private static String kind(String type, String body) {
    return "\n record " + KIND + "() implements " + type + " { " + body + " }\n";
  }

  private static String insert(String text, int at, String what) {
    return text.substring(0, at) + what + text.substring(at);
  }

  private List<String> errors(Map<Path, String> texts, String classPath) {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<String> options = List.of(
        "-proc:none", "-nowarn", "-Xmaxerrs", "10000", "-cp", classPath, "-d", classes.toString());
    List<JavaFileObject> units = new ArrayList<>();
    texts.forEach((path, text) -> units.add(new Source(path, text)));
    compiler.getTask(null, files, diagnostics, options, null, units).call();
    return diagnostics.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(diagnostic -> diagnostic.getMessage(Locale.ENGLISH))
        .toList();
  }

  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(Path path, String text) {
      super(path.toUri(), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
