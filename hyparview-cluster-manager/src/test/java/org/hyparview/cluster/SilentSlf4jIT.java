package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The error stream of a program without a binding for SLF4J, by which MicroRaft logs. */
class SilentSlf4jIT {

  @TempDir
  private Path directory = Path.of("");

  private static String classPathWithoutBinding() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.contains("slf4j-simple"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void sharedDataPrintNothingAboutSlf4j() throws IOException, InterruptedException {
    JsonObject options = new JsonObject()
        .put("clusterName", "silent-" + UUID.randomUUID())
        .put("host", "127.0.0.1")
        .put("multicast", new JsonObject().put("enabled", false));
    Path errors = directory.resolve("errors");
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classPathWithoutBinding(),
            QuietMember.class.getName(),
            options.encode())
        .redirectError(errors.toFile())
        .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(Waits.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(output).contains("counted 1");
    assertThat(Files.readString(errors)).doesNotContain("SLF4J");
  }
}
