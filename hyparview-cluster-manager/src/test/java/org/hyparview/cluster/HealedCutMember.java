package org.hyparview.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A node in its own process that puts into a map all the time, and prints each successful put and
 * each change of what it sees of the cluster.
 */
final class HealedCutMember {

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
    vertx.setPeriodic(LOOK_MILLIS, timer -> manager.health().onSuccess(member::look));
    vertx.setPeriodic(PUT_MILLIS, timer -> member.put());
    int end = System.in.read();
    Runtime.getRuntime().halt(end);
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
