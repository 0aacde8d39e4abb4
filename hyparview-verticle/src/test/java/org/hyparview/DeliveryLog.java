package org.hyparview;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What was delivered at which node, as text. Waits for conditions at each delivery. */
final class DeliveryLog {

  /** A condition that is waited for. */
  private record Wait(Predicate<DeliveryLog> condition, CompletableFuture<Void> met) {}

  private final Context context;
  private final Map<String, List<String>> delivered = new HashMap<>();
  private final List<Wait> waits = new ArrayList<>();

  /** Creates a log that listens on a context of its own. */
  DeliveryLog(Vertx vertx) {
    context = vertx.getOrCreateContext();
  }

  /** Notes all of a topic. */
  void listen(HyParViewClient client, String node, String topic) {
    call(() ->
        client.<Object>onBroadcast(topic, message -> add(node, String.valueOf(message.body()))));
  }

  /** Notes all that was delivered before this call but has not come through the event bus yet. */
  void catchUp() {
    call(() -> {});
  }

  private void call(Runnable action) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    context.runOnContext(now -> {
      action.run();
      done.complete(null);
    });
    LocalOverlay.await(done);
  }

  private synchronized void add(String node, String body) {
    delivered.computeIfAbsent(node, first -> new ArrayList<>()).add(body);
    waits.removeIf(wait -> wait.condition.test(this) && wait.met.complete(null));
  }

  /** All that was delivered there, in its order. */
  synchronized List<String> of(String node) {
    return List.copyOf(delivered.getOrDefault(node, List.of()));
  }

  /** Whether all of these were delivered there, perhaps among others. */
  synchronized boolean has(String node, Collection<String> bodies) {
    return new HashSet<>(delivered.getOrDefault(node, List.of())).containsAll(bodies);
  }

  /** Waits until the condition holds. */
  void until(String what, Predicate<DeliveryLog> condition) {
    CompletableFuture<Void> met = new CompletableFuture<>();
    synchronized (this) {
      if (condition.test(this)) {
        return;
      }
      waits.add(new Wait(condition, met));
    }
    try {
      met.get(LocalOverlay.PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("Never: " + what + "; " + counts(), e);
    }
  }

  private synchronized String counts() {
    StringBuilder counts = new StringBuilder();
    delivered.forEach((node, bodies) ->
        counts.append(node).append(" has ").append(bodies.size()).append("; "));
    return counts.toString();
  }
}
