package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user's program with clustered Vert.x, run from the packaged jars: once on the module path,
 * where only our API is open to it, and once on the class path. On both, Vert.x finds the cluster
 * manager, and that finds the program's own source of contacts.
 */
class ModulePathIT {

  private static final Path SOURCES = Path.of("src", "test", "resources", "modulepath");

  private static final String PROVIDER = "META-INF/services/org.hyparview.cluster.ContactSource";

  /** The jars that a program needs at run time. */
  private static final Pattern NEEDED = Pattern.compile(
      "(hyparview-(protocol|verticle|cluster-manager)|vertx-core(-logging)?|netty-[a-z0-9-]+"
          + "|jackson-(core|annotations|databind)|microraft|slf4j-api)-\\d.*(?<!-tests)\\.jar");

  /** The additional jars that it needs to be compiled. */
  private static final Pattern ANNOTATIONS = Pattern.compile("jspecify-\\d.*\\.jar");

  /** The time after which a program that has not ended is held to hang. */
  private static final long PATIENCE_SECONDS = 120;

  private final String cluster = "modules-" + UUID.randomUUID();
  private final String jars = jars(NEEDED);

  @TempDir
  private Path program = Path.of("");

  private static String jars(Pattern names) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(jar -> names.matcher(Path.of(jar).getFileName().toString()).matches())
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  @BeforeEach
  void compileAsAModule() throws IOException {
    List<String> arguments = new ArrayList<>(List.of(
        "-Xlint:all,-classfile",
        "-Werror",
        "-p",
        jars + File.pathSeparator + jars(ANNOTATIONS),
        "-d",
        program.toString()));
    try (Stream<Path> sources = Files.walk(SOURCES)) {
      sources.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
    }
    int failures = ToolProvider.getSystemJavaCompiler()
        .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(failures).as("failures of the compiler").isZero();
    Path provider = Files.createDirectories(program.resolve(PROVIDER).getParent());
    Files.writeString(
        provider.resolve(ContactSource.class.getName()), "org.example.app.NoContacts\n");
  }

  @Test
  void itRunsOnTheModulePath() throws Exception {
    assertThat(run("-p", programAndJars(), "-m", "org.example.app/org.example.app.Main"))
        .containsExactly(
            "module org.hyparview.cluster",
            "contacts of " + cluster,
            "contacts of " + cluster,
            "reply hello",
            "count 2");
  }

  @Test
  void itRunsOnTheClassPath() throws Exception {
    assertThat(run("-cp", programAndJars(), "org.example.app.Main"))
        .containsExactly(
            "module null",
            "contacts of " + cluster,
            "contacts of " + cluster,
            "reply hello",
            "count 2");
  }

  private String programAndJars() {
    return program + File.pathSeparator + jars;
  }

  /** Returns the lines that the program prints until it ends by itself. */
  private List<String> run(String... arguments) throws IOException, InterruptedException {
    Path output = program.resolve("output");
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx128m",
        "-Dvertx.hyparview.clusterName=" + cluster));
    command.addAll(Arrays.asList(arguments));
    Process process = new ProcessBuilder(command)
        .redirectOutput(output.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .as(() -> "it has ended; it printed " + lines(output))
          .isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isZero();
    return lines(output);
  }

  private static List<String> lines(Path output) {
    try {
      return Files.readAllLines(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
