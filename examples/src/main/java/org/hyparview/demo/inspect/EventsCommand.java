package org.hyparview.demo.inspect;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hyparview.inspect.InspectionClient;
import org.hyparview.protocol.peer.Ranges;
import org.hyparview.transport.InspectionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that follows the events of one node. */
@Command(
    name = "events",
    header = "Follows the events of one running node.",
    description = {
      "",
      "The first contact that answers is followed: who becomes its neighbor and who is no longer,"
          + " and, with the cluster manager, who joins the cluster and who leaves or fails. Runs"
          + " until Ctrl-C, unless told otherwise. With --json each event is one line.",
      ""
    },
    footer = {"", InspectCommand.EXIT_STATUS})
public final class EventsCommand extends InspectCommand {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
  private static final int MAX_WAITING = 10_000;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "End after so many events (default: never).")
  private @Nullable Integer count;

  @Option(
      names = "--for",
      paramLabel = "SECONDS",
      description = "End after so many seconds (default: never).")
  private @Nullable Integer seconds;

  /** An event, or the end of the connection. */
  private record Heard(@Nullable JsonObject event, @Nullable InspectionException end) {}

  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>(MAX_WAITING);

  @Override
  int run(Vertx vertx) {
    if (count != null) {
      Ranges.check("--count", count, 1, Integer.MAX_VALUE);
    }
    if (seconds != null) {
      Ranges.check("--for", seconds, 1, Integer.MAX_VALUE);
    }
    InspectionClient client = connect(vertx);
    client.onEnd(why -> put(new Heard(null, why)));
    client.events(event -> put(new Heard(event, null))).await();
    complain("Following the events of " + client.nodeId() + "@" + client.address());
    return follow();
  }

  /** The queue never gets full: the node cuts off an inspector that reads so slowly. */
  private void put(Heard next) {
    heard.offer(next);
  }

  private int follow() {
    long end = seconds == null ? Long.MAX_VALUE : TimeUnit.SECONDS.toNanos(seconds);
    long start = System.nanoTime();
    for (int i = 0; count == null || i < count; i++) {
      Heard next = poll(end - (System.nanoTime() - start));
      if (next == null) {
        return FINE;
      }
      if (next.event == null) {
        complain(String.valueOf(next.end == null ? null : next.end.getMessage()));
        return PROBLEMS;
      }
      print(wantsJson() ? next.event.encode() : text(next.event));
    }
    return FINE;
  }

  private @Nullable Heard poll(long nanos) {
    try {
      return heard.poll(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private static String text(JsonObject event) {
    JsonObject about = event.getJsonObject("peer", event.getJsonObject("member"));
    String reason = event.getString("reason");
    return String.format(
            "%s  %-15s  %s%s",
            LocalTime.now(ZoneId.systemDefault()).format(TIME),
            event.getString("type"),
            about == null ? "" : about.getString("id"),
            reason == null ? "" : "  " + reason)
        .stripTrailing();
  }
}
