package org.hyparview.cluster;

import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.ext.healthchecks.Status;
import java.util.concurrent.atomic.AtomicBoolean;
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
   * left, sees at least as many members as {@link ClusterHealth#minMembers()} says, and has a
   * neighbor if there is any other node.
   *
   * <p>The data are {@code {"cluster": "…", "nodes": n, "minMembers": n, "neighbours": n,
   * "settled": flag}}, and once something is shared {@code "replicas": [id, …]}, the ids of the
   * nodes with the replicas, and the {@code "leader"} among these. For {@code "settled"} see
   * {@link ClusterHealth#settled()}. If the check fails, {@code "cause"} says why. The procedure
   * asks only this node, and never blocks.
   *
   * @throws IllegalArgumentException if the Vert.x is not clustered by a
   *     {@link HyParViewClusterManager}
   */
  public static Handler<Promise<Status>> createProcedure(Vertx vertx) {
    return createProcedure(vertx, ClusterHealth::isInCluster);
  }

  /**
   * Creates a procedure for a readiness probe: it is healthy once this node is in its cluster and
   * the replicas of the shared data are settled, and from then on while the node is in its cluster,
   * with the same data. So a new node waits until its replica has all data, but a crash elsewhere
   * takes no node out of service.
   *
   * @throws IllegalArgumentException if the Vert.x is not clustered by a
   *     {@link HyParViewClusterManager}
   */
  public static Handler<Promise<Status>> createReadinessProcedure(Vertx vertx) {
    AtomicBoolean hasBeenReady = new AtomicBoolean();
    return createProcedure(vertx, health -> {
      boolean isReady = hasBeenReady.get() ? health.isInCluster() : health.isSettledInCluster();
      if (isReady) {
        hasBeenReady.set(true);
      }
      return isReady;
    });
  }

  /**
   * Creates a procedure for a liveness probe: it is healthy as long as the control plane answers,
   * whatever it sees of the cluster, since a restart helps only if it doesn't. The data are those
   * of the others. An event loop that hangs makes the procedure time out, as Vert.x Health Checks
   * does after a second.
   *
   * @throws IllegalArgumentException if the Vert.x is not clustered by a
   *     {@link HyParViewClusterManager}
   */
  public static Handler<Promise<Status>> createLivenessProcedure(Vertx vertx) {
    return createProcedure(vertx, health -> true);
  }

  /**
   * Creates a procedure that is healthy while this node is in its cluster and the replicas of the
   * shared data are settled, with the same data. A rolling update may proceed to the next node once
   * it is healthy.
   *
   * <p>As a readiness probe it takes all nodes out of service at once while the replicas change,
   * for example after the crash of a node, and while the shared data has no quorum; as a liveness
   * probe it would restart them in these cases. Use {@link #createReadinessProcedure} and
   * {@link #createLivenessProcedure} for those.
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
        .put("minMembers", health.minMembers())
        .put("neighbours", health.neighbors())
        .put("settled", health.settled());
    if (!health.replicas().isEmpty()) {
      data.put("replicas", new JsonArray(health.replicas())).put("leader", health.leader());
    }
    return isUp.test(health) ? Status.OK(data) : Status.KO(data.put("cause", cause(health)));
  }

  private static String cause(ClusterHealth health) {
    if (!health.active()) {
      return "The node has not joined the cluster, or has left it";
    } else if (health.nodes() < health.minMembers()) {
      return "The node sees " + health.nodes() + " of at least " + health.minMembers()
          + " members, itself included";
    } else if (!health.isInCluster()) {
      return "The node has no neighbor";
    }
    return "The replicas of the shared data are not settled";
  }
}
