package org.hyparview.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.hyparview.HyParViewOptions;
import org.hyparview.PeerEvent;
import org.hyparview.PeerInfo;

/**
 * Nodes in a process of their own, which runs a {@link GroupCommand} and can be killed.
 *
 * <p>The process doesn't outlive this one: it is killed when this JVM ends, and ends by itself when
 * its stdin does, should this JVM be killed.
 */
final class ProcessGroup implements NodeGroup {

  private final Process process;
  private final BufferedWriter commands;
  private final Context context;
  private final NodeListener listener;
  private final Promise<Void> ready = Promise.promise();
  private final Promise<Void> lost = Promise.promise();
  private final Map<String, Promise<PeerInfo>> starting = new HashMap<>();
  private Promise<JsonObject> counted = Promise.promise();
  private boolean killed;

  private ProcessGroup(Process process, Context context, NodeListener listener) {
    this.process = process;
    this.commands = process.outputWriter(UTF_8);
    this.context = context;
    this.listener = listener;
  }

  /**
   * Launches the process. To be called on the context that all further calls come from.
   *
   * @throws VertxException if the system doesn't let it
   */
  static ProcessGroup launch(Vertx vertx, NodeListener listener) {
    ProcessGroup group = new ProcessGroup(launch(), vertx.getOrCreateContext(), listener);
    Runtime.getRuntime().addShutdownHook(new Thread(group.process::destroyForcibly));
    Thread reader = new Thread(group::read, "reports-of-" + group.process.pid());
    reader.setDaemon(true);
    reader.start();
    return group;
  }

  private static Process launch() {
    try {
      return new ProcessBuilder(DemoJvm.command("group"))
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException e) {
      throw new VertxException("Cannot launch a process: " + e.getMessage(), e);
    }
  }

  /** Succeeds when nodes can be started. */
  Future<Void> ready() {
    return ready.future();
  }

  /** Fails if the process ends without being killed through {@link #kill}. */
  Future<Void> lost() {
    return lost.future();
  }

  @Override
  public Future<PeerInfo> start(HyParViewOptions options) {
    Promise<PeerInfo> started = Promise.promise();
    starting.put(String.valueOf(options.getNodeId()), started);
    command(options.toJson().encode(), started);
    return started.future();
  }

  /** One count at a time. */
  @Override
  public Future<JsonObject> broadcastCounters() {
    counted = Promise.promise();
    command(GroupCommand.COUNT, counted);
    return counted.future();
  }

  private void command(String line, Promise<?> answer) {
    try {
      commands.write(line);
      commands.newLine();
      commands.flush();
    } catch (IOException e) {
      answer.fail(new VertxException("Process " + process.pid() + " doesn't listen", e));
    }
  }

  /** Kills the process as {@code kill -9} does: its nodes have no chance to say goodbye. */
  void kill() {
    killed = true;
    process.destroyForcibly();
  }

  private void read() {
    try (BufferedReader reports = process.inputReader(UTF_8)) {
      for (String line = reports.readLine(); line != null; line = reports.readLine()) {
        String report = line;
        context.runOnContext(go -> heard(report));
      }
      context.runOnContext(go -> ended("Process " + process.pid() + " has ended by itself"));
    } catch (IOException e) {
      context.runOnContext(go -> ended("Process " + process.pid() + ": " + e.getMessage()));
    }
  }

  private void heard(String line) {
    if (!killed) {
      handle(GroupReport.parse(line));
    }
  }

  private void handle(GroupReport report) {
    switch (report.kind()) {
      case READY -> ready.complete();
      case STARTED -> promised(report.node()).complete(new PeerInfo(report.body()));
      case FAILED ->
        promised(report.node()).fail(new VertxException(report.body().getString("message"), true));
      case CHANGED -> listener.changed(new PeerEvent(report.body()));
      case DELIVERED -> listener.delivered(Delivery.of(report.node(), report.body()));
      case COUNTED -> counted.complete(report.body());
    }
  }

  private Promise<PeerInfo> promised(String node) {
    return Objects.requireNonNull(starting.remove(node), node);
  }

  private void ended(String why) {
    if (!killed) {
      lost.fail(new VertxException(why, true));
    }
  }
}
