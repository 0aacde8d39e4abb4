package org.hyparview.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Programs without this module and without Micrometer on their class path. */
class WithoutMicrometerIT {

  private static final List<String> ABSENT = List.of("micrometer", "prometheus");

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(
            entry -> ABSENT.stream().noneMatch(entry::contains) || entry.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void aNodeLoadsNothingOfMicrometer() throws IOException, InterruptedException {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xlog:class+load",
            "-cp",
            classPath(),
            PlainNode.class.getName())
        .redirectErrorStream(true)
        .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(output).contains(PlainNode.DONE);
    assertThat(output.lines().filter(line -> line.contains("[class,load]")))
        .isNotEmpty()
        .noneMatch(line -> line.contains("io.micrometer")
            || line.contains("org.hyparview.micrometer.HyParViewMetrics"));
  }
}
