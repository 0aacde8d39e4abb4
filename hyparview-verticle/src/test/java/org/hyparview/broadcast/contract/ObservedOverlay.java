package org.hyparview.broadcast.contract;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.hyparview.HyParViewClient;
import org.hyparview.PeerEvent;

/**
 * Many nodes on loopback, and what their event buses say of them. Waits for conditions by looking
 * at each event, never by sleeping.
 */
public abstract class ObservedOverlay implements AutoCloseable {

  /** Far more than anything takes; what is waited for longer never comes. */
  public static final int PATIENCE_SECONDS = 120;

  /** So many missed heartbeats that silence is never taken for a failure. */
  protected static final int NEVER = 1_000;

  /** A condition that is waited for. */
  private record Wait(Predicate<ObservedOverlay> condition, CompletableFuture<Void> met) {}

  private final Map<String, Set<String>> views = new HashMap<>();
  private final List<PeerEvent> events = new ArrayList<>();
  private final List<Wait> waits = new ArrayList<>();

  /** Stops all nodes of this process. */
  @Override
  public abstract void close();

  /** Follows the view of a node. */
  protected final void observe(String id, HyParViewClient client) {
    synchronized (this) {
      views.put(id, new HashSet<>());
    }
    client.events(this::heard);
  }

  /** Forgets a node that is about to leave. */
  protected final synchronized void forget(String id) {
    views.remove(id);
  }

  private synchronized void heard(PeerEvent event) {
    events.add(event);
    Set<String> view = views.getOrDefault(event.node(), new HashSet<>());
    if (event.isUp()) {
      view.add(event.peer().id());
    } else {
      view.remove(event.peer().id());
    }
    waits.removeIf(wait -> wait.condition.test(this) && wait.met.complete(null));
  }

  /** Waits until the condition holds. */
  public final void until(String what, Predicate<ObservedOverlay> condition) {
    CompletableFuture<Void> met = new CompletableFuture<>();
    synchronized (this) {
      if (condition.test(this)) {
        return;
      }
      waits.add(new Wait(condition, met));
    }
    try {
      met.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("Not within " + PATIENCE_SECONDS + " s: " + what + "; " + views, e);
    }
  }

  /** All events so far, in their order at each node. */
  public final synchronized List<PeerEvent> events() {
    return List.copyOf(events);
  }

  /** The neighbors of a node. */
  public final synchronized Set<String> view(String id) {
    return Set.copyOf(views.getOrDefault(id, Set.of()));
  }

  /** Waits until all nodes of this process form one component without one-way entries. */
  public final void awaitOneSymmetricComponent() {
    until("one symmetric component", ObservedOverlay::isOneSymmetricComponent);
  }

  private synchronized boolean isOneSymmetricComponent() {
    return oneWayEntries() == 0 && reachedFromFirst() == views.size();
  }

  private long oneWayEntries() {
    return views.entrySet().stream()
        .flatMap(entry -> entry.getValue().stream()
            .filter(peer -> !views.getOrDefault(peer, Set.of()).contains(entry.getKey())))
        .count();
  }

  private int reachedFromFirst() {
    String start = views.keySet().iterator().next();
    Set<String> seen = new HashSet<>(Set.of(start));
    ArrayDeque<String> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      for (String peer : views.getOrDefault(open.remove(), Set.of())) {
        if (seen.add(peer)) {
          open.add(peer);
        }
      }
    }
    return seen.size();
  }

  /** Waits for what a future brings. */
  public static <T> T await(Future<T> future) {
    return await(future.toCompletionStage().toCompletableFuture());
  }

  /** Waits for what a future brings. */
  public static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Why it fails, as it must. */
  public static Throwable failureOf(Future<?> future) {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    future.onComplete(
        done -> failure.completeExceptionally(new AssertionError("It succeeded")),
        failure::complete);
    return await(failure);
  }

  /** Takes what comes next. */
  public static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("Nothing within " + PATIENCE_SECONDS + " s");
    }
    return next;
  }
}
