package org.hyparview.broadcast.contract;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What was delivered at which node, as text. Waits for conditions at each delivery. */
final class DeliveryLog {

  /** Bodies that are waited for, at nodes with these ids. */
  private record Wait(List<String> nodes, Collection<String> bodies, CompletableFuture<Void> met) {}

  /** The context of the log in each Vert.x. */
  private final Map<Vertx, Context> contexts = new LinkedHashMap<>();

  private final Map<String, List<String>> delivered = new LinkedHashMap<>();
  private final List<Wait> waits = new ArrayList<>();

  /** Notes all of a topic. */
  void listen(BroadcastNode node, String topic) {
    Context context = contexts.computeIfAbsent(node.vertx(), Vertx::getOrCreateContext);
    call(context, () -> node.onBroadcast(topic, body -> add(node.id(), String.valueOf(body))));
  }

  /** Notes all that was delivered before this call but is on its way to a handler. */
  void catchUp() {
    contexts.values().forEach(context -> call(context, () -> {}));
  }

  private static void call(Context context, Runnable action) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    context.runOnContext(now -> {
      action.run();
      done.complete(null);
    });
    ObservedOverlay.await(done);
  }

  private synchronized void add(String node, String body) {
    delivered.computeIfAbsent(node, first -> new ArrayList<>()).add(body);
    waits.removeIf(wait -> haveAll(wait.nodes, wait.bodies) && wait.met.complete(null));
  }

  /** All that was delivered there, in its order. */
  List<String> of(BroadcastNode node) {
    return of(node.id());
  }

  private synchronized List<String> of(String node) {
    return List.copyOf(delivered.getOrDefault(node, List.of()));
  }

  private boolean haveAll(List<String> nodes, Collection<String> bodies) {
    return nodes.stream().allMatch(node -> new HashSet<>(of(node)).containsAll(bodies));
  }

  /** Waits until all of these were delivered at each of the nodes, perhaps among others. */
  void await(List<BroadcastNode> nodes, Collection<String> bodies) {
    Wait wait =
        new Wait(nodes.stream().map(BroadcastNode::id).toList(), bodies, new CompletableFuture<>());
    synchronized (this) {
      if (haveAll(wait.nodes, bodies)) {
        return;
      }
      waits.add(wait);
    }
    try {
      wait.met.get(ObservedOverlay.PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("Not all have all " + bodies.size() + "; " + counts(), e);
    }
  }

  private synchronized String counts() {
    StringBuilder counts = new StringBuilder();
    delivered.forEach((node, bodies) ->
        counts.append(node).append(" has ").append(bodies.size()).append("; "));
    return counts.toString();
  }
}
