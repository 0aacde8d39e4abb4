package org.hyparview.transport.stream;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Connection;
import org.hyparview.transport.LinkCounters;
import org.hyparview.transport.LinkOptions;
import org.hyparview.transport.TransportListener;
import org.jspecify.annotations.Nullable;

/** The open links of a transport, what they share, and the one timer that supervises them all. */
final class Links {

  /** How often links are looked at in the shorter of the two times that concern them. */
  private static final int TICKS = 4;

  private final Vertx vertx;
  private final Context context;
  private final LinkOptions options;
  private final TransportListener listener;
  private final LinkCounters counters;
  private final SharedAddresses sharedAddresses;
  private final LinkMonitor.Limits limits;
  private final StallDetector stalls;
  private final long timer;
  private final Set<StreamLink> open = new LinkedHashSet<>();
  private final Promise<Void> allClosed = Promise.promise();
  private boolean closing;

  Links(
      Vertx vertx,
      Context context,
      LinkOptions options,
      TransportListener listener,
      LinkCounters counters,
      SharedAddresses sharedAddresses) {
    this.vertx = vertx;
    this.context = context;
    this.options = options;
    this.listener = listener;
    this.counters = counters;
    this.sharedAddresses = sharedAddresses;
    int heartbeat = options.get(LinkOptions.HEARTBEAT_INTERVAL);
    int idle = options.get(LinkOptions.IDLE_TIMEOUT);
    limits = new LinkMonitor.Limits(
        nanos(heartbeat), options.get(LinkOptions.HEARTBEAT_MISSES), nanos(idle));
    int tickMillis = Math.min(heartbeat, idle) / TICKS;
    stalls = new StallDetector(nanos(tickMillis), now());
    timer = vertx.setPeriodic(tickMillis, id -> tick());
  }

  private static long nanos(int millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** Opens a link over a connection whose ends have introduced themselves. */
  StreamLink add(Connection connection, Peer peer, boolean accepted) {
    StreamLink link = new StreamLink(this, connection, peer, accepted);
    open.add(link);
    sharedAddresses.examine(link, this);
    return link;
  }

  /** Returns an open link for which the condition holds, or null. */
  @Nullable
  StreamLink find(Predicate<StreamLink> condition) {
    return open.stream().filter(condition).findFirst().orElse(null);
  }

  /** Called by a link that is over. */
  void remove(StreamLink link) {
    open.remove(link);
    completeIfAllClosed();
  }

  /** Whether no further link may be accepted for now. */
  boolean areTooMany() {
    return open.stream().filter(StreamLink::isTemporary).count()
        >= options.get(LinkOptions.MAX_TEMPORARY_LINKS);
  }

  /** Closes all links, and stops the timer once they are closed. */
  Future<Void> closeAll(CloseReason reason) {
    closing = true;
    List.copyOf(open).forEach(link -> link.close(reason));
    completeIfAllClosed();
    return allClosed.future();
  }

  private void completeIfAllClosed() {
    if (closing && open.isEmpty() && allClosed.tryComplete()) {
      vertx.cancelTimer(timer);
    }
  }

  private void tick() {
    long late = stalls.tick(now());
    for (StreamLink link : List.copyOf(open)) {
      link.forgive(late);
      link.tick();
    }
  }

  /** Runs this in an event of its own. */
  void later(Runnable action) {
    context.runOnContext(v -> action.run());
  }

  /** Nanoseconds of a monotonic clock. */
  long now() {
    return System.nanoTime();
  }

  Vertx vertx() {
    return vertx;
  }

  LinkOptions options() {
    return options;
  }

  TransportListener listener() {
    return listener;
  }

  LinkCounters counters() {
    return counters;
  }

  LinkMonitor.Limits limits() {
    return limits;
  }
}
