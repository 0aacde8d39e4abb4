package org.hyparview.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Signals to processes that a test has started. */
public final class Signals {

  private Signals() {}

  /** Sends a signal like the command {@code kill}. */
  public static void send(Process process, String name) throws IOException, InterruptedException {
    int exit = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
        .inheritIO()
        .start()
        .waitFor();
    if (exit != 0) {
      throw new IOException("kill -" + name + " ended with " + exit);
    }
  }

  /**
   * Stops a process by SIGSTOP, and waits until each of its threads has stopped, where
   * {@code /proc} tells: on a busy machine the others run on until one of them is scheduled and
   * takes the signal, and may still answer.
   */
  public static void stop(Process process) throws IOException, InterruptedException {
    send(process, "STOP");
    Path threads = Path.of("/proc", String.valueOf(process.pid()), "task");
    while (process.isAlive() && Files.exists(threads) && !areStopped(threads)) {
      Thread.onSpinWait();
    }
  }

  private static boolean areStopped(Path threads) throws IOException {
    try (Stream<Path> all = Files.list(threads)) {
      for (Path thread : all.toList()) {
        if (!isStopped(thread)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Reads the state, which follows the name in parentheses. */
  private static boolean isStopped(Path thread) throws IOException {
    String stat;
    try {
      stat = Files.readString(thread.resolve("stat"));
    } catch (NoSuchFileException hasEnded) {
      return true;
    }
    return stat.startsWith(") T", stat.lastIndexOf(')'));
  }
}
