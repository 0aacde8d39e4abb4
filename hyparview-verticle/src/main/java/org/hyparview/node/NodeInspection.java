package org.hyparview.node;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hyparview.transport.InspectionException;
import org.hyparview.transport.InspectionHandler;

/**
 * The requests of inspectors that a node answers, and the inspectors that follow its events. It
 * belongs to the context of the node's transport.
 */
public final class NodeInspection implements InspectionHandler {

  private final Map<String, Function<JsonObject, Future<JsonObject>>> requests =
      new LinkedHashMap<>();
  private final Set<Follower> followers = new LinkedHashSet<>();

  /** One inspector; two of them are never equal. */
  private static final class Follower {

    private final Consumer<JsonObject> events;

    Follower(Consumer<JsonObject> events) {
      this.events = events;
    }
  }

  /** Creates an inspection that knows no requests. */
  public NodeInspection() {}

  /**
   * Adds a request. What the function throws, or the failure of its future, is the inspector's
   * answer.
   */
  public NodeInspection on(String name, Function<JsonObject, Future<JsonObject>> answer) {
    requests.put(name, answer);
    return this;
  }

  /** Passes an event to the inspectors that follow; the caller doesn't change it any more. */
  public void publish(JsonObject event) {
    List.copyOf(followers).forEach(follower -> follower.events.accept(event));
  }

  /** Returns whether any inspector follows the events. */
  public boolean isFollowed() {
    return !followers.isEmpty();
  }

  @Override
  public Future<JsonObject> answer(String name, JsonObject parameters) {
    Function<JsonObject, Future<JsonObject>> request = requests.get(name);
    if (request == null) {
      return Future.failedFuture(new InspectionException(
          InspectionException.UNKNOWN_REQUEST,
          "this node knows no request of that name; it answers events, ping, "
              + String.join(", ", requests.keySet())));
    }
    return Future.succeededFuture(parameters).compose(request).recover(NodeInspection::failed);
  }

  private static Future<JsonObject> failed(Throwable failure) {
    return Future.failedFuture(
        failure instanceof IllegalArgumentException
            ? new InspectionException(
                InspectionException.BAD_REQUEST, String.valueOf(failure.getMessage()))
            : failure);
  }

  @Override
  public Runnable follow(Consumer<JsonObject> events) {
    Follower follower = new Follower(events);
    followers.add(follower);
    return () -> followers.remove(follower);
  }
}
