package org.hyparview.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The demo jar, running in a process of its own, and what it prints: stdout and stderr in one.
 *
 * <p>Waits for lines and for the end as they come, but no longer than {@value #PATIENCE_SECONDS} s
 * for each. Closing it kills the process.
 */
public final class DemoProcess implements AutoCloseable {

  static final int PATIENCE_SECONDS = 240;
  private static final Path JAR = Path.of("target", "hyparview-demo.jar");

  private final Process process;
  private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
  private final List<String> read = new ArrayList<>();
  private final Thread reader = new Thread(this::read);

  private DemoProcess(String... arguments) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    process = new ProcessBuilder(
            Stream.concat(Stream.of(java.toString()), Stream.of(arguments)).toList())
        .redirectErrorStream(true)
        .start();
    reader.setDaemon(true);
    reader.start();
  }

  /** Runs the main class of the jar. */
  static DemoProcess demo(String... arguments) throws IOException {
    return new DemoProcess(Stream.concat(Stream.of("-jar", JAR.toString()), Stream.of(arguments))
        .toArray(String[]::new));
  }

  /** Runs another class of the jar. */
  public static DemoProcess of(Class<?> main, String... arguments) throws IOException {
    return new DemoProcess(
        Stream.concat(Stream.of("-cp", JAR.toString(), main.getName()), Stream.of(arguments))
            .toArray(String[]::new));
  }

  /** Runs Java with these arguments. */
  public static DemoProcess java(String... arguments) throws IOException {
    return new DemoProcess(arguments);
  }

  private void read() {
    try (BufferedReader output = process.inputReader(UTF_8)) {
      output.lines().forEach(unread::add);
    } catch (IOException | UncheckedIOException e) {
      unread.add("Cannot read any more: " + e.getMessage());
    }
  }

  /** Waits for a line in which the pattern is found; lines before it are skipped. */
  public Matcher await(String regex) throws InterruptedException {
    Pattern pattern = Pattern.compile(regex);
    for (String line = next(); line != null; line = next()) {
      read.add(line);
      Matcher matcher = pattern.matcher(line);
      if (matcher.find()) {
        return matcher;
      }
    }
    throw new AssertionError("No line with \"" + regex + "\" in " + read);
  }

  private @Nullable String next() throws InterruptedException {
    return unread.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Waits for the end and gives the exit status. */
  public int exitStatus() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("Still running: " + output());
    }
    reader.join();
    return process.exitValue();
  }

  /** All lines so far. */
  public List<String> output() {
    unread.drainTo(read);
    return List.copyOf(read);
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
  }

  /** The processes that this one has launched. */
  List<ProcessHandle> children() {
    return process.children().toList();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
