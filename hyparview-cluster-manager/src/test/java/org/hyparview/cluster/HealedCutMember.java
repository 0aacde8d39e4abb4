package org.hyparview.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A node in its own process that holds a lock and puts into a map all the time. It prints when it
 * has the lock, when it is told that it has lost it, each successful put, and each change of what
 * it sees of the cluster; all of that happens on one context.
 */
final class HealedCutMember {

  private static final String SHARED_DATA_EVENTS = "hyparview.shared-data";
  private static final int PUT_MILLIS = 50;
  private static final int LOOK_MILLIS = 10;

  private final Vertx vertx;
  private final HyParViewClusterManager manager;
  private @Nullable MemberState lastState;
  private long puts;

  private HealedCutMember(Vertx vertx, HyParViewClusterManager manager) {
    this.vertx = vertx;
    this.manager = manager;
  }

  /** The argument is the options as JSON. */
  public static void main(String[] arguments) throws IOException {
    HyParViewClusterOptions options = new HyParViewClusterOptions(new JsonObject(arguments[0]));
    HyParViewClusterManager manager = new HyParViewClusterManager(options);
    Vertx vertx = Vertx.builder().withClusterManager(manager).buildClustered().await();
    HealedCutMember member = new HealedCutMember(vertx, manager);
    vertx.getOrCreateContext().runOnContext(go -> member.start());
    int end = System.in.read();
    Runtime.getRuntime().halt(end);
  }

  private void start() {
    vertx.eventBus().<JsonObject>localConsumer(SHARED_DATA_EVENTS, event -> {
      if ("locks-lost".equals(event.body().getString("type"))) {
        System.out.println("lost " + System.nanoTime());
      }
    });
    vertx.setPeriodic(LOOK_MILLIS, timer -> manager.health().onSuccess(this::look));
    vertx.setPeriodic(PUT_MILLIS, timer -> put());
    lock();
  }

  private void lock() {
    vertx
        .sharedData()
        .getLock("lock of " + manager.getNodeId())
        .onSuccess(lock -> System.out.println("held"))
        .onFailure(failure -> lock());
  }

  private void look(ClusterHealth health) {
    MemberState state = MemberState.of(manager, health);
    if (lastState == null || !state.isLike(lastState)) {
      lastState = state;
      System.out.println(state.line());
    }
  }

  private void put() {
    long number = ++puts;
    vertx
        .sharedData()
        .<String, Long>getClusterWideMap("map")
        .compose(map -> map.put(manager.getNodeId(), number))
        .onSuccess(done -> System.out.println("put " + System.nanoTime()));
  }
}
