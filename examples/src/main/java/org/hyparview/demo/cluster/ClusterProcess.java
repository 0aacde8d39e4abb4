package org.hyparview.demo.cluster;

import io.vertx.core.VertxException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.hyparview.demo.common.ChildProcess;

/**
 * A node of a Vert.x cluster in a process of its own, which runs a {@link MemberCommand} and can be
 * killed. The lock of its {@link ClusterProcesses} guards all of its state.
 */
final class ClusterProcess {

  private final String name;
  private final ChildProcess process;
  private List<String> nodes = List.of();
  private String id = "";
  private String address = "";
  private int reached;
  private boolean running;
  private boolean deployed;
  private List<String> answer = List.of();
  private final List<String> heard = new ArrayList<>();
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  private ClusterProcess(String name, ChildProcess process) {
    this.name = name;
    this.process = process;
  }

  /**
   * Launches the process.
   *
   * @param processes what its reports go to
   * @throws VertxException if the system refuses it
   */
  static ClusterProcess launch(ClusterProcesses processes, String name, String... arguments) {
    ClusterProcess member = new ClusterProcess(name, ChildProcess.launch(arguments));
    member.process.read(
        line -> processes.reported(member, MemberReport.parse(line)),
        reason -> processes.ended(member, reason));
    return member;
  }

  /** Takes in a report. The caller holds the lock. */
  void handle(MemberReport report) {
    switch (report.kind()) {
      case STARTED -> {
        id = report.texts().get(0);
        address = report.texts().get(1);
        started.complete(null);
      }
      case NODES -> nodes = report.texts();
      case REACHED -> reached++;
      case HEARD -> heard.add(report.texts().get(0));
      case RUNNING -> running = true;
      case DEPLOYED -> deployed = true;
      case ANSWER -> answer = report.texts();
    }
  }

  /** Takes in that the process has ended. The caller holds the lock. */
  void handleEnd(String why) {
    started.completeExceptionally(new VertxException("Node " + name + ": " + why, true));
    ended.complete(null);
  }

  /** Completed when the node is in the cluster; fails if the process ends before. */
  CompletionStage<Void> started() {
    return started;
  }

  /** Completed when the process has ended, for whatever reason. */
  CompletionStage<Void> ended() {
    return ended;
  }

  /** Makes the process do something; see {@link MemberCommand}. */
  void command(String line) {
    try {
      process.command(line);
    } catch (IOException e) {
      throw new VertxException("Node " + name + " does not take commands", e);
    }
  }

  /** Makes the process do something that it answers. */
  void ask(String line) {
    answer = List.of();
    command(line);
  }

  /** The answer to what was asked last; empty before it is there. */
  List<String> answer() {
    return answer;
  }

  /** Kills the process as {@code kill -9} does. */
  void kill() {
    process.kill();
  }

  String name() {
    return name;
  }

  String id() {
    return id;
  }

  /** The address that others dial; empty before it has started. */
  String address() {
    return address;
  }

  long pid() {
    return process.pid();
  }

  List<String> nodes() {
    return nodes;
  }

  int reached() {
    return reached;
  }

  List<String> heard() {
    return heard;
  }

  boolean hasDeployed() {
    return deployed;
  }

  boolean isRunning() {
    return running;
  }
}
