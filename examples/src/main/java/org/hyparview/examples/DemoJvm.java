package org.hyparview.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the demo starts further processes of itself. */
final class DemoJvm {

  private DemoJvm() {}

  /** The same Java and classes; quick to start, and stdout is for reports alone. */
  static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-XX:+DisplayVMOutputToStderr",
        "-cp",
        System.getProperty("java.class.path"),
        Demo.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
