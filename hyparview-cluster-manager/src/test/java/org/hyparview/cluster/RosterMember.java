package org.hyparview.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.NodeListener;
import java.io.IOException;

/**
 * A node in its own process that prints a line for each member event, {@code event TYPE ID REASON},
 * and for each departure, once {@code getNodes} shows it, whether its own list does: {@code shown
 * ID LISTED}. It leaves gracefully with the end of stdin.
 */
final class RosterMember {

  private RosterMember() {}

  /** The argument is the options as JSON. */
  public static void main(String[] arguments) throws IOException {
    HyParViewClusterManager manager =
        new HyParViewClusterManager(new HyParViewClusterOptions(new JsonObject(arguments[0])));
    Vertx vertx = Vertx.builder().withClusterManager(manager).buildClustered().await();
    HyParViewCluster cluster = HyParViewCluster.of(vertx);
    manager.nodeListener(new NodeListener() {
      @Override
      public void nodeAdded(String nodeId) {}

      @Override
      public void nodeLeft(String nodeId) {
        cluster
            .members()
            .onSuccess(now -> print(
                "shown",
                nodeId,
                now.members().stream().anyMatch(member -> member.id().equals(nodeId))));
      }
    });
    cluster.memberEvents(
        event -> print("event", event.type(), event.member().id(), String.valueOf(event.reason())));
    print("self", cluster.nodeId());
    while (System.in.read() >= 0) {
      // Only its end says something.
    }
    vertx.close().await();
  }

  private static synchronized void print(Object... words) {
    StringBuilder line = new StringBuilder();
    for (Object word : words) {
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    System.out.println(line);
  }
}
