package org.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The rule that kinds of a sealed type are told apart by {@code dispatch(Handler)} and in no other
 * way, so that the compiler finds each place that forgets one. It reads the main sources of all
 * product modules, {@code hyparview-*}.
 *
 * <p>Forbidden are {@code instanceof} of a kind, a cast to one, and the methods of its class object
 * that do the same. What asks for one kind in passing asks a method of the sealed type. The one
 * exception is a kind's own {@code equals}.
 */
class SealedTypesTest {

  private static final PathMatcher PRODUCT =
      FileSystems.getDefault().getPathMatcher("glob:hyparview-*/src/main/java/**.java");

  private static final Pattern SEALED =
      Pattern.compile("(?<!-)\\bsealed\\s+(?:abstract\\s+)?(?:interface|class)\\s+(\\w+)");
  private static final Pattern DECLARATION =
      Pattern.compile("\\b(?:record|class|enum|interface)\\s+(\\w+)\\b([^{;]*)\\{");
  private static final Pattern SUPERTYPES =
      Pattern.compile("\\b(?:implements|extends)\\b(.*)", Pattern.DOTALL);
  private static final Pattern DISPATCH = Pattern.compile("\\bdispatch\\s*\\(\\s*Handler\\b");
  private static final Pattern EQUALS =
      Pattern.compile("\\bboolean\\s+equals\\s*\\([^)]*\\)\\s*\\{");

  private static final List<Pattern> FORBIDDEN = List.of(
      Pattern.compile("\\binstanceof\\s+(?:final\\s+)?([\\w.]+)"),
      Pattern.compile("\\(\\s*([\\w.]+)\\s*(?:<[^()]*>\\s*)?\\)\\s*[\\w(\"]"),
      Pattern.compile("\\b([\\w.]+)\\.class\\s*(?:::|\\.)\\s*(?:cast|isInstance)\\b"));

  /** Places that break the rule. A ratchet: this list only ever gets shorter. */
  private static final Set<String> OLD = Set.of(
      "GossipPlane: RegistryEvent.Joined",
      "GossipPlane: RegistryEvent.Left",
      "BinaryPayloadCodec: Update",
      "ControlPlane: Completed",
      "ControlPlane: NodeDown",
      "ControlPlane: NodeUp");

  private static final Source EXAMPLE = new Source("a.b", "Fruit", """
      sealed interface Fruit {
        record Apple(int size) implements Fruit {
          public boolean equals(Object other) {
            return other instanceof Apple that && size == that.size;
          }
        }
        record Pear(List<Integer> sizes)
            implements Comparable<Pear>, Fruit {}
        record Basket(List<Fruit> content) {}
      }
      """);

  @Test
  void everySealedTypeIsDispatched() throws IOException {
    List<Source> sources = product();
    assertThat(sources.stream().flatMap(source -> source.sealedTypes().stream()))
        .isNotEmpty();
    assertThat(sources.stream()
            .filter(source -> !source.sealedTypes().isEmpty())
            .filter(source -> !DISPATCH.matcher(source.code).find())
            .map(Source::name))
        .isEmpty();
  }

  @Test
  void kindsAreToldApartByDispatchOnly() throws IOException {
    Set<String> old = new TreeSet<>(OLD);
    List<String> fresh = new ArrayList<>();
    for (String violation : violations(product())) {
      String place = violation.replaceFirst(":\\d+", "");
      if (OLD.contains(place)) {
        old.remove(place);
      } else {
        fresh.add(violation);
      }
    }
    assertThat(fresh).as("dispatch instead").isEmpty();
    assertThat(old).as("repaired, so delete it from the list").isEmpty();
  }

  // The rule itself

  private static List<String> violationsIn(String packageName, String text) {
    return violations(List.of(EXAMPLE, new Source(packageName, "User", TidyTest.code(text))));
  }

  @Test
  void theSealedTypeItselfMayHaveAnEquals() {
    assertThat(violations(List.of(EXAMPLE))).isEmpty();
  }

  @Test
  void anInstanceofIsFound() {
    assertThat(violationsIn("a.b", "boolean is(Fruit x) {\n return x instanceof Fruit.Apple y; }"))
        .containsExactly("User:2: Fruit.Apple");
    assertThat(violationsIn("c", "import a.b.Fruit.Pear; boolean is = x instanceof Pear;"))
        .containsExactly("User:1: Pear");
  }

  @Test
  void aCastIsFound() {
    assertThat(violationsIn("a.b", "int size = ((Fruit.Apple) x).size() + ((Fruit.Pear) (x)).n;"))
        .containsExactly("User:1: Fruit.Apple", "User:1: Fruit.Pear");
  }

  @Test
  void theMethodsOfAClassObjectAreFound() {
    assertThat(
            violationsIn("a.b", "x.map(Fruit.Apple.class::cast); Fruit.Pear.class.isInstance(x)"))
        .containsExactly("User:1: Fruit.Apple", "User:1: Fruit.Pear");
  }

  @Test
  void nothingElseIsFound() {
    assertThat(violationsIn("a.b", """
        // x instanceof Fruit.Apple
        String text = "(Fruit.Apple) x";
        void onApple(Fruit.Apple apple) { take((Basket) x, x instanceof Fruit, Apple.class); }
        boolean other = x instanceof Apple || y instanceof Fruit.Basket;
        """)).isEmpty();
  }

  private static List<String> violations(List<Source> sources) {
    List<Kind> kinds = sources.stream()
        .flatMap(source ->
            source.sealedTypes().stream().flatMap(type -> kinds(type, source, sources).stream()))
        .toList();
    return sources.stream().flatMap(source -> source.violations(kinds).stream()).toList();
  }

  /** The kinds of a sealed type, which are in its own file or, if it names them, in its package. */
  private static List<Kind> kinds(String type, Source declaring, List<Source> sources) {
    List<Kind> kinds = new ArrayList<>();
    for (Source source : sources) {
      if (source.packageName.equals(declaring.packageName)) {
        Matcher declaration = DECLARATION.matcher(source.code);
        while (declaration.find()) {
          Matcher supertypes = SUPERTYPES.matcher(declaration.group(2));
          if (supertypes.find() && supertypes.group(1).matches("(?s).*\\b" + type + "\\b.*")) {
            kinds.add(new Kind(source, declaration.group(1)));
          }
        }
      }
    }
    return kinds;
  }

  private static List<Source> product() throws IOException {
    Path root = TidyTest.root();
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> paths =
          files.filter(path -> PRODUCT.matches(root.relativize(path))).sorted().toList();
      List<Source> sources = new ArrayList<>();
      for (Path path : paths) {
        sources.add(Source.read(path));
      }
      return sources;
    }
  }

  /** A kind of a sealed type, and the file that it is in. */
  private record Kind(Source declaring, String name) {

    private boolean isNested() {
      return !declaring.name.equals(name);
    }

    /** The names by which a file can speak of it. */
    Set<String> namesIn(Source source) {
      String longName = isNested() ? declaring.name + "." + name : name;
      String imported = "import " + declaring.packageName + "." + longName + ";";
      Set<String> names = new TreeSet<>();
      names.add(declaring.packageName + "." + longName);
      if (isNested()) {
        names.add(longName);
      }
      boolean isNear = isNested()
          ? source.name.equals(declaring.name)
          : source.packageName.equals(declaring.packageName);
      if (isNear || source.code.contains(imported)) {
        names.add(name);
      }
      return names;
    }
  }

  /**
   * A file: its package, its name without an ending, and its text without comments and literals.
   */
  private record Source(String packageName, String name, String code) {

    static Source read(Path path) throws IOException {
      String code = TidyTest.code(Files.readString(path));
      Matcher packageName = Pattern.compile("\\bpackage\\s+([\\w.]+)").matcher(code);
      String file = path.getFileName().toString();
      return new Source(
          packageName.find() ? packageName.group(1) : "",
          file.substring(0, file.length() - ".java".length()),
          code);
    }

    List<String> sealedTypes() {
      return SEALED.matcher(code).results().map(found -> found.group(1)).toList();
    }

    List<String> violations(List<Kind> kinds) {
      Set<String> names = new TreeSet<>();
      kinds.forEach(kind -> names.addAll(kind.namesIn(this)));
      String checked = withoutEquals();
      List<String> violations = new ArrayList<>();
      for (Pattern forbidden : FORBIDDEN) {
        Matcher use = forbidden.matcher(checked);
        // Casts may be within each other, so each search begins just after the one before.
        for (int from = 0; use.find(from); from = use.start() + 1) {
          if (names.contains(use.group(1))) {
            violations.add(name + ":" + lineOf(use.start()) + ": " + use.group(1));
          }
        }
      }
      return violations;
    }

    private String withoutEquals() {
      StringBuilder rest = new StringBuilder(code);
      Matcher equals = EQUALS.matcher(code);
      while (equals.find()) {
        int depth = 1;
        for (int i = equals.end(); depth > 0 && i < code.length(); i++) {
          char c = code.charAt(i);
          depth += c == '{' ? 1 : c == '}' ? -1 : 0;
          rest.setCharAt(i, c == '\n' ? c : ' ');
        }
      }
      return rest.toString();
    }

    private long lineOf(int position) {
      return 1 + code.substring(0, position).chars().filter(c -> c == '\n').count();
    }
  }
}
