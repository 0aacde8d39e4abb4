package org.hyparview.benchmarks.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A JVM that does nothing before it starts many nodes at once, and then ends. */
final class ColdStart {

  private ColdStart() {}

  /** The argument is how many. Prints nanoseconds, until each sees all. */
  public static void main(String[] args) {
    int status = 1;
    try {
      List<Vertx> started = new CopyOnWriteArrayList<>();
      System.out.println(FormationFigures.startAll(Integer.parseInt(args[0]), started));
      status = 0;
    } catch (IllegalStateException late) {
      System.err.println(late.getMessage());
    } finally {
      Runtime.getRuntime().halt(status);
    }
  }

  /** Nanoseconds, of a new JVM. */
  static long measure(int nodes) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(
            MemberProcess.java(),
            "-Xmx1g",
            "-cp",
            System.getProperty("java.class.path"),
            ColdStart.class.getName(),
            String.valueOf(nodes))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      if (process.waitFor() != 0 || said.isEmpty()) {
        throw new IllegalStateException("The JVM of " + nodes + " nodes ended without a figure");
      }
      return Long.parseLong(said);
    } finally {
      process.destroyForcibly();
    }
  }
}
