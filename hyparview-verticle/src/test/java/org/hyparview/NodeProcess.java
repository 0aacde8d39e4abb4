package org.hyparview;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import org.hyparview.broadcast.contract.RemoteNode;
import org.hyparview.host.Signals;

/** A node in a process of its own, to be killed, frozen and restarted. */
final class NodeProcess implements RemoteNode {

  private final String id;
  private final Process process;

  private NodeProcess(String id, Process process) {
    this.id = id;
    this.process = process;
  }

  /**
   * Starts a process with a node of this id, which joins through the contact. What it prints goes
   * to {@code target/<id>.log}.
   */
  static NodeProcess start(String id, String contact) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    List<String> command = List.of(
        java,
        "-XX:TieredStopAtLevel=1",
        "-cp",
        classPath,
        NodeProcess.class.getName(),
        id,
        contact);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true);
    builder.redirectOutput(Redirect.appendTo(Path.of("target", id + ".log").toFile()));
    return new NodeProcess(id, builder.start());
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public void kill() {
    process.destroyForcibly();
  }

  @Override
  public void freeze() throws IOException, InterruptedException {
    Signals.stop(process);
  }

  void thaw() throws IOException, InterruptedException {
    Signals.send(process, "CONT");
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /** The process. */
  public static void main(String[] arguments) {
    HyParViewOptions options = LocalOverlay.options(arguments[0]).addContact(arguments[1]);
    Vertx.vertx().deployVerticle(new HyParViewVerticle(options)).onFailure(failure -> {
      throw new IllegalStateException(failure);
    });
  }
}
