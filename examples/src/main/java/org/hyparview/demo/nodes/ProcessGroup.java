package org.hyparview.demo.nodes;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.hyparview.HyParViewOptions;
import org.hyparview.PeerEvent;
import org.hyparview.PeerInfo;
import org.hyparview.demo.common.ChildProcess;

/** The nodes in a process of their own, which runs a {@link GroupCommand} and can be killed. */
public final class ProcessGroup implements NodeGroup {

  private final ChildProcess process;
  private final Context context;
  private final NodeListener listener;
  private final Promise<Void> ready = Promise.promise();
  private final Promise<Void> lost = Promise.promise();
  private final Map<String, Promise<PeerInfo>> starting = new HashMap<>();
  private Promise<JsonObject> counted = Promise.promise();
  private boolean killed;

  private ProcessGroup(ChildProcess process, Context context, NodeListener listener) {
    this.process = process;
    this.context = context;
    this.listener = listener;
  }

  /**
   * Launches the process. All further calls must come from the context of this one.
   *
   * @throws VertxException if the system refuses it
   */
  public static ProcessGroup launch(Vertx vertx, NodeListener listener) {
    ProcessGroup group =
        new ProcessGroup(ChildProcess.launch("group"), vertx.getOrCreateContext(), listener);
    group.read();
    return group;
  }

  private void read() {
    process.read(
        line -> context.runOnContext(go -> reported(line)),
        reason -> context.runOnContext(go -> ended("Process " + process.pid() + ": " + reason)));
  }

  /** Succeeds when nodes can be started. */
  public Future<Void> ready() {
    return ready.future();
  }

  /** Fails if the process ends without being killed through {@link #kill}. */
  public Future<Void> lost() {
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
      process.command(line);
    } catch (IOException e) {
      answer.fail(new VertxException("Process " + process.pid() + " does not take commands", e));
    }
  }

  /** Kills the process as {@code kill -9} does: its nodes have no chance to say goodbye. */
  public void kill() {
    killed = true;
    process.kill();
  }

  private void reported(String line) {
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
