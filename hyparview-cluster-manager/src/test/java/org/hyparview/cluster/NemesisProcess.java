package org.hyparview.cluster;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A {@link NemesisMember} in a process of its own, and what it tells. */
final class NemesisProcess {

  private static final int CLOSE_SECONDS = 60;

  /**
   * What a process said of itself.
   *
   * @param at its {@link System#nanoTime}, which is that of all processes of a machine
   * @param nodes how many it sees
   * @param replicas how many of these have a replica that votes
   * @param leads whether its replica is the leader
   */
  record State(long at, int nodes, int replicas, boolean leads) {}

  private final int site;
  private final Process process;
  private final BufferedWriter commands;
  private final NemesisHistory history;
  private final Thread reader;
  private final Map<Long, String[]> open = new HashMap<>();
  private volatile State state = new State(Long.MIN_VALUE, 0, 0, false);

  private NemesisProcess(int site, Process process, NemesisHistory history) {
    this.site = site;
    this.process = process;
    this.history = history;
    commands = process.outputWriter(StandardCharsets.UTF_8);
    reader = new Thread(this::read, "reader-" + process.pid());
    reader.start();
  }

  /**
   * Starts one.
   *
   * @param site where it is
   * @param prefix what Java is started by there
   * @param arguments of {@link NemesisMember}
   */
  static NemesisProcess start(
      int site, List<String> prefix, List<String> arguments, NemesisHistory history)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx128m",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        NemesisMember.class.getName()));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    return new NemesisProcess(site, process, history);
  }

  int site() {
    return site;
  }

  State state() {
    return state;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard(line.split(" "));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.values().forEach(call -> history.add(call, Long.MAX_VALUE, "unknown"));
  }

  private void heard(String[] words) {
    if (words[0].equals("call") && words.length == 7) {
      open.put(Long.parseLong(words[1]), words);
    } else if (words[0].equals("return") && words.length == 4) {
      String[] call = Objects.requireNonNull(open.remove(Long.parseLong(words[1])), "its call");
      boolean unknown = words[2].equals("unknown");
      history.add(call, unknown ? Long.MAX_VALUE : Long.parseLong(words[3]), words[2]);
    } else if (words[0].equals("state") && words.length == 5) {
      state = new State(
          Long.parseLong(words[1]),
          Integer.parseInt(words[2]),
          Integer.parseInt(words[3]),
          Boolean.parseBoolean(words[4]));
    } else if (words[0].equals("lost")) {
      history.addLoss(String.join(" ", words));
    }
  }

  /** Tells it to do something: close, or read. */
  void tell(String what) throws IOException {
    commands.write(what);
    commands.newLine();
    commands.flush();
  }

  /** Waits until it has ended by itself, after it was told to close. */
  void awaitEnd() throws Exception {
    if (!process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError("A node does not close in good order: " + process);
    }
    reader.join();
  }

  /** Sends a signal, such as STOP. */
  void signal(String name) throws Exception {
    MemberProcess.signal(process, name);
  }

  /** Not by the process's own handle, which closes what is still to be read. */
  void kill() throws Exception {
    if (process.isAlive()) {
      MemberProcess.signal(process, "KILL");
    }
    process.waitFor();
    reader.join();
  }
}
