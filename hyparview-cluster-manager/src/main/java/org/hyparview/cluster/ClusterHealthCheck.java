package org.hyparview.cluster;

import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.ext.healthchecks.Status;
import java.util.function.Predicate;

/**
 * A health check of the cluster for Vert.x Health Checks, which must be on the class path.
 *
 * <pre>{@code
 * HealthChecks.create(vertx).register("cluster", ClusterHealthCheck.createProcedure(vertx));
 * }</pre>
 */
@SuppressWarnings("exports") // Vert.x Health Checks is optional.
public final class ClusterHealthCheck {

  private ClusterHealthCheck() {}

  /**
   * Creates a procedure that is healthy while this node is in its cluster: it has joined and not
   * left, and has a neighbor if there is any other node.
   *
   * <p>The data are {@code {"cluster": "…", "nodes": n, "neighbours": n, "settled": flag}}, and
   * once something is shared {@code "replicas": [id, …]}, the ids of the nodes with the replicas,
   * and the {@code "leader"} among these. For {@code "settled"} see
   * {@link ClusterHealth#settled()}. The procedure asks only this node, and never blocks.
   *
   * @throws IllegalArgumentException if the Vert.x is not clustered by a
   *     {@link HyParViewClusterManager}
   */
  public static Handler<Promise<Status>> createProcedure(Vertx vertx) {
    return createProcedure(vertx, ClusterHealth::isInCluster);
  }

  /**
   * Creates a procedure that is healthy while this node is in its cluster and the replicas of the
   * shared data are settled, with the same data. A rolling update may proceed to the next node once
   * it is healthy.
   *
   * <p>It is meant for a startup probe. As a readiness probe it takes all nodes out of service at
   * once while the replicas change, for example after the crash of a node, and while the shared
   * data has no quorum; as a liveness probe it would restart them in these cases.
   *
   * @throws IllegalArgumentException if the Vert.x is not clustered by a
   *     {@link HyParViewClusterManager}
   */
  public static Handler<Promise<Status>> createSettledProcedure(Vertx vertx) {
    return createProcedure(vertx, ClusterHealth::isSettledInCluster);
  }

  private static Handler<Promise<Status>> createProcedure(
      Vertx vertx, Predicate<ClusterHealth> isUp) {
    ClusterManager found = ((VertxInternal) vertx).clusterManager();
    if (!(found instanceof HyParViewClusterManager manager)) {
      throw new IllegalArgumentException(
          "This Vert.x is not clustered by a HyParViewClusterManager, but by " + found);
    }
    return promise -> manager
        .health()
        .onSuccess(health -> promise.complete(toStatus(health, isUp)))
        .onFailure(failure -> promise.complete(
            Status.KO(new JsonObject().put("cause", String.valueOf(failure.getMessage())))));
  }

  private static Status toStatus(ClusterHealth health, Predicate<ClusterHealth> isUp) {
    JsonObject data = new JsonObject()
        .put("cluster", health.cluster())
        .put("nodes", health.nodes())
        .put("neighbours", health.neighbors())
        .put("settled", health.settled());
    if (!health.replicas().isEmpty()) {
      data.put("replicas", new JsonArray(health.replicas())).put("leader", health.leader());
    }
    return isUp.test(health) ? Status.OK(data) : Status.KO(data);
  }
}
