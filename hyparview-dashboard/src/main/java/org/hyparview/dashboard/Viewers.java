package org.hyparview.dashboard;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The open pages, to each of which what changes is sent as server-sent events: {@code snapshot}
 * with the whole cluster, {@code log} with a change in words, {@code problem} when no node answers,
 * and {@code hello} at first.
 *
 * <p>While there is a page, it looks at the cluster once per interval, and not before the last look
 * has ended. A page that is slow to read misses snapshots, but none that is later than the one it
 * gets next. On the context of the verticle.
 */
final class Viewers {

  /** How many of the latest changes a new page gets. */
  static final int MAX_LOG = 200;

  private final Vertx vertx;
  private final ClusterSource source;
  private final long interval;
  private final int max;
  private final List<Viewer> viewers = new ArrayList<>();
  private final Deque<JsonObject> log = new ArrayDeque<>();
  private @Nullable JsonObject latest;
  private boolean isLooking;
  private long timer = -1;

  Viewers(Vertx vertx, ClusterSource source, long interval, int max) {
    this.vertx = vertx;
    this.source = source;
    this.interval = interval;
    this.max = max;
  }

  /** Adds the page that sends this request. */
  void add(RoutingContext request) {
    HttpServerResponse response = request.response();
    if (viewers.size() >= max) {
      response
          .setStatusCode(503)
          .end("There are " + max + " viewers already; see the option maxViewers");
      return;
    }
    response.setChunked(true);
    response.putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream");
    response.putHeader("X-Accel-Buffering", "no");
    Viewer viewer = new Viewer(response);
    viewers.add(viewer);
    response.closeHandler(closed -> viewers.remove(viewer));
    response.exceptionHandler(lost -> viewers.remove(viewer));
    viewer.send("hello", new JsonObject().put("actions", new JsonArray(source.actions())));
    log.forEach(entry -> viewer.send("log", entry));
    viewer.show(latest);
    look();
  }

  int size() {
    return viewers.size();
  }

  /** Looks at the cluster now, unless a look is under way or no page is open. */
  void look() {
    if (isLooking || viewers.isEmpty()) {
      return;
    }
    isLooking = true;
    vertx.cancelTimer(timer);
    source.snapshot().onSuccess(this::show).onFailure(this::report).onComplete(looked -> {
      isLooking = false;
      timer = vertx.setTimer(interval, again -> look());
    });
  }

  private void show(JsonObject snapshot) {
    for (JsonObject change : SnapshotDiff.of(latest, snapshot)) {
      log.addLast(change.put("time", System.currentTimeMillis()));
      if (log.size() > MAX_LOG) {
        log.removeFirst();
      }
      viewers.forEach(viewer -> viewer.send("log", change));
    }
    latest = snapshot;
    viewers.forEach(viewer -> viewer.show(snapshot));
  }

  private void report(Throwable failure) {
    JsonObject problem = new JsonObject().put("message", String.valueOf(failure.getMessage()));
    viewers.forEach(viewer -> viewer.send("problem", problem));
  }

  void close() {
    vertx.cancelTimer(timer);
    List<Viewer> open = new ArrayList<>(viewers);
    viewers.clear();
    open.forEach(viewer -> viewer.response.end());
  }

  /** One open page. */
  private static final class Viewer {

    private final HttpServerResponse response;
    private @Nullable JsonObject waiting;

    Viewer(HttpServerResponse response) {
      this.response = response;
      response.drainHandler(ready -> {
        JsonObject next = waiting;
        waiting = null;
        show(next);
      });
    }

    /** Sends a snapshot, or, to a page that is slow to read, the latest one later. */
    void show(@Nullable JsonObject snapshot) {
      if (response.writeQueueFull()) {
        waiting = snapshot;
      } else if (snapshot != null) {
        write("snapshot", snapshot);
      }
    }

    /** Sends something small, which a page that is slow to read misses. */
    void send(String event, JsonObject data) {
      if (!response.writeQueueFull()) {
        write(event, data);
      }
    }

    private void write(String event, JsonObject data) {
      if (!response.closed()) {
        response.write("event: " + event + "\ndata: " + data.encode() + "\n\n");
      }
    }
  }
}
