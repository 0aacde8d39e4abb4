package org.hyparview.node;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The backlog of this node's broadcasts while its neighbors are slow to take the earlier ones:
 * first in, first out, and bounded.
 *
 * <p>It admits the next broadcast when no link to a neighbor is congested. A neighbor that keeps it
 * waiting for {@value #PATIENCE_MILLIS} ms without a break is given up, so a slow peer delays
 * broadcasts only for a limited time. Time in which this node's own loop was held up is not
 * counted, since the loop may not have noticed yet what the neighbor took. Only this node's own
 * broadcasts wait here; those that it forwards for others do not.
 */
final class Backlog {

  /** The most milliseconds of congestion: as long as a neighbor may be silent by default. */
  static final int PATIENCE_MILLIS = 3_000;

  /** The estimated memory of a waiting broadcast besides its bytes. */
  static final int OVERHEAD = 256;

  private static final int LOOK_MILLIS = 10;
  private static final int LONGEST_LOOK_MILLIS = 5 * LOOK_MILLIS;
  private static final long NO_TIMER = -1;

  private record Waiting(long cost, Promise<Void> admitted) {}

  private final Vertx vertx;
  private final LinkHost host;
  private final long maxBytes;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private final Patience patience = new Patience(
      TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS),
      TimeUnit.MILLISECONDS.toNanos(LONGEST_LOOK_MILLIS));
  private long bytes;
  private long refused;
  private long timer = NO_TIMER;
  private boolean stopped;

  Backlog(Vertx vertx, LinkHost host, long maxBytes) {
    this.vertx = vertx;
    this.host = host;
    this.maxBytes = maxBytes;
  }

  /**
   * Requests admission of a broadcast.
   *
   * @return succeeds when it is its turn; fails with a {@link BacklogFullException} if too much
   *     waits already
   */
  Future<Void> admit(int length) {
    if (stopped) {
      return Future.failedFuture("The node has been stopped");
    }
    if (waiting.isEmpty() && host.congestedLinks().isEmpty()) {
      return Future.succeededFuture();
    }
    long cost = (long) length + OVERHEAD;
    if (!waiting.isEmpty() && bytes + cost > maxBytes) {
      refused++;
      return Future.failedFuture(new BacklogFullException(waiting.size(), bytes));
    }
    Waiting last = new Waiting(cost, Promise.promise());
    waiting.add(last);
    bytes += cost;
    lookLater();
    return last.admitted.future();
  }

  private void lookLater() {
    if (timer == NO_TIMER) {
      patience.begin(System.nanoTime());
      timer = vertx.setPeriodic(LOOK_MILLIS, id -> look());
    }
  }

  private void look() {
    if (patience.isOver(System.nanoTime())) {
      host.congestedLinks().forEach(host::lose);
    }
    while (!waiting.isEmpty() && host.congestedLinks().isEmpty()) {
      patience.begin(System.nanoTime());
      Waiting first = waiting.remove();
      bytes -= first.cost;
      first.admitted.complete();
    }
    if (waiting.isEmpty()) {
      cancelTimer();
    }
  }

  private void cancelTimer() {
    if (timer != NO_TIMER) {
      vertx.cancelTimer(timer);
      timer = NO_TIMER;
    }
  }

  /** Returns the number of waiting broadcasts. */
  int size() {
    return waiting.size();
  }

  /** Returns the estimated memory of the waiting broadcasts. */
  long bytes() {
    return bytes;
  }

  /** Returns how many broadcasts were refused. */
  long refused() {
    return refused;
  }

  /** Fails all waiting broadcasts. */
  void stop() {
    stopped = true;
    cancelTimer();
    List<Waiting> rest = List.copyOf(waiting);
    waiting.clear();
    bytes = 0;
    rest.forEach(last -> last.admitted.fail("The node has been stopped"));
  }
}
