package org.hyparview.demo.common;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.VertxException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A further process of the demo that can be killed: it is sent commands and answers with reports,
 * one a line.
 *
 * <p>The process doesn't outlive this one: it is killed when this JVM ends, and ends by itself when
 * its stdin does, should this JVM be killed.
 */
public final class ChildProcess {

  private static final String MAIN = "org.hyparview.demo.Demo";

  private final Process process;
  private final BufferedWriter commands;

  private ChildProcess(Process process) {
    this.process = process;
    this.commands = process.outputWriter(UTF_8);
  }

  /**
   * Launches a process that runs a command of the demo.
   *
   * @throws VertxException if the system refuses it
   */
  public static ChildProcess launch(String... arguments) {
    try {
      Process process = new ProcessBuilder(commandLine(arguments))
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new ChildProcess(process);
    } catch (IOException e) {
      throw new VertxException("Cannot launch a process: " + e.getMessage(), e);
    }
  }

  /** The same Java and classes; quick to start, and stdout is for reports alone. */
  private static List<String> commandLine(String... arguments) {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-XX:+DisplayVMOutputToStderr",
        "-cp",
        System.getProperty("java.class.path"),
        MAIN));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Reads the reports on a thread of their own, until the process ends.
   *
   * @param report receives each line
   * @param end receives the reason, once, after the last line
   */
  public void read(Consumer<String> report, Consumer<String> end) {
    Thread reader = new Thread(() -> readAll(report, end), "reports-of-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  private void readAll(Consumer<String> report, Consumer<String> end) {
    try (BufferedReader reports = process.inputReader(UTF_8)) {
      for (String line = reports.readLine(); line != null; line = reports.readLine()) {
        report.accept(line);
      }
      end.accept("it has ended by itself");
    } catch (IOException e) {
      end.accept(String.valueOf(e.getMessage()));
    }
  }

  /** Sends a command. */
  public void command(String line) throws IOException {
    commands.write(line);
    commands.newLine();
    commands.flush();
  }

  /** Kills the process as {@code kill -9} does: its nodes cannot leave gracefully. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Returns the id of the process. */
  public long pid() {
    return process.pid();
  }
}
