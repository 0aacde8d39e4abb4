package org.hyparview.examples;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles snippets with all that is on the class path of this module. */
final class SnippetCompiler {

  private static final String CLASS_NAME = "SnippetOfADocument";

  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
  private final List<String> options;

  /** Creates a compiler that writes its classes to a directory. */
  SnippetCompiler(Path classes) {
    options = List.of("-proc:none", "-classpath", classPath(), "-d", classes.toString());
  }

  /** Surefire may put a single jar with a manifest in the place of the class path. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** The errors in a snippet, each with its place in the document. */
  List<String> faults(Snippet snippet) {
    WrappedSnippet source = snippet.wrapped(CLASS_NAME);
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    compiler
        .getTask(null, null, found, options, null, List.of(new Text(source.text())))
        .call();
    return found.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(error -> source.place(error.getLineNumber()) + ": " + error.getMessage(Locale.ROOT))
        .toList();
  }

  /** A source in memory. */
  private static final class Text extends SimpleJavaFileObject {

    private final String text;

    Text(String text) {
      super(URI.create("string:///" + CLASS_NAME + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
