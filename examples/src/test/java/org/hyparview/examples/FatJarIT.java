package org.hyparview.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.hyparview.demo.DemoProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cluster manager is found in one jar of everything if the service files are merged there, as
 * docs/operations.md says, and such a program is in one cluster with others.
 */
class FatJarIT {

  private static final Path JAR = Path.of("target", "hyparview-demo.jar");
  private static final String SERVICE = "io.vertx.core.spi.VertxServiceProvider";
  private static final String NOT_FOUND = "No ClusterManagerFactory instances found on classpath";

  private final String cluster = "fat-jar-" + UUID.randomUUID();

  @TempDir
  private Path directory;

  private DemoProcess start(String classPath, String name, String other) throws IOException {
    return DemoProcess.java(
        "-Dvertx.hyparview.clusterName=" + cluster,
        "-Dvertx.hyparview.host=127.0.0.1",
        "-Dvertx.hyparview.multicast.enabled=false",
        "-cp",
        classPath,
        PackagedApplication.class.getName(),
        name,
        other);
  }

  private static String classPathOfTests() {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    assertThat(classPath)
        .contains("vertx-core")
        .doesNotContain(JAR.getFileName().toString());
    return classPath;
  }

  @Test
  void theDocumentMergesAsTheJarIsMergedAndNamesTheError() throws IOException {
    String transformer = "org.apache.maven.plugins.shade.resource.ServicesResourceTransformer";
    assertThat(Files.readString(Path.of("pom.xml"))).contains(transformer);
    assertThat(Files.readString(Path.of("..", "docs", "operations.md")))
        .contains(transformer, SERVICE, NOT_FOUND);
  }

  @Test
  void aProgramInOneJarAndOneOnAClassPathFindEachOther() throws Exception {
    try (DemoProcess jar = start(JAR.toString(), "jar", "path");
        DemoProcess path = start(classPathOfTests(), "path", "jar")) {
      jar.await("^path: hello jar$");
      path.await("^jar: hello path$");
    }
  }

  /** What shading leaves if the service file of another jar comes first, and none are merged. */
  @Test
  void withoutMergingTheClusterManagerIsNotFound() throws Exception {
    Path unmerged = Files.copy(JAR, directory.resolve("unmerged.jar"));
    try (FileSystem contents = FileSystems.newFileSystem(unmerged)) {
      Files.writeString(contents.getPath("META-INF", "services", SERVICE), "");
    }
    try (DemoProcess process = start(unmerged.toString(), "jar", "path")) {
      assertThat(process.exitStatus()).isEqualTo(1);
      assertThat(process.output()).anyMatch(line -> line.contains(NOT_FOUND));
    }
  }
}
