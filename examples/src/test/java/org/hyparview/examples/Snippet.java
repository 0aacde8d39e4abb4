package org.hyparview.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of Java in a document.
 *
 * <p>An HTML comment in front of the block, which begins with {@code snippet}, says what a reader
 * has to imagine around it:
 *
 * <ul>
 *   <li>{@code <!-- snippet of PATH -->}: it is a part of that file, word for word.
 *   <li>{@code <!-- snippet: … -->}: declarations of the class around it. They may begin with a
 *       line {@code implements X}.
 * </ul>
 *
 * Up to the last method that it declares a block is made of members of that class; the rest, or all
 * of it, are statements. An ellipsis stands for arguments that are left out.
 *
 * @param document the path of the document, from the root of the repository
 * @param line the number of the first line of the block in the document
 * @param context the comment in front of it, without its delimiters, or empty
 * @param text the block
 */
record Snippet(String document, int line, String context, String text) {

  private static final Pattern BLOCK = Pattern.compile(
      "(?:^<!-- (?<context>snippet\\b(?:(?!-->).)*)-->\\n\\n?)?^```java\\n(?<text>.*?)^```$",
      Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern ORIGIN = Pattern.compile("snippet of (\\S+)");
  private static final Pattern IMPLEMENTS = Pattern.compile("^\\s*(implements .*)$");
  private static final Pattern METHOD =
      Pattern.compile("^(?!new |return )[\\w<>. ]+ \\w+\\(.*\\{.*");

  private static final List<String> IMPORTS = List.of(
      "io.vertx.core",
      "io.vertx.core.eventbus",
      "io.vertx.core.http",
      "io.vertx.core.json",
      "io.vertx.core.net",
      "io.vertx.core.shareddata",
      "io.vertx.ext.healthchecks",
      "java.util",
      "org.hyparview",
      "org.hyparview.cluster",
      "org.hyparview.dashboard",
      "org.hyparview.inspect",
      "org.hyparview.node",
      "org.hyparview.protocol.hyparview",
      "org.hyparview.protocol.machine",
      "org.hyparview.protocol.peer",
      "org.hyparview.transport");

  /** The variables that documents use without a declaration. */
  private static final List<String> FIELDS =
      List.of("Vertx vertx;", "HyParViewClient client;", "HyParViewCluster cluster;");

  /** Finds all blocks in the text of a document. */
  static List<Snippet> in(String document, String text) {
    List<Snippet> snippets = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      String context = block.group("context");
      int line = (int) text.substring(0, block.start("text")).lines().count() + 1;
      snippets.add(
          new Snippet(document, line, context == null ? "" : context, block.group("text")));
    }
    return snippets;
  }

  /** Says in one sentence what is wrong with this block, or is empty. */
  List<String> faults(Path root, SnippetCompiler compiler) throws IOException {
    Matcher origin = ORIGIN.matcher(context);
    if (!origin.find()) {
      return compiler.faults(this);
    }
    boolean copied = Files.readString(root.resolve(origin.group(1))).contains(text);
    return copied ? List.of() : List.of(this + ": differs from " + origin.group(1));
  }

  /** Writes a class around this block. */
  WrappedSnippet wrapped(String className) {
    WrappedSnippet source = new WrappedSnippet(this);
    IMPORTS.forEach(name -> source.add("import " + name + ".*;"));
    List<String> declarations =
        new ArrayList<>(context.replaceFirst("snippet:?", "").lines().toList());
    source.add("abstract class " + className + " " + supertypes(declarations) + " {");
    FIELDS.forEach(source::add);
    declarations.forEach(source::add);
    List<String> lines = text.replaceAll("(, )?…", "").lines().toList();
    int members = members(lines);
    source.addOwn(lines, 0, members);
    source.add("void statements() throws Exception {");
    source.addOwn(lines, members, lines.size());
    source.add("}}");
    return source;
  }

  private static String supertypes(List<String> declarations) {
    for (int i = 0; i < declarations.size(); i++) {
      Matcher matcher = IMPLEMENTS.matcher(declarations.get(i));
      if (matcher.matches()) {
        declarations.remove(i);
        return matcher.group(1);
      }
    }
    return "";
  }

  /** The number of lines up to the end of the last method that the block declares. */
  private static int members(List<String> lines) {
    int end = 0;
    boolean inMethod = false;
    for (int i = 0; i < lines.size(); i++) {
      inMethod = inMethod || METHOD.matcher(lines.get(i)).matches();
      if (inMethod && lines.get(i).equals("}")) {
        inMethod = false;
        end = i + 1;
      }
    }
    return end;
  }

  @Override
  public String toString() {
    return document + ":" + line;
  }
}
