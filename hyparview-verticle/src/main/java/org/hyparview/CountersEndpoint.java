package org.hyparview;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The answer to requests for a node's counters on the event bus of one Vert.x.
 *
 * <p>{@link HyParViewVerticle} uses it; it is for other hosts of an overlay. All calls come from
 * one context.
 */
public final class CountersEndpoint {

  private final Vertx vertx;
  private final HyParViewAddresses addresses;
  private @Nullable MessageConsumer<Object> requests;

  /** Creates an endpoint that does not answer yet. */
  public CountersEndpoint(Vertx vertx, String prefix) {
    this.vertx = vertx;
    addresses = new HyParViewAddresses(prefix);
  }

  /**
   * Begins to answer requests.
   *
   * @param counters called for the counters with each request; completes on the context of this
   * @throws IllegalStateException if the event bus has not started
   */
  public void open(Supplier<Future<JsonObject>> counters) {
    requests = vertx
        .eventBus()
        .localConsumer(
            addresses.counters(),
            request -> counters
                .get()
                .onComplete(
                    now -> request.reply(now, ViewPublisher.LOCAL),
                    failure -> fail(request, failure)));
  }

  private static void fail(Message<?> request, Throwable failure) {
    request.fail(-1, String.valueOf(failure.getMessage()));
  }

  /** Answers no more. */
  public Future<Void> close() {
    return requests == null ? Future.succeededFuture() : requests.unregister();
  }
}
