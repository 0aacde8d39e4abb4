package org.hyparview;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.hyparview.transport.LinkOptions;

/**
 * Many verticles on loopback, and what their event buses say of them. Waits for conditions by
 * looking at each event, never by sleeping.
 */
final class LocalOverlay implements AutoCloseable {

  /** Far more than anything takes; what is waited for longer never comes. */
  static final int PATIENCE_SECONDS = 120;

  private static final int NEVER = 1_000;

  /** So many that a few nodes don't share one, as if each had a process of its own. */
  private static final int EVENT_LOOPS = 16;

  /** A condition that is waited for. */
  private record Wait(Predicate<LocalOverlay> condition, CompletableFuture<Void> met) {}

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
  private final Map<String, Set<String>> views = new HashMap<>();
  private final Map<String, String> deployments = new LinkedHashMap<>();
  private final List<PeerEvent> events = new ArrayList<>();
  private final List<Wait> waits = new ArrayList<>();
  private String contact = "";
  private int heartbeatMisses = new LinkOptions().get(LinkOptions.HEARTBEAT_MISSES);

  /** The nodes that are deployed from now on never take silence for a failure. */
  LocalOverlay patient() {
    heartbeatMisses = NEVER;
    return this;
  }

  Vertx vertx() {
    return vertx;
  }

  static HyParViewOptions options(String id) {
    return new HyParViewOptions()
        .setNodeId(id)
        .setHost("127.0.0.1")
        .setPort(0)
        .setEventBusPrefix(id)
        .setClusterName("test");
  }

  /** Deploys the first node, which all others have as their contact. */
  LocalOverlay first(String id) {
    contact = deploy(options(id));
    return this;
  }

  /** Deploys nodes that join through the first one. */
  LocalOverlay join(String... ids) {
    List<CompletableFuture<?>> deployed = new ArrayList<>();
    for (String id : ids) {
      deployed.add(deployAsync(options(id).addContact(contact)));
    }
    deployed.forEach(LocalOverlay::await);
    return this;
  }

  String contact() {
    return contact;
  }

  /** Deploys a node and gives the address at which it listens. */
  String deploy(HyParViewOptions options) {
    await(deployAsync(options));
    PeerViews now =
        await(HyParViewClient.create(vertx, options.getEventBusPrefix()).views());
    return now.node().address();
  }

  private CompletableFuture<String> deployAsync(HyParViewOptions options) {
    String id = options.getEventBusPrefix();
    synchronized (this) {
      views.put(id, new HashSet<>());
    }
    HyParViewClient.create(vertx, id).events(this::heard);
    options.getLinks().setHeartbeatMisses(heartbeatMisses);
    return vertx
        .deployVerticle(new HyParViewVerticle(options))
        .onSuccess(deployment -> remember(id, deployment))
        .toCompletionStage()
        .toCompletableFuture();
  }

  private synchronized void remember(String id, String deployment) {
    deployments.put(id, deployment);
  }

  /** Undeploys a node, which leaves gracefully. */
  void leave(String id) {
    String deployment;
    synchronized (this) {
      deployment = deployments.remove(id);
      views.remove(id);
    }
    await(vertx.undeploy(deployment));
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
  void until(String what, Predicate<LocalOverlay> condition) {
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

  synchronized List<PeerEvent> events() {
    return List.copyOf(events);
  }

  synchronized Set<String> view(String id) {
    return Set.copyOf(views.getOrDefault(id, Set.of()));
  }

  /** Whether all nodes form one component without one-way entries. */
  synchronized boolean isOneSymmetricComponent() {
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

  JsonObject request(String address) {
    return await(vertx.eventBus().<JsonObject>request(address, new JsonObject()))
        .body();
  }

  static <T> T await(io.vertx.core.Future<T> future) {
    return await(future.toCompletionStage().toCompletableFuture());
  }

  /** Why it fails, as it must. */
  static Throwable failureOf(io.vertx.core.Future<?> future) {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    future.onComplete(
        done -> failure.completeExceptionally(new AssertionError("It succeeded")),
        failure::complete);
    return await(failure);
  }

  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Takes what comes next. */
  static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("Nothing within " + PATIENCE_SECONDS + " s");
    }
    return next;
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
