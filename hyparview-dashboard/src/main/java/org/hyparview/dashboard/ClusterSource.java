package org.hyparview.dashboard;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The source of what the page shows.
 *
 * <p>All methods are called on the context of the {@link DashboardVerticle}, must not block, and
 * return futures that are completed within a bounded time.
 */
public interface ClusterSource {

  /**
   * Returns the cluster as it is now: {@code {"cluster": name, "kind": "verticle" |
   * "cluster-manager", "nodes": [{"id", "address", "kind", "reachable", "active": [ids], "passive":
   * [ids], "tags": {…}, …}], "links": [{"source", "target", "roundTripMicros"}], "sharedData":
   * {"voters": [ids], "leader": id}}}. What is not known is left out.
   *
   * @return fails, with a message for the viewer, if no node answers
   */
  Future<JsonObject> snapshot();

  /**
   * Returns what one node says of itself.
   *
   * @param id the id of a node in the latest snapshot
   * @return fails, with a message for the viewer, if it does not answer, or there is none
   */
  Future<JsonObject> status(String id);

  /**
   * The actions that the page offers: {@code start-node}, {@code kill-node} and {@code stop-node};
   * by default none.
   */
  default List<String> actions() {
    return List.of();
  }

  /**
   * Executes one of the {@link #actions}.
   *
   * @param node the id of a node, or an empty string to start one
   * @return fails, with a message for the viewer, if that is not possible
   */
  default Future<Void> act(String action, String node) {
    return Future.failedFuture("There is no action " + action);
  }

  /** Frees what it holds. Called once, at the end. */
  default Future<Void> close() {
    return Future.succeededFuture();
  }
}
