package org.hyparview.cluster;

import io.vertx.core.json.JsonObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A {@link VersionMember} in its own process, with its reports. */
final class VersionProcess {

  private final boolean next;
  private final VersionHistory history;
  private final ReportingProcess process;
  private final BufferedWriter commands;
  private volatile JsonObject state = new JsonObject();

  VersionProcess(boolean next, String classPath, String options, VersionHistory history)
      throws IOException {
    this.next = next;
    this.history = history;
    process = ReportingProcess.start(
        List.of(), classPath, VersionMember.class, List.of(options), this::heard, () -> {});
    commands = process.process().outputWriter(StandardCharsets.UTF_8);
  }

  /** Returns whether it is of the next version. */
  boolean isNext() {
    return next;
  }

  private void heard(String[] words) {
    switch (words[0]) {
      case "state" -> state = new JsonObject(words[1]);
      case "added" -> history.added(words[1], Long.parseLong(words[2]));
      case "refused", "unknown" -> history.count(words[0] + " " + words[1] + ": " + words[2]);
      case "failed" -> history.count("request: " + words[1].replaceAll("\\d{2,}.*", "…"));
      default -> {
        // What others print is none of ours.
      }
    }
  }

  /** Returns a number of its last report, or -1 before there is one. */
  long number(String key) {
    Number value = (Number) state.getValue(key, -1);
    return value.longValue();
  }

  /** Returns whether it has ended its load, after it was told to. */
  boolean isIdle() {
    return state.getBoolean("idle", false);
  }

  /** Returns its last report. */
  Map<String, Object> report() {
    return state.getMap();
  }

  /** Tells it to end its load, and the second time to close. */
  void tell() throws IOException {
    commands.newLine();
    commands.flush();
  }

  void awaitEnd() throws Exception {
    process.awaitGracefulEnd();
  }

  void kill() throws Exception {
    process.kill();
  }
}
