package org.hyparview.transport;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;

/** The answers of a node to inspectors. Called on the transport's context, and must not block. */
public interface InspectionHandler {

  /**
   * Answers a request.
   *
   * @param name the name of the request
   * @param parameters its body, as the inspector sent it
   * @return the response, completed on the transport's context; or a failure whose message goes to
   *     the inspector, with the code of an {@link InspectionException}
   */
  Future<JsonObject> answer(String name, JsonObject parameters);

  /**
   * Begins to pass on what happens at this node.
   *
   * @param events called on the transport's context
   * @return called by the transport when nothing is to be passed on any more
   */
  Runnable follow(Consumer<JsonObject> events);
}
