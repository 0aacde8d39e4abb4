package org.hyparview.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;

/**
 * A node in its own process that prints its address, and then a line once it sees another node, has
 * an answer to a message to it and reads from a map what it has put there.
 */
final class AddressMember {

  private static final int LOOK_MILLIS = 200;

  private final Vertx vertx;
  private final HyParViewClusterManager manager;
  private final String own;
  private final String other;

  private AddressMember(Vertx vertx, HyParViewClusterManager manager, String own, String other) {
    this.vertx = vertx;
    this.manager = manager;
    this.own = own;
    this.other = other;
  }

  /** The arguments are the options as JSON, the name of this node and that of the other one. */
  public static void main(String[] arguments) throws IOException {
    HyParViewClusterOptions options = new HyParViewClusterOptions(new JsonObject(arguments[0]));
    HyParViewClusterManager manager = new HyParViewClusterManager(options);
    Vertx vertx = Vertx.builder().withClusterManager(manager).buildClustered().await();
    AddressMember member = new AddressMember(vertx, manager, arguments[1], arguments[2]);
    System.out.println("host " + manager.clusterHost());
    vertx.eventBus().<String>consumer(member.own, message -> message.reply(message.body()));
    member.look();
    int end = System.in.read();
    Runtime.getRuntime().halt(end);
  }

  private void look() {
    works().onComplete(done -> {
      if (done.succeeded()) {
        System.out.println("works");
      } else {
        vertx.setTimer(LOOK_MILLIS, timer -> look());
      }
    });
  }

  private Future<?> works() {
    if (manager.getNodes().size() < 2) {
      return Future.failedFuture("alone");
    }
    return vertx
        .eventBus()
        .request(other, "ping")
        .compose(pong -> vertx.sharedData().<String, String>getClusterWideMap("map"))
        .compose(map -> map.put(own, own).compose(put -> map.keys()))
        .compose(keys -> keys.containsAll(List.of(own, other))
            ? Future.succeededFuture()
            : Future.failedFuture("the other one has put nothing"));
  }
}
