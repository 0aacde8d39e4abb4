package org.hyparview.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.VertxException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A node of a Vert.x cluster in a process of its own, which runs a {@link MemberCommand} and can be
 * killed. It doesn't outlive this process. What it tells is kept by a {@link Members}, whose lock
 * guards all of this.
 */
final class MemberProcess {

  private final String name;
  private final Process process;
  private final BufferedWriter commands;
  private List<String> nodes = List.of();
  private String id = "";
  private int reached;
  private boolean running;
  private boolean deployed;
  private List<String> answer = List.of();
  private final List<String> heard = new ArrayList<>();

  private MemberProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    this.commands = process.outputWriter(UTF_8);
  }

  /**
   * Launches the process.
   *
   * @throws VertxException if the system doesn't let it
   */
  static MemberProcess launch(String name, String... arguments) {
    try {
      Process process = new ProcessBuilder(DemoJvm.command(arguments))
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new MemberProcess(name, process);
    } catch (IOException e) {
      throw new VertxException("Cannot launch a process: " + e.getMessage(), e);
    }
  }

  /** Reads all that it tells, until it ends. */
  void read(Members members) {
    try (BufferedReader reports = process.inputReader(UTF_8)) {
      for (String line = reports.readLine(); line != null; line = reports.readLine()) {
        members.heard(this, MemberReport.parse(line));
      }
      members.ended(this, "it has ended by itself");
    } catch (IOException e) {
      members.ended(this, String.valueOf(e.getMessage()));
    }
  }

  /** Takes in a report; holding the lock. */
  void handle(MemberReport report) {
    switch (report.kind()) {
      case STARTED -> id = report.texts().get(0);
      case NODES -> nodes = report.texts();
      case REACHED -> reached++;
      case HEARD -> heard.add(report.texts().get(0));
      case RUNNING -> running = true;
      case DEPLOYED -> deployed = true;
      case ANSWER -> answer = report.texts();
    }
  }

  /** Makes the process do something; see {@link MemberCommand}. */
  void command(String line) {
    try {
      commands.write(line);
      commands.newLine();
      commands.flush();
    } catch (IOException e) {
      throw new VertxException("Node " + name + " doesn't listen", e);
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
    process.destroyForcibly();
  }

  String name() {
    return name;
  }

  String id() {
    return id;
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
