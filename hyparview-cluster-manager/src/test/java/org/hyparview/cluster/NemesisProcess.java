package org.hyparview.cluster;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hyparview.host.Signals;

/** A {@link NemesisMember} in its own process, with its reports. */
final class NemesisProcess {

  private final int site;
  private final ReportingProcess process;
  private final BufferedWriter commands;
  private final NemesisHistory history;
  private final Map<Long, String[]> open = new HashMap<>();
  private volatile MemberState state = new MemberState(Long.MIN_VALUE, 0, 0, false);

  private volatile boolean hasRead;

  private NemesisProcess(
      int site,
      List<String> prefix,
      String classPath,
      List<String> arguments,
      NemesisHistory history)
      throws IOException {
    this.site = site;
    this.history = history;
    process = ReportingProcess.start(
        prefix, classPath, NemesisMember.class, arguments, this::heard, this::endOpenCalls);
    commands = process.process().outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Starts a process.
   *
   * @param site its place
   * @param prefix the command that starts Java there
   * @param classPath the version that it runs
   * @param arguments of {@link NemesisMember}
   */
  static NemesisProcess start(
      int site,
      List<String> prefix,
      String classPath,
      List<String> arguments,
      NemesisHistory history)
      throws IOException {
    return new NemesisProcess(site, prefix, classPath, arguments, history);
  }

  int site() {
    return site;
  }

  MemberState state() {
    return state;
  }

  boolean isAlive() {
    return process.process().isAlive();
  }

  private void endOpenCalls() {
    open.values().forEach(call -> history.add(call, Long.MAX_VALUE, "unknown"));
  }

  private void heard(String[] words) {
    if (words[0].equals("call") && words.length == 7) {
      open.put(Long.parseLong(words[1]), words);
    } else if (words[0].equals("return") && words.length == 4) {
      String[] call = Objects.requireNonNull(open.remove(Long.parseLong(words[1])), "its call");
      boolean unknown = words[2].equals("unknown");
      history.add(call, unknown ? Long.MAX_VALUE : Long.parseLong(words[3]), words[2]);
    } else if (MemberState.isIn(words)) {
      state = MemberState.parse(words);
    } else if (words[0].equals("lost")) {
      history.addLoss(String.join(" ", words));
    } else if (words[0].equals("bad-frame")) {
      history.addBadFrame(String.join(" ", words));
    } else if (words[0].equals("read")) {
      hasRead = true;
    }
  }

  /** Whether it has read all that was shared, since it was told to. */
  boolean hasRead() {
    return hasRead;
  }

  /** Tells it to do something: close, or read. */
  void tell(String what) throws IOException {
    commands.write(what);
    commands.newLine();
    commands.flush();
  }

  /** Waits until it has ended by itself, after the command to close. */
  void awaitEnd() throws Exception {
    process.awaitGracefulEnd();
  }

  /** Stops it by SIGSTOP; it does nothing from then on. */
  void freeze() throws Exception {
    Signals.stop(process.process());
  }

  /** Continues it. */
  void thaw() throws Exception {
    Signals.send(process.process(), "CONT");
  }

  void kill() throws Exception {
    process.kill();
  }
}
