package org.hyparview.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hyparview.host.Signals;

/** A process of a test in its own network, whose whole output is read. */
final class ReportingProcess {

  private final Process process;
  private final Thread reader;

  private ReportingProcess(Process process, Consumer<String[]> heard, Runnable ended) {
    this.process = process;
    reader = new Thread(() -> read(heard, ended), "reader-" + process.pid());
    reader.start();
  }

  /**
   * Starts a process.
   *
   * @param prefix the command that starts Java in its place
   * @param heard receives the words of each line, on its own thread
   * @param ended called there after the last one
   */
  static ReportingProcess start(
      List<String> prefix,
      Class<?> main,
      List<String> arguments,
      Consumer<String[]> heard,
      Runnable ended)
      throws IOException {
    String classPath = System.getProperty("java.class.path");
    return start(prefix, classPath, main, arguments, heard, ended);
  }

  /** Starts a process with a class path of its own. */
  static ReportingProcess start(
      List<String> prefix,
      String classPath,
      Class<?> main,
      List<String> arguments,
      Consumer<String[]> heard,
      Runnable ended)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx128m",
        "-XX:+UseSerialGC",
        "-cp",
        classPath,
        main.getName()));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    return new ReportingProcess(process, heard, ended);
  }

  private void read(Consumer<String[]> heard, Runnable ended) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard.accept(line.split(" "));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ended.run();
  }

  Process process() {
    return process;
  }

  /** Waits until it has ended by itself and without a failure, and its whole output is read. */
  void awaitGracefulEnd() throws InterruptedException {
    if (!process.waitFor(Waits.PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError("A node does not close in good order: " + process);
    }
    awaitEnd();
  }

  /** Waits until it has ended and its whole output is read. */
  void awaitEnd() throws InterruptedException {
    process.waitFor();
    reader.join();
  }

  /** Kills the process, but not by its own handle, which closes what is still to be read. */
  void kill() throws IOException, InterruptedException {
    if (process.isAlive()) {
      Signals.send(process, "KILL");
    }
    awaitEnd();
  }
}
