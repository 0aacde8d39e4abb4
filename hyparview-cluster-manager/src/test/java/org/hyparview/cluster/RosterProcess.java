package org.hyparview.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.hyparview.broadcast.contract.RemoteNode;
import org.hyparview.host.Signals;

/** A {@link RosterMember} in its own process, with what it prints. */
final class RosterProcess implements RemoteNode {

  private final BlockingQueue<List<String>> lines = new LinkedBlockingQueue<>();
  private final List<List<String>> unread = new ArrayList<>();
  private final ReportingProcess process;
  private String id = "";

  RosterProcess(HyParViewClusterOptions options) throws IOException {
    process = ReportingProcess.start(
        List.of(),
        RosterMember.class,
        List.of(options.toJson().encode()),
        words -> lines.add(List.of(words)),
        () -> {});
  }

  @Override
  public String id() throws InterruptedException {
    if (id.isEmpty()) {
      id = await("self").get(1);
    }
    return id;
  }

  /** Waits for a line that begins with these words, whatever comes before it. */
  List<String> await(String... words) throws InterruptedException {
    List<String> beginning = List.of(words);
    while (unread.stream().noneMatch(line -> beginsWith(line, beginning))) {
      unread.add(Waits.next(lines));
    }
    List<String> found =
        unread.stream().filter(line -> beginsWith(line, beginning)).findFirst().orElseThrow();
    unread.remove(found);
    return found;
  }

  private static boolean beginsWith(List<String> line, List<String> words) {
    return line.size() >= words.size() && line.subList(0, words.size()).equals(words);
  }

  /** Lets it leave gracefully, and end. */
  void leave() throws IOException {
    process.process().getOutputStream().close();
  }

  void awaitEnd() throws InterruptedException {
    process.awaitEnd();
  }

  @Override
  public void freeze() throws IOException, InterruptedException {
    Signals.stop(process.process());
  }

  @Override
  public void kill() throws IOException, InterruptedException {
    process.kill();
  }

  @Override
  public void close() {
    try {
      kill();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
