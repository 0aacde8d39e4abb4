package org.hyparview.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.hyparview.host.Signals;

/** A node of a cluster in its own process, which ends with stdin. */
final class MemberProcess implements AutoCloseable {

  private final Process process;

  private MemberProcess(Process process) {
    this.process = process;
  }

  /** The argument is the options as JSON. */
  public static void main(String[] arguments) throws IOException {
    HyParViewClusterOptions options = new HyParViewClusterOptions(new JsonObject(arguments[0]));
    Vertx vertx = Vertx.builder()
        .withClusterManager(new HyParViewClusterManager(options))
        .buildClustered()
        .await();
    vertx
        .sharedData()
        .getCounter("started")
        .compose(counter -> counter.incrementAndGet())
        .await();
    System.out.println("started");
    int end = System.in.read();
    Runtime.getRuntime().halt(end);
  }

  /** Starts a process, and waits until it has shared something. */
  static MemberProcess start(HyParViewClusterOptions options) throws IOException {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            MemberProcess.class.getName(),
            options.toJson().encode())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    String line = lines.readLine();
    if (!"started".equals(line)) {
      process.destroyForcibly();
      throw new IOException("A process said " + line);
    }
    return new MemberProcess(process);
  }

  /** Kills the process like kill -9. */
  void kill() {
    process.destroyForcibly();
  }

  /** Stops it by SIGSTOP; it does nothing from then on. */
  void freeze() throws IOException, InterruptedException {
    Signals.stop(process);
  }

  /** Continues it. */
  void thaw() throws IOException, InterruptedException {
    Signals.send(process, "CONT");
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
