package org.hyparview.transport.stream;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import org.hyparview.transport.InspectionHandler;

/** A handler of inspectors that repeats what it is asked. */
final class EchoingHandler implements InspectionHandler {

  @Override
  public Future<JsonObject> answer(String name, JsonObject parameters) {
    return Future.succeededFuture(parameters);
  }

  @Override
  public Runnable follow(Consumer<JsonObject> events) {
    return () -> events.accept(new JsonObject());
  }
}
